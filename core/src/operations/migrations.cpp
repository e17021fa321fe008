#include "operations/migrations.hpp"

#include <algorithm>
#include <limits>

#include "rules/registry.hpp"
#include "store/bundles.hpp"

namespace abonado {

namespace {

std::optional<StoredSubscription> stored(Writing& writing) {
    const auto org = writing.documents().find_organisation(writing.order().org);
    return org ? writing.documents().find_subscription(*org, writing.order().legacy_id) : std::nullopt;
}

// The class that decides the prefix: SPEC of the segments, seed 0. None: the billing type is not known.
std::optional<SegmentClass> derived_class(Writing& writing, const Subject& subject) {
    if (writing.documents().has_convergent_segment(subject.id)) return SegmentClass::convergent;
    if (subject.type && is_in_convergent_bundle(writing.connection(), subject.org_id, subject.id, *subject.type)) {
        return SegmentClass::convergent;
    }
    const auto billing = subject.billing_type();
    if (!billing) return std::nullopt;
    if (*billing == BillingType::prepaid) return SegmentClass::prepaid;
    return subject.type == SubscriptionType::mobile ? SegmentClass::postpaid_mobile : SegmentClass::none;
}

// The rules of the body without those that need the class.
RuleOptions without_segment_rules(RuleOptions options) {
    for (const RuleInfo& rule : rules()) {
        if (rule.id.starts_with("SEG-")) options.severities[std::string(rule.id)] = Severity::off;
    }
    return options;
}

[[noreturn]] void refuse_existing(const Wording& what, std::string pointer) {
    throw Error(ErrorCode::already_exists, what + " exists already", std::move(pointer));
}

[[noreturn]] void refuse_type(std::string_view type) {
    throw Error(ErrorCode::invalid_argument,
                "is not the type of the subscription, expected " + std::string(type) + " (CRL-005)",
                "/subscription_type");
}

// The limits that are there, and the wanted ones behind them. Throws Error(already_exists) if one of these is there.
void join(CreateCreditLimitsRequest& present, const CreateCreditLimitsRequest& wanted) {
    if (present.subscription_type != wanted.subscription_type) refuse_type(to_word(present.subscription_type));
    for (std::size_t i = 0; i < wanted.credit_limits.size(); ++i) {
        const CreditLimit& limit = wanted.credit_limits[i];
        const bool exists = std::any_of(
            present.credit_limits.begin(), present.credit_limits.end(),
            [&](const CreditLimit& other) { return other.credit_limit_id == limit.credit_limit_id; });
        if (exists) {
            refuse_existing("credit limit " + std::string(to_word(limit.credit_limit_id)),
                            "/credit_limits/" + std::to_string(i) + "/credit_limit_id");
        }
        present.credit_limits.push_back(limit);
    }
    for (const UnknownMember& member : wanted.unknown) {
        const bool exists = std::any_of(present.unknown.begin(), present.unknown.end(),
                                        [&](const UnknownMember& other) { return other.name == member.name; });
        if (!exists) present.unknown.push_back(member);
    }
}

}  // namespace

void require_migration_org(const std::string& org, ErrorCode refusal) {
    if (from_word<MigrationOrg>(org)) return;
    std::string words;
    for (const std::string_view word : EnumTable<MigrationOrg>::words)
        words += (words.empty() ? "" : ", ") + std::string(word);
    throw Error(refusal, "subscriptions of organisation " + told_organisation(org) +
                             " are not migrated; expected one of " + words);
}

void create_segment(Writing& writing, std::string_view body, std::optional<SegmentClass> given,
                    const RuleOptions& options) {
    const Order& order = writing.order();
    require_migration_org(order.org);
    BodyContext context{RecordKind::segment, order.org, order.legacy_id};
    const CheckedBody readable = check_body(context, body, without_segment_rules(options));
    const Subject subject = writing.subject();
    context.segment_class = given ? given : derived_class(writing, subject);
    const auto& request = std::get<CreateSegmentRequest>(readable.record.envelope->body);
    if (writing.documents().current(subject.id, to_word(RecordKind::segment), request.segment_id)) {
        refuse_existing("segment " + told(request.segment_id), "/segment_id");
    }
    CheckedBody checked = check_body(context, body, options);
    // Only a class that somebody gave is part of the document.
    if (!given) {
        checked.record.envelope->segment_class.reset();
        checked.record.content = content_hash(to_json(*checked.record.envelope));
    }
    writing.add(checked, options);
}

void delete_segments(Writing& writing) {
    require_migration_org(writing.order().org);
    const auto subscription = stored(writing);
    if (!subscription) return;
    for (const std::int64_t document : writing.documents().current(subscription->id)) {
        if (writing.documents().read(document).kind == RecordKind::segment) writing.end(document);
    }
}

void create_credit_limits(Writing& writing, std::string_view body, const RuleOptions& options) {
    const Order& order = writing.order();
    // The documents know no 403 here.
    require_migration_org(order.org, ErrorCode::invalid_argument);
    if (order.legacy_id > std::numeric_limits<std::int32_t>::max()) {
        throw Error(ErrorCode::invalid_argument, "legacy_id does not fit 32 bits");
    }
    CheckedBody checked = check_body({RecordKind::credit_limits, order.org, order.legacy_id}, body, options);
    const Subject subject = writing.subject();
    const auto& wanted = std::get<CreateCreditLimitsRequest>(checked.record.envelope->body);
    if (subject.type && to_word(*subject.type) != to_word(wanted.subscription_type)) {
        refuse_type(to_word(*subject.type));
    }
    const auto current = writing.documents().current(subject.id, to_word(RecordKind::credit_limits), "");
    if (!current) return writing.add(checked, options);
    Envelope envelope = writing.documents().read(current->id);
    join(std::get<CreateCreditLimitsRequest>(envelope.body), wanted);
    writing.warn(checked.findings);
    writing.replace(subject.id, current->id, envelope);
}

void delete_credit_limits(Writing& writing) {
    require_migration_org(writing.order().org);
    const Subject subject = writing.subject();
    const auto current = writing.documents().current(subject.id, to_word(RecordKind::credit_limits), "");
    if (!current) {
        throw Error(ErrorCode::subscription_not_found,
                    "subscription " + told(subject.legacy_id) + " has no credit limits");
    }
    writing.end(current->id);
}

void migrate(Writing& writing, RecordKind kind, std::string_view body, const MigrateOptions& given,
             const RuleOptions& options) {
    const Order& order = writing.order();
    require_migration_org(order.org);
    if (order.legacy_id < 1) throw Error(ErrorCode::invalid_argument, "legacy_id is above 0");
    RuleOptions rules = options;
    rules.now = writing.now();
    const BodyContext context{kind, order.org, order.legacy_id, given.billing_type, given.identifiers, {}};
    const CheckedBody checked = check_body(context, body, rules);
    const auto subscription = stored(writing);
    if (subscription && writing.documents().current(subscription->id, kV3Part, "")) {
        refuse_existing("subscription " + told(order.legacy_id), "");
    }
    writing.add(checked, rules);
}

}  // namespace abonado
