#include "abonado/enums.hpp"

namespace abonado {

std::span<const EnumInfo* const> enum_tables() noexcept {
    static constexpr std::array<const EnumInfo*, 17> kTables{
        &EnumTable<MigrationOrg>::info,    &EnumTable<SubscriptionStatus>::info,
        &EnumTable<LiveStatus>::info,      &EnumTable<SubscriptionType>::info,
        &EnumTable<BillingType>::info,     &EnumTable<AddOnStatus>::info,
        &EnumTable<PromotionStatus>::info, &EnumTable<AcquisitionType>::info,
        &EnumTable<CreditLimitId>::info,   &EnumTable<CreditLimitSubscriptionType>::info,
        &EnumTable<FilterType>::info,      &EnumTable<ProductInclude>::info,
        &EnumTable<HealthState>::info,     &EnumTable<SegmentClass>::info,
        &EnumTable<ShippingKind>::info,    &EnumTable<Technology>::info,
        &EnumTable<RecordKind>::info,
    };
    return kTables;
}

namespace {

constexpr std::array<MySimType, 17> kMySimTypes{{
    {"PRE-PAGO", SubscriptionType::mobile, BillingType::prepaid, {}},
    {"POST-PAGO", SubscriptionType::mobile, BillingType::postpaid, {}},
    {"INTERNET FTTH", SubscriptionType::broadband, {}, Technology::ftth},
    {"INTERNET ADSL", SubscriptionType::broadband, {}, Technology::adsl},
    {"FIJO ANALOGICO", SubscriptionType::landline, {}, Technology::analogico},
    {"FIJO DIGITAL", SubscriptionType::landline, {}, Technology::digital},
    {"AGILE TV", SubscriptionType::tv, {}, {}},
    {"SECURITY", SubscriptionType::security, {}, {}},
    {"DATASHARING", SubscriptionType::datasharing, {}, {}},
    {"MULTISIM", SubscriptionType::multisim, {}, {}},
    {"DEVICEINSURANCE", SubscriptionType::deviceinsurance, {}, {}},
    {"NETFLIX", SubscriptionType::netflix, {}, {}},
    {"APPLEWATCH", SubscriptionType::applewatch, {}, {}},
    {"AMAZONPRIME", SubscriptionType::amazonprime, {}, {}},
    {"MAX", SubscriptionType::max, {}, {}},
    {"ORANGE TV", SubscriptionType::orangetv, {}, {}},
    {"ORANGE TV LIBRE", SubscriptionType::orangetvlibre, {}, {}},
}};

}  // namespace

std::span<const MySimType> mysim_types() noexcept { return kMySimTypes; }

const MySimType* find_mysim_type(std::string_view name) noexcept {
    for (const MySimType& row : kMySimTypes) {
        if (row.name == name) return &row;
    }
    return nullptr;
}

const MySimType* find_mysim_type(SubscriptionType type, std::optional<BillingType> billing,
                                 std::optional<Technology> technology) noexcept {
    for (const MySimType& row : kMySimTypes) {
        if (row.type == type && row.billing == billing && row.technology == technology) return &row;
    }
    return nullptr;
}

}  // namespace abonado
