#include "store/bundles.hpp"

#include <optional>
#include <string>
#include <vector>

namespace abonado {

namespace {

// The bundles that a subscription is in now, whichever body tells: of a v1 body those that are active, of a v3 body its one as
// long as the subscription is active. A number is the legacy system's in both.
struct Membership {
    std::optional<std::int64_t> number;
    std::string uuid;
};

std::vector<Membership> memberships(Connection& connection, std::int64_t subscription) {
    std::vector<Membership> out;
    Query query(connection.statement(
        "SELECT b.account_bundle_id, NULL FROM documents d JOIN account_bundles b ON b.document = d.id WHERE "
        "d.subscription = ?1 AND d.known_to IS NULL AND b.status = 'ACTIVE' UNION ALL SELECT "
        "v.bundle_related_info_legacy_bundle_id, v.bundle_related_info_bundle_id FROM documents d JOIN "
        "v3_subscriptions v ON v.document = d.id WHERE d.subscription = ?1 AND d.known_to IS NULL AND v.status = "
        "'ACTIVE'"));
    query.bind(subscription);
    while (query.next()) out.push_back({query.maybe_integer(0), query.text(1)});
    return out;
}

}  // namespace

bool is_in_convergent_bundle(Connection& connection, std::int64_t org, std::int64_t subscription,
                             SubscriptionType type) {
    const bool is_fixed = type == SubscriptionType::broadband || type == SubscriptionType::landline;
    if (!is_fixed && type != SubscriptionType::mobile) return false;
    const std::string of_other_side =
        std::string(") x JOIN subscriptions s ON s.id = x.subscription WHERE s.org = ?2 AND s.type IN (") +
        (is_fixed ? "'MOBILE'" : "'BROADBAND', 'LANDLINE'") + ") LIMIT 1";
    const std::string by_number =
        "SELECT 1 FROM (SELECT d.subscription FROM account_bundles b JOIN documents d ON d.id = b.document WHERE "
        "b.account_bundle_id = ?1 AND b.status = 'ACTIVE' AND d.known_to IS NULL UNION ALL SELECT d.subscription FROM "
        "v3_subscriptions v JOIN documents d ON d.id = v.document WHERE v.bundle_related_info_legacy_bundle_id = ?1 "
        "AND v.status = 'ACTIVE' AND d.known_to IS NULL" +
        of_other_side;
    const std::string by_uuid =
        "SELECT 1 FROM (SELECT d.subscription FROM v3_subscriptions v JOIN documents d ON d.id = v.document WHERE "
        "v.bundle_related_info_bundle_id = ?1 AND v.status = 'ACTIVE' AND d.known_to IS NULL" +
        of_other_side;
    for (const Membership& bundle : memberships(connection, subscription)) {
        if (bundle.number) {
            Query query(connection.statement(by_number));
            if (query.bind(*bundle.number).bind(org).next()) return true;
        }
        if (!bundle.uuid.empty()) {
            Query query(connection.statement(by_uuid));
            if (query.bind_blob(bundle.uuid.data(), bundle.uuid.size()).bind(org).next()) return true;
        }
    }
    return false;
}

}  // namespace abonado
