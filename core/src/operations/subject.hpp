// One subscription as operations see it: the documents that tell its status and its tariff, as structs that are changed in
// memory and written back when the operation succeeds.
//
// Plain values; nothing here reads a clock or the store but find_subject().
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "abonado/lifecycle.hpp"
#include "abonado/model.hpp"
#include "store/documents.hpp"

namespace abonado {

struct Subject {
    struct Document {
        std::int64_t id = 0;  // of the row that is current
        Envelope envelope;
        bool is_changed = false;
    };

    std::int64_t id = 0;  // of its row
    std::int64_t org_id = 0;
    std::string org;
    std::int64_t legacy_id = 0;
    std::optional<SubscriptionType> type;
    std::optional<Document> v3;      // a v3 body of any kind
    std::optional<Document> v1;      // a GetSubscription
    std::optional<Document> tariff;  // a SubscriptionProduct

    // nullptr where there is none.
    const SubscriptionBase* v3_body() const;
    const GetSubscription* v1_body() const;
    const SubscriptionProduct* tariff_body() const;
    // The same to be changed.
    SubscriptionBase* change_v3();
    GetSubscription* change_v1();
    SubscriptionProduct* change_tariff();

    // The v3 body speaks first, being the newer platform's. None: no document says.
    std::optional<LiveStatus> status() const;
    std::optional<BillingType> billing_type() const;
};

// The subscription, if one of its documents says that it exists: a v3 body, a v1 body, or a tariff.
std::optional<Subject> find_subject(Documents& documents, std::string_view org, std::int64_t legacy_id);
// The same; throws Error(subscription_not_found).
Subject require_subject(Documents& documents, std::string_view org, std::int64_t legacy_id);

}  // namespace abonado
