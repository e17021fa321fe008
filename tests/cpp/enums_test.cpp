#include "abonado/enums.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "abonado/lifecycle.hpp"
#include "abonado/rules.hpp"

namespace abonado {
namespace {

using Words = std::vector<std::string_view>;

template <class E>
Words words() {
    return {EnumTable<E>::words.begin(), EnumTable<E>::words.end()};
}

TEST(Enums, WordsAreThoseOfTheDocuments) {
    EXPECT_EQ(words<MigrationOrg>(), (Words{"euskaltel", "telecable", "rcable", "racctel"}));
    EXPECT_EQ(words<SubscriptionStatus>(), (Words{"ACTIVE", "DEACTIVATED", "CANCELLED"}));
    EXPECT_EQ(words<LiveStatus>(), (Words{"PRE_ACTIVE", "ACTIVE", "DEACTIVATED", "CANCELLED"}));
    EXPECT_EQ(words<SubscriptionType>(),
              (Words{"MOBILE", "BROADBAND", "LANDLINE", "TV", "SECURITY", "DATASHARING", "MULTISIM", "DEVICEINSURANCE",
                     "NETFLIX", "APPLEWATCH", "AMAZONPRIME", "MAX", "ORANGETV", "ORANGETVLIBRE", "DISNEY"}));
    EXPECT_EQ(words<BillingType>(), (Words{"PREPAID", "POSTPAID"}));
    EXPECT_EQ(words<AddOnStatus>(), (Words{"REQUESTED", "ACTIVE", "CANCELLED", "DEACTIVATED"}));
    EXPECT_EQ(words<PromotionStatus>(), (Words{"ACTIVE", "DEACTIVATED", "EXPIRED"}));
    EXPECT_EQ(words<AcquisitionType>(), (Words{"BORROWED", "FINANCED", "ONE_TIME_PAYMENT"}));
    EXPECT_EQ(words<CreditLimitSubscriptionType>(), (Words{"MOBILE", "LANDLINE"}));
    EXPECT_EQ(words<FilterType>(), (Words{"MSISDN", "SUBSCRIPTIONEMAIL", "LANDLINENUMBER", "EXTERNALID",
                                          "DEVICEINSURANCE", "INSURANCEPOLICYID", "OTTEXTERNALID"}));
    EXPECT_EQ(words<ProductInclude>(), (Words{"compatibilities", "historical_changes"}));
    EXPECT_EQ(words<HealthState>(), (Words{"pass", "fail"}));
    EXPECT_EQ(words<SegmentClass>(), (Words{"POSTPAID_MOBILE", "PREPAID", "CONVERGENT", "NONE"}));
    EXPECT_EQ(words<RecordKind>(), (Words{"max", "disney", "amazon_prime", "subscription", "legacy_subscription",
                                          "credit_limits", "segment", "product", "catalogue_product", "shipping"}));
    EXPECT_EQ(words<Severity>(), (Words{"off", "warning", "error"}));
    EXPECT_EQ(words<CreditLimitId>().size(), 7U);
    EXPECT_EQ(std::count_if(EnumTable<CreditLimitId>::words.begin(), EnumTable<CreditLimitId>::words.end(),
                            [](std::string_view word) { return word.starts_with("MOBILE_SUBSCRIPTION_"); }),
              4);
}

TEST(Enums, NamesAndWordsAreUniqueAndNotEmpty) {
    std::set<std::string_view> names;
    for (const EnumInfo* info : enum_tables()) {
        EXPECT_TRUE(names.insert(info->name).second) << info->name;
        EXPECT_FALSE(info->source.empty()) << info->name;
        EXPECT_FALSE(info->words.empty()) << info->name;
        std::set<std::string_view> seen;
        for (const std::string_view word : info->words) {
            EXPECT_TRUE(seen.insert(word).second) << info->name << ' ' << word;
            EXPECT_FALSE(word.empty()) << info->name;
        }
    }
}

TEST(Enums, TheListOfTablesIsComplete) {
    std::set<std::string_view> names;
    for (const EnumInfo* info : enum_tables()) names.insert(info->name);
    for (const std::string_view name :
         {"MigrationOrg", "SubscriptionStatus", "LiveStatus", "SubscriptionType", "BillingType", "AddOnStatus",
          "PromotionStatus", "AcquisitionType", "CreditLimitId", "CreditLimitSubscriptionType", "FilterType",
          "ProductInclude", "HealthState", "SegmentClass", "ShippingKind", "Technology", "RecordKind"}) {
        EXPECT_TRUE(names.contains(name)) << name;
    }
}

TEST(Enums, WordAndValueAreInverse) {
    for (std::size_t i = 0; i < EnumTable<SubscriptionType>::words.size(); ++i) {
        const auto type = static_cast<SubscriptionType>(i);
        EXPECT_EQ(from_word<SubscriptionType>(to_word(type)), type);
    }
    EXPECT_EQ(to_word(SubscriptionType::disney), "DISNEY");
    EXPECT_EQ(to_word(CreditLimitId::landline_total), "LANDLINE_SUBSCRIPTION_TOTAL_CREDIT_LIMIT");
    EXPECT_EQ(to_word(RecordKind::shipping), "shipping");
}

TEST(Enums, WordsAreCaseSensitiveAndExact) {
    for (const std::string_view word :
         {"active", "Active", "ACTIVE ", " ACTIVE", "", "ACTIV", "ACTIVES", "PRE_ACTIVE"}) {
        EXPECT_FALSE(from_word<SubscriptionStatus>(word)) << word;
    }
    EXPECT_FALSE(from_word<SubscriptionType>("POST-PAGO"));
}

TEST(MySimTypes, AreThe17RowsOfTheDocument) {
    ASSERT_EQ(mysim_types().size(), 17U);
    const std::vector<std::pair<std::string_view, std::string_view>> rows{
        {"PRE-PAGO", "MOBILE"},
        {"POST-PAGO", "MOBILE"},
        {"INTERNET FTTH", "BROADBAND"},
        {"INTERNET ADSL", "BROADBAND"},
        {"FIJO ANALOGICO", "LANDLINE"},
        {"FIJO DIGITAL", "LANDLINE"},
        {"AGILE TV", "TV"},
        {"SECURITY", "SECURITY"},
        {"DATASHARING", "DATASHARING"},
        {"MULTISIM", "MULTISIM"},
        {"DEVICEINSURANCE", "DEVICEINSURANCE"},
        {"NETFLIX", "NETFLIX"},
        {"APPLEWATCH", "APPLEWATCH"},
        {"AMAZONPRIME", "AMAZONPRIME"},
        {"MAX", "MAX"},
        {"ORANGE TV", "ORANGETV"},
        {"ORANGE TV LIBRE", "ORANGETVLIBRE"},
    };
    for (std::size_t i = 0; i < rows.size(); ++i) {
        EXPECT_EQ(mysim_types()[i].name, rows[i].first);
        EXPECT_EQ(to_word(mysim_types()[i].type), rows[i].second);
    }
}

TEST(MySimTypes, MapHasAnInverse) {
    for (const MySimType& row : mysim_types()) {
        EXPECT_EQ(find_mysim_type(row.name), &row) << row.name;
        EXPECT_EQ(find_mysim_type(row.type, row.billing, row.technology), &row) << row.name;
    }
}

TEST(MySimTypes, NameSaysBillingAndTechnology) {
    EXPECT_EQ(find_mysim_type("PRE-PAGO")->billing, BillingType::prepaid);
    EXPECT_EQ(find_mysim_type("POST-PAGO")->billing, BillingType::postpaid);
    EXPECT_EQ(find_mysim_type("INTERNET FTTH")->technology, Technology::ftth);
    EXPECT_EQ(find_mysim_type("INTERNET ADSL")->technology, Technology::adsl);
    EXPECT_EQ(find_mysim_type("FIJO ANALOGICO")->technology, Technology::analogico);
    EXPECT_EQ(find_mysim_type("FIJO DIGITAL")->technology, Technology::digital);
    EXPECT_FALSE(find_mysim_type("NETFLIX")->billing);
}

TEST(MySimTypes, OtherNamesAndTypesHaveNoRow) {
    for (const std::string_view name : {"", "pre-pago", "PREPAGO", "DISNEY", "MOBILE", "ORANGE  TV"}) {
        EXPECT_EQ(find_mysim_type(name), nullptr) << name;
    }
    EXPECT_EQ(find_mysim_type(SubscriptionType::disney, {}, {}), nullptr);
    EXPECT_EQ(find_mysim_type(SubscriptionType::mobile, {}, {}), nullptr);
    EXPECT_EQ(find_mysim_type(SubscriptionType::mobile, BillingType::prepaid, Technology::ftth), nullptr);
}

TEST(Lifecycle, HasThreeStepsAndTwoFinalStates) {
    using enum LiveStatus;
    for (const LiveStatus from : {pre_active, active, deactivated, cancelled}) {
        for (const LiveStatus to : {pre_active, active, deactivated, cancelled}) {
            const bool allowed = (from == pre_active && (to == active || to == cancelled)) ||
                                 (from == active && to == deactivated);
            EXPECT_EQ(is_allowed_step(from, to), allowed) << to_word(from) << " to " << to_word(to);
        }
    }
}

}  // namespace
}  // namespace abonado
