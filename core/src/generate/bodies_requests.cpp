// Clean requests of seeds 0 and 1, identifiers, and the choice by kind.
#include <algorithm>

#include "generate/bodies.hpp"
#include "generate/vocabulary.hpp"

namespace abonado::gen {

namespace {

bool is_line(const Subject& subject) {
    return subject.is_v3 && (subject.type == SubscriptionType::mobile || subject.type == SubscriptionType::landline);
}

// The digit that makes the Luhn sum of the whole a multiple of 10.
char luhn_digit(std::string_view digits) {
    unsigned sum = 0;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        auto digit = static_cast<unsigned>(digits[digits.size() - 1 - i] - '0');
        if (i % 2 == 0) digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
        sum += digit;
    }
    return static_cast<char>('0' + (10 - sum % 10) % 10);
}

// As people and systems write the same nine digits.
std::string written(Random& random, const std::string& nine) {
    switch (random.below(5)) {
        case 0:
            return nine;
        case 1:
            return "34" + nine;
        case 2:
            return "0034" + nine;
        case 3:
            return nine.substr(0, 3) + " " + nine.substr(3, 2) + " " + nine.substr(5, 2) + " " + nine.substr(7);
        default:
            return "+34" + nine;
    }
}

void make_credit_limits(Draft& draft, const std::optional<Subject>& subject) {
    Random& random = draft.random;
    const bool landline = subject ? subject->type == SubscriptionType::landline : random.percent(30);
    CreateCreditLimitsRequest body;
    body.subscription_type = landline ? CreditLimitSubscriptionType::landline : CreditLimitSubscriptionType::mobile;
    const auto first = static_cast<unsigned>(landline ? CreditLimitId::landline_international_voice
                                                      : CreditLimitId::mobile_total);
    const unsigned count = landline ? 3 : 4;
    std::uint64_t wanted = 1 + random.below(count);
    const std::uint64_t start = random.below(count);
    for (unsigned i = 0; wanted > 0; ++i, --wanted) {
        const auto id = static_cast<CreditLimitId>(first + (start + i) % count);
        body.credit_limits.push_back(make_credit_limit(draft, id));
    }
    draft.envelope.body = std::move(body);
}

void make_segment(Draft& draft, const std::optional<Subject>& subject) {
    Random& random = draft.random;
    SegmentClass segment_class = random.percent(60) ? SegmentClass::postpaid_mobile : SegmentClass::prepaid;
    if (subject) {
        segment_class = subject->billing == BillingType::prepaid ? SegmentClass::prepaid
                                                                 : SegmentClass::postpaid_mobile;
    }
    if (random.percent(20)) segment_class = SegmentClass::convergent;
    CreateSegmentRequest body;
    body.segment_id = std::string(segment_prefix(segment_class)) +
                      random.word("", "_GOLD", "_PREMIUM", "RIESGO", "_VALOR_ALTO", "_JOVEN");
    body.segment_value = random.pick(segment_values());
    body.reason = random.pick(request_reasons());
    draft.envelope.segment_class = segment_class;
    draft.envelope.body = std::move(body);
}

}  // namespace

CreditLimit make_credit_limit(Draft& draft, CreditLimitId id) {
    Random& random = draft.random;
    Money value{random.between(0, 60) * 10'000'000};
    if (random.percent(20)) value.millionths += random.between(0, 999'999);
    return {id, value, std::string(random.pick(request_reasons())), {}};
}

// The words are those of the default policy: a dump is clean under the default options.
std::string_view segment_prefix(SegmentClass segment_class) noexcept {
    switch (segment_class) {
        case SegmentClass::postpaid_mobile:
            return "OM";
        case SegmentClass::prepaid:
            return "OP";
        case SegmentClass::convergent:
            return "OC";
        case SegmentClass::none:
            break;
    }
    return {};
}

void make_request(Draft& draft, RecordKind kind) {
    const bool limits = kind == RecordKind::credit_limits;
    const auto subject = draft.subjects.take(
        kind, [&](const Subject& s) { return limits ? is_line(s) : s.is_v3 && s.type == SubscriptionType::mobile; });
    Envelope& e = draft.envelope;
    e.org = subject ? subject->org
                    : std::string(to_word(
                          static_cast<MigrationOrg>(draft.random.below(EnumTable<MigrationOrg>::words.size()))));
    e.legacy_id = LegacyId{subject ? subject->legacy_id : draft.own_id()};
    if (limits) make_credit_limits(draft, subject);
    else make_segment(draft, subject);
}

std::string make_iccid(Draft& draft) {
    std::string out = "8934" + draft.digits(draft.random.percent(80) ? 14 : 15);
    return out += luhn_digit(out);
}

void add_identifiers(Draft& draft, SubscriptionType type, std::string_view email) {
    Random& random = draft.random;
    Identifiers& i = draft.envelope.identifiers.emplace();
    i.subscriptionemail = email;
    switch (type) {
        case SubscriptionType::mobile:
        case SubscriptionType::multisim:
            if (type == SubscriptionType::mobile) {
                if (const auto number = draft.own_mobile()) i.msisdn = written(random, *number);
            }
            if (random.percent(80)) i.imsi = draft.numbered("214", 12);
            if (random.percent(80)) i.iccid = make_iccid(draft);
            break;
        case SubscriptionType::landline:
        case SubscriptionType::broadband:
            if (const auto number = draft.own_landline()) i.landlinenumber = written(random, *number);
            break;
        case SubscriptionType::deviceinsurance:
            i.deviceinsurance = draft.numbered("35", 13);
            i.insurancepolicyid = draft.numbered("POL-", 9);
            break;
        case SubscriptionType::max:
        case SubscriptionType::disney:
        case SubscriptionType::amazonprime:
        case SubscriptionType::netflix:
            i.ottexternalid = "OTT-" + std::to_string(draft.own_id());
            break;
        default:
            i.externalid = "EXT-" + std::to_string(draft.own_id());
    }
}

void make_clean(Draft& draft, RecordKind kind) {
    draft.envelope = Envelope{};
    draft.envelope.kind = kind;
    switch (kind) {
        case RecordKind::max:
        case RecordKind::disney:
        case RecordKind::amazon_prime:
        case RecordKind::subscription:
            return make_migration(draft, kind);
        case RecordKind::legacy_subscription:
            return make_legacy(draft);
        case RecordKind::credit_limits:
        case RecordKind::segment:
            return make_request(draft, kind);
        case RecordKind::product:
            return make_tariff(draft);
        case RecordKind::catalogue_product:
            return make_catalogue(draft);
        case RecordKind::shipping:
            return make_shipping(draft);
    }
}

}  // namespace abonado::gen
