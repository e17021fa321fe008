// Clean records: what a dump is made of, and the parts that injectors add where a record happens to lack them.
//
// Every function leaves the draft without a broken rule, warnings included, and no date after draft.now.
#pragma once

#include "generate/draft.hpp"

namespace abonado::gen {

inline constexpr Instant kEarliest{12784 * kDayMicros};  // 2005-01-01, before which nothing is dated
inline constexpr std::int64_t kYoungest = 90;  // days before now: so that every history fits behind a creation

// Replaces draft.envelope by a clean record of this kind.
void make_clean(Draft& draft, RecordKind kind);

// By the document that describes the body.
void make_migration(Draft& draft, RecordKind kind);  // max, disney, amazon_prime, subscription
void make_request(Draft& draft, RecordKind kind);    // credit_limits, segment
void make_legacy(Draft& draft);                      // legacy_subscription
void make_shipping(Draft& draft);
void make_tariff(Draft& draft);     // product
void make_catalogue(Draft& draft);  // catalogue_product

// The status of a v3 subscription with all that hangs on it.
void set_status(Draft& draft, SubscriptionStatus status);

AddOn make_add_on(Draft& draft, AddOnStatus status);
FreeUnitsPackage make_free_units(Draft& draft);
Promotion make_promotion(Draft& draft, PromotionStatus status);
Device make_device(Draft& draft);
Commitment make_commitment(Draft& draft);
std::vector<SubscriptionBundleHistory> make_bundles_history(Draft& draft, std::uint64_t count);

// The status of a v1 subscription with its history.
void set_legacy_status(Draft& draft, LiveStatus status);
SubscriptionAdditionalDetails make_additional_details(Draft& draft);

// At least this many entries, the current tariff on top.
std::vector<HistoricalProduct> make_tariff_history(Draft& draft, const Product& current, std::uint64_t count);
// A pending change of `product`, to one of its compatibilities where it has any.
Scheduled make_scheduled(Draft& draft, const Product& product);
std::vector<Product> make_compatibilities(Draft& draft, std::uint64_t count);

void add_identifiers(Draft& draft, SubscriptionType type, std::string_view email);
std::string make_iccid(Draft& draft);
CreditLimit make_credit_limit(Draft& draft, CreditLimitId id);
std::string_view segment_prefix(SegmentClass segment_class) noexcept;

}  // namespace abonado::gen
