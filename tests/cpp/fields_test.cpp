// The field tables as data. That every member has a row is held by static_asserts beside the tables.
#include "abonado/fields.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "abonado/model.hpp"

namespace abonado {
namespace {

std::vector<const StructInfo*> all_structs() {
    std::vector<const StructInfo*> out;
    AllStructs::for_each([&out]<class T>() { out.push_back(&struct_info<T>()); });
    return out;
}

std::vector<std::string_view> names(const StructInfo& info, bool required_only = false) {
    std::vector<std::string_view> out;
    for (const FieldInfo& field : info.fields) {
        if (field.required || !required_only) out.push_back(field.name);
    }
    return out;
}

using Names = std::vector<std::string_view>;

TEST(Fields, EveryStructAndFieldSaysWhatItIs) {
    std::set<std::string_view> structs;
    for (const StructInfo* info : all_structs()) {
        EXPECT_TRUE(structs.insert(info->name).second) << info->name;
        EXPECT_FALSE(info->doc.empty()) << info->name;
        EXPECT_FALSE(info->source.empty()) << info->name;
        EXPECT_FALSE(info->fields.empty()) << info->name;
        std::set<std::string_view> fields;
        for (const FieldInfo& field : info->fields) {
            EXPECT_TRUE(fields.insert(field.name).second) << info->name << '.' << field.name;
            EXPECT_FALSE(field.doc.empty()) << info->name << '.' << field.name;
            EXPECT_EQ(field.enumeration != nullptr, field.type == FieldType::enumeration) << field.name;
            EXPECT_EQ(field.child != nullptr, field.type == FieldType::object || field.type == FieldType::object_list)
                << field.name;
        }
    }
}

TEST(Fields, StructsOfFieldsAreInTheListOfStructs) {
    const auto structs = all_structs();
    for (const StructInfo* info : structs) {
        for (const FieldInfo& field : info->fields) {
            if (field.child == nullptr) continue;
            EXPECT_NE(std::find(structs.begin(), structs.end(), &field.child()), structs.end()) << field.name;
        }
    }
}

TEST(Fields, FindFindsEachFieldAndNoOther) {
    for (const StructInfo* info : all_structs()) {
        for (std::size_t i = 0; i < info->fields.size(); ++i) {
            const std::string name(info->fields[i].name);
            EXPECT_EQ(info->find(name), static_cast<int>(i)) << info->name << '.' << name;
            for (const std::string& other : {name + "x", name + '\0', "x" + name, name.substr(1), ' ' + name}) {
                const bool is_field = std::any_of(info->fields.begin(), info->fields.end(),
                                                  [&](const FieldInfo& field) { return field.name == other; });
                EXPECT_EQ(info->find(other) != kNoField, is_field) << info->name << '.' << other;
            }
            for (std::size_t at = 0; at < name.size(); ++at) {
                std::string other = name;
                other[at] = static_cast<char>(other[at] ^ 0x20);
                EXPECT_EQ(info->find(other), kNoField) << info->name << '.' << other;
            }
            if (!info->fields[i].alias.empty()) {
                EXPECT_EQ(info->find(info->fields[i].alias), kNoField);
            }
        }
        EXPECT_EQ(info->find(""), kNoField) << info->name;
        EXPECT_EQ(info->find("\xc3\xb1"), kNoField) << info->name;
    }
}

TEST(Fields, RequiredSetSaysWhatTheRowsSay) {
    for (const StructInfo* info : all_structs()) {
        for (std::size_t i = 0; i < info->fields.size(); ++i) {
            EXPECT_EQ((info->required >> i & 1) != 0, info->fields[i].required) << info->fields[i].name;
        }
        EXPECT_EQ(info->required >> info->fields.size(), 0U) << info->name;
    }
}

// The column Required of the documents.
TEST(Fields, RequiredMembersAreThoseOfTheDocuments) {
    EXPECT_EQ(names(struct_info<SubscriptionBase>(), true),
              (Names{"status", "last_status_reason", "catalogue_commercial_product_id", "legacy_account_id",
                     "creation_date", "creation_user", "bundle_related_info"}));
    EXPECT_EQ(names(struct_info<AddOn>(), true),
              (Names{"catalogue_add_on_id", "creation_date", "creation_user", "last_updated_date", "status"}));
    EXPECT_EQ(names(struct_info<FreeUnitsPackage>(), true),
              (Names{"catalogue_free_units_packages_id", "activation_date"}));
    EXPECT_EQ(names(struct_info<Promotion>(), true),
              (Names{"catalogue_promotion_id", "creation_date", "creation_user", "status"}));
    EXPECT_EQ(names(struct_info<SubscriptionBundleHistory>(), true),
              (Names{"legacy_bundle_id", "last_status_reason", "catalogue_bundled_product_id",
                     "catalogue_bundled_commercial_product_id", "catalogue_commercial_product_id", "start_date",
                     "end_date"}));
    EXPECT_EQ(names(struct_info<Commitment>(), true), Names{});
    EXPECT_EQ(names(struct_info<Device>(), true), Names{"catalogue_commercial_device_id"});
    EXPECT_EQ(names(struct_info<DevicesRelatedInfo>(), true), Names{});
    EXPECT_EQ(names(struct_info<BundleRelatedInfo>(), true), Names{});
    EXPECT_EQ(names(struct_info<MaxSpecificData>(), true), (Names{"service_id", "product_id"}));
    EXPECT_EQ(names(struct_info<DisneySpecificData>(), true), (Names{"user_id", "service_id", "product_id"}));
    EXPECT_EQ(names(struct_info<AmazonPrimeSpecificData>(), true),
              (Names{"entitlement_id", "bundle_id", "tier_id", "product_id"}));
    EXPECT_EQ(names(struct_info<CreateCreditLimitsRequest>(), true), (Names{"subscription_type", "credit_limits"}));
    EXPECT_EQ(names(struct_info<CreditLimit>(), true), (Names{"credit_limit_id", "credit_limit_value", "reason"}));
    EXPECT_EQ(names(struct_info<CreateSegmentRequest>(), true), (Names{"segment_id", "segment_value", "reason"}));
    EXPECT_EQ(names(struct_info<ErrorDetails>(), true), (Names{"code", "message", "reference"}));
    EXPECT_EQ(names(struct_info<DeactivateNetflixRequest>(), true), Names{"deactivation_reason"});
    EXPECT_EQ(names(struct_info<CancelActivationSubscriptionRequest>(), true), Names{"cancellation_reason"});
    EXPECT_EQ(names(struct_info<PatchSubscription>(), true), Names{"subscription_type"});
    EXPECT_EQ(names(struct_info<SubscriptionProduct>(), true), (Names{"id", "product"}));
    EXPECT_EQ(names(struct_info<ChangeSubscriptionProductRequest>(), true), Names{"productId"});
    EXPECT_EQ(names(struct_info<HealthResponse>(), true), Names{});
}

// Uuids only where the document says string(uuid); other ids are plain strings or integers.
TEST(Fields, UuidsAreThoseOfTheDocuments) {
    std::set<std::string> uuids;
    for (const StructInfo* info : all_structs()) {
        for (const FieldInfo& field : info->fields) {
            if (field.type == FieldType::uuid && info->name != "Max" && info->name != "Disney" &&
                info->name != "AmazonPrime") {
                uuids.insert(std::string(info->name) + '.' + std::string(field.name));
            }
        }
    }
    EXPECT_EQ(uuids,
              (std::set<std::string>{"SubscriptionBase.id", "SubscriptionBase.account_id", "Commitment.id", "Device.id",
                                     "SubscriptionBundleHistory.bundle_id", "BundleRelatedInfo.bundle_id"}));
}

TEST(Fields, ASubscriptionOfAKindHasTheRowsOfTheBaseFirst) {
    const auto base = names(struct_info<SubscriptionBase>());
    EXPECT_EQ(base.size(), 22U);
    for (const StructInfo* info : {&struct_info<Max>(), &struct_info<Disney>(), &struct_info<AmazonPrime>()}) {
        auto own = names(*info);
        ASSERT_EQ(own.size(), base.size() + 1) << info->name;
        EXPECT_EQ(own.back(), "specific_data") << info->name;
        own.pop_back();
        EXPECT_EQ(own, base) << info->name;
    }
}

TEST(Fields, OnlyUndocumentedObjectsAreOpen) {
    for (const StructInfo* info : all_structs()) {
        EXPECT_EQ(info->open, info->name == "BundleRelatedInfo" || info->name == "DevicesRelatedInfo") << info->name;
        for (const FieldInfo& field : info->fields) EXPECT_EQ(field.seen_only, info->open) << field.name;
    }
}

TEST(Fields, KindsAndBodiesAreInTheSameOrder) {
    ASSERT_EQ(kRecordKinds.size(), EnumTable<RecordKind>::words.size());
    ASSERT_EQ(kRecordKinds.size(), std::variant_size_v<Body>);
    for (std::size_t i = 0; i < kRecordKinds.size(); ++i) {
        EXPECT_EQ(kRecordKinds[i].kind, static_cast<RecordKind>(i));
    }
    const auto same_body = []<std::size_t... I>(std::index_sequence<I...>) {
        return ((&kRecordKinds[I].body() == &struct_info<std::variant_alternative_t<I, Body>>()) && ...);
    };
    EXPECT_TRUE(same_body(std::make_index_sequence<std::variant_size_v<Body>>{}));
}

}  // namespace
}  // namespace abonado
