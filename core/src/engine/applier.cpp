#include "engine/applier.hpp"

#include <algorithm>
#include <utility>

#include "json/locate.hpp"

namespace abonado {

struct Applier::Case {
    const CheckedRecord& record;
    const Envelope& envelope;
    std::string_view text;  // the line
    std::uint32_t input;
    std::uint64_t line;
    std::vector<Finding>& findings;
    DocumentName name = {};
    std::optional<SubscriptionType> type = {};  // that the document says
    std::optional<std::int64_t> org = {};       // nothing for the catalogue and for organisations that are new here
    std::optional<StoredSubscription> subscription = {};
    std::optional<StoredDocument> current = {};
    bool is_rejected = false;

    std::optional<std::int64_t> subscription_id() const {
        return subscription ? std::optional(subscription->id) : std::nullopt;
    }
};

namespace {

constexpr std::int64_t kNoSubscription = -1;

bool is_same_word(CreditLimitSubscriptionType limits, SubscriptionType type) {
    return to_word(limits) == to_word(type);
}

// Where a v3 or v1 body says its type.
std::string_view type_pointer(const Envelope& envelope) {
    return envelope.kind == RecordKind::legacy_subscription ? "/subscription_type" : "/type";
}

bool is_live(const Envelope& envelope) {
    return std::visit(
        []<class T>(const T& body) {
            if constexpr (std::is_base_of_v<SubscriptionBase, T>) return body.status == SubscriptionStatus::active;
            else if constexpr (std::is_same_v<T, GetSubscription>) {
                return body.current_status == LiveStatus::active || body.current_status == LiveStatus::pre_active;
            } else return false;
        },
        envelope.body);
}

const Uuid* uuid_of(const Envelope& envelope) {
    return std::visit(
        []<class T>(const T& body) -> const Uuid* {
            if constexpr (std::is_base_of_v<SubscriptionBase, T>) return body.id ? &*body.id : nullptr;
            else return nullptr;
        },
        envelope.body);
}

Wording subscription_text(const Documents::Who& who) {
    return "subscription " + told(who.legacy_id) + " of " + told_organisation(who.org);
}

}  // namespace

void Applier::look_up(Case& at) {
    at.name = name_of(at.envelope);
    at.type = type_said_by(at.envelope);
    const bool is_catalogue = !kind_info(at.envelope.kind).needs_org;
    if (!is_catalogue) {
        at.org = documents_.find_organisation(at.name.org);
        if (at.org) at.subscription = documents_.find_subscription(*at.org, at.name.legacy_id);
    }
    if (is_catalogue || at.subscription) {
        at.current = documents_.current(at.subscription_id(), at.name.part, at.name.key);
    }
}

void Applier::note(const CheckedRecord& record) {
    if (!record.envelope) return;
    std::vector<Finding> none;
    Case at{record, *record.envelope, {}, 0, 0, none};
    look_up(at);
    // With other content it was rejected then, and is not what the dump gave.
    if (at.current && at.current->content == record.content) {
        if (at.current->known_from < run_) set_seen(at.current->id);
    } else if (const auto before = superseded(at); before && before->has_same_content) {
        set_seen(before->id);
    }
}

bool Applier::is_stored_after(const CheckedRecord& record, std::int64_t run) {
    std::vector<Finding> none;
    Case at{record, *record.envelope, {}, 0, 0, none};
    look_up(at);
    return at.current && at.current->known_from > run && at.current->known_from < run_;
}

Outcome Applier::apply(const CheckedRecord& record, std::string_view text, std::uint32_t input, std::uint64_t line,
                       std::vector<Finding>& findings) {
    Case at{record, *record.envelope, text, input, line, findings};
    look_up(at);
    // Another v3 kind is no repetition, but another type of subscription, which check_type tells.
    const bool is_same_kind = at.current && at.current->kind == at.envelope.kind;
    const bool is_same = at.current && at.current->content == record.content;
    if (is_same_kind && (at.current->known_from == run_ || was_seen(at.current->id))) return take_again(at, is_same);
    if (is_same) {
        set_seen(at.current->id);
        return Outcome::skipped;
    }
    if (const auto before = superseded(at)) {
        if (was_seen(before->id)) return take_again(at, before->has_same_content);
        if (before->has_same_content) {
            set_seen(before->id);
            return Outcome::skipped;
        }
    }
    check_type(at);
    check_uuid(at);
    check_msisdn(at);
    if (at.is_rejected) return Outcome::rejected;
    const Outcome outcome = at.current ? Outcome::updated : Outcome::inserted;
    write(at);
    return outcome;
}

// What the store had under the record's name before operations made something else of it, which come after any dump that says
// the same again.
std::optional<Documents::Superseded> Applier::superseded(const Case& at) {
    if (!has_operations_ || !at.subscription) return std::nullopt;
    return documents_.superseded(at.subscription->id, at.name.part, at.name.key, at.record.content);
}

// A document that this dump has given already.
Outcome Applier::take_again(Case& at, bool is_same) {
    const std::size_t rule = rule_number(DumpRule::repeated_key);
    Severity severity = rules_.severities[rule];
    if (is_same) severity = std::min(severity, Severity::warning);
    const bool in_body = !kind_info(at.envelope.kind).key_in_envelope;
    add(at, rule, severity, in_body ? "/id" : "/legacy_id", in_body,
        is_same ? "names a record that this dump gave before, with the same content"
                : "names a record that this dump gave before, with different content",
        "each key once");
    if (at.is_rejected) return Outcome::rejected;
    if (is_same) return Outcome::skipped;
    const Outcome outcome = at.current ? Outcome::updated : Outcome::inserted;
    write(at);  // the user lets the last one win
    return outcome;
}

void Applier::check_type(Case& at) {
    if (!at.subscription) return;
    const auto limits = std::get_if<CreateCreditLimitsRequest>(&at.envelope.body);
    const std::size_t limit_rule = rule_number(StoreRule::credit_limit_type);
    const auto& stored = at.subscription->type;
    if (limits != nullptr && stored && !is_same_word(limits->subscription_type, *stored)) {
        const std::string type(to_word(*stored));
        add(at, limit_rule, rules_.severities[limit_rule], "/subscription_type", true,
            "is not the type of the stored subscription, which is " + type,
            "limits of a MOBILE or LANDLINE subscription");
    }
    if (!at.type) return;
    if (stored && *stored != *at.type) {
        const std::size_t rule = rule_number(StoreRule::other_type);
        add(at, rule, rules_.severities[rule], type_pointer(at.envelope), true,
            "says " + std::string(to_word(*at.type)) + ", while the stored subscription is " +
                std::string(to_word(*stored)),
            std::string(to_word(*stored)));
    }
    if (stored) return;
    // The limits came first; now the type shows that they were not for this subscription.
    const auto limited = documents_.credit_limit_type(at.subscription->id);
    if (limited && !is_same_word(*limited, *at.type)) {
        add(at, limit_rule, rules_.severities[limit_rule], type_pointer(at.envelope), true,
            "says " + std::string(to_word(*at.type)) + ", while credit limits of a " + std::string(to_word(*limited)) +
                " are stored",
            std::string(to_word(*limited)));
    }
}

void Applier::check_uuid(Case& at) {
    const std::size_t rule = rule_number(DumpRule::shared_uuid);
    const Uuid* uuid = uuid_of(at.envelope);
    if (uuid == nullptr || rules_.severities[rule] == Severity::off) return;
    const auto other = documents_.other_with_uuid(*uuid, at.subscription_id().value_or(kNoSubscription));
    if (!other) return;
    add(at, rule, rules_.severities[rule], "/id", true, "is the uuid of " + subscription_text(documents_.who(*other)),
        "a uuid of its own");
}

void Applier::check_msisdn(Case& at) {
    const std::size_t rule = rule_number(DumpRule::shared_msisdn);
    if (rules_.severities[rule] == Severity::off || !at.org) return;
    if (!at.envelope.identifiers || !is_live(at.envelope)) return;
    const auto& text = at.envelope.identifiers->msisdn;
    const auto number = text ? Msisdn::normalise(*text) : std::nullopt;
    if (!number) return;
    const auto other = documents_.other_live_with_msisdn(*at.org, number->e164,
                                                         at.subscription_id().value_or(kNoSubscription));
    if (!other) return;
    add(at, rule, rules_.severities[rule], "/identifiers/MSISDN", false,
        "is on the live " + subscription_text(documents_.who(*other)), "a number of its own");
}

void Applier::add(Case& at, std::size_t rule, Severity severity, std::string_view pointer, bool in_body,
                  Wording message, Wording expected) {
    if (severity == Severity::off) return;
    Finding finding;
    finding.rule = static_cast<std::uint16_t>(rule);
    finding.severity = severity;
    finding.input = at.input;
    finding.line = at.line;
    finding.kind = at.record.kind;
    finding.org = at.record.org;
    finding.legacy_id = at.record.legacy_id;
    finding.pointer = pointer;
    finding.message = std::move(message.text);
    finding.expected = std::move(expected.text);
    finding.message_values = std::move(message.values);
    finding.expected_values = std::move(expected.values);
    LocateTarget target;
    target.pointer = (in_body && has_envelopes_ ? "/body" : "") + finding.pointer;
    std::vector<LocateTarget*> targets{&target};
    locate(at.text, targets);
    finding.byte_offset = at.record.offset + target.begin;
    if (target.found) {
        const std::string_view token = at.text.substr(target.begin, target.end - target.begin);
        finding.value = token.starts_with('"') ? unescape(token) : std::string(token);
    }
    at.is_rejected = at.is_rejected || severity == Severity::error;
    at.findings.push_back(std::move(finding));
}

void Applier::write(Case& at) {
    const bool has_subscription = kind_info(at.envelope.kind).needs_org;
    if (has_subscription && !at.subscription) {
        const std::int64_t org = documents_.organisation(at.name.org);
        at.subscription = documents_.add_subscription(org, at.name.legacy_id, at.type);
    } else if (at.subscription && at.type && at.subscription->type != at.type) {
        documents_.set_type(at.subscription->id, *at.type);
    }
    if (at.current) documents_.end(at.current->id, run_);
    documents_.add(at.subscription_id(), at.name, at.envelope, at.record.content, {run_, at.input, at.line});
    const auto* tariff = std::get_if<SubscriptionProduct>(&at.envelope.body);
    // A new one without a change to come has nothing to follow.
    if (tariff != nullptr && (at.current || tariff->product.scheduled)) {
        schedule_.follow(at.subscription->id, *tariff, run_);
    }
}

}  // namespace abonado
