// The operations of the v3 and v1 documents, through requests as the documents show them.
#include <gtest/gtest.h>

#include "operating.hpp"

namespace abonado {
namespace {

using namespace operating;
using stores::value;

std::string segment(std::string_view id) {
    return R"({"segment_id":")" + std::string(id) + R"(","segment_value":"PREMIUM","reason":"rfm krt"})";
}
std::string limits(std::string_view id, std::string_view amount = "300", std::string_view type = "MOBILE") {
    return R"({"subscription_type":")" + std::string(type) + R"(","credit_limits":[{"credit_limit_id":")" +
           std::string(id) + R"(","credit_limit_value":)" + std::string(amount) + R"(,"reason":"r"}]})";
}

TEST(Segments, TheClassOfTheSubscriptionDecidesThePrefix) {
    Prepared store;
    const std::string path = kSub + "1/segments";
    EXPECT_EQ(answer(store.engine, "POST", path, segment("OM_GOLD")), "201");
    const std::string refused = answer(store.engine, "POST", path, segment("OC_GOLD"));
    EXPECT_EQ(verdict(refused), "400 BAD_REQUEST");
    EXPECT_NE(refused.find("/segment_id has the wrong prefix"), std::string::npos) << refused;
    EXPECT_EQ(verdict(answer(store.engine, "POST", path, segment("OM_GOLD"))), "409 ABO_ALREADY_EXISTS");
    EXPECT_EQ(answer(store.engine, "POST", path, segment("DEVICEOFFERSEGMENT")), "201");
    EXPECT_EQ(answer(store.engine, "DELETE", path), "204");
    EXPECT_EQ(answer(store.engine, "DELETE", path), "204");
    EXPECT_EQ(value(store.engine, "SELECT count(*) FROM v_segments"), "0");
}

TEST(Segments, ASubscriptionInABundleWithTheOtherSideIsConvergent) {
    Prepared store;
    const std::string bundle = R"(,"account_bundles":[{"account_bundle_id":77,"status":"ACTIVE"}])";
    const auto with_bundle = [&](int id, std::string_view type) {
        return R"({"kind":"legacy_subscription","org":"euskaltel","body":{"id":)" + std::to_string(id) +
               R"(,"billing_type":"POSTPAID","subscription_type":")" + std::string(type) +
               R"(","current_status":"ACTIVE")" + bundle + "}}";
    };
    stores::load(store.engine, stores::dump_of({with_bundle(11, "MOBILE")}));
    EXPECT_EQ(verdict(answer(store.engine, "POST", kSub + "11/segments", segment("OC_1"))), "400 BAD_REQUEST");
    stores::load(store.engine, stores::dump_of({with_bundle(12, "BROADBAND")}));
    EXPECT_EQ(answer(store.engine, "POST", kSub + "11/segments", segment("OC_1")), "201");
    EXPECT_EQ(answer(store.engine, "POST", kSub + "12/segments", segment("OC_1")), "201");
    EXPECT_EQ(verdict(answer(store.engine, "POST", kSub + "11/segments", segment("OM_1"))), "400 BAD_REQUEST");
}

TEST(Segments, OtherOrganisationsAndUnknownSubscriptions) {
    Prepared store;
    EXPECT_EQ(
        verdict(answer(store.engine, "POST", "/v3/orgs/yoigo/migrations/subscriptions/1/segments", segment("OM"))),
        "403 FORBIDDEN_ORGANIZATION");
    EXPECT_EQ(
        verdict(answer(store.engine, "POST", "/v3/orgs/telecable/migrations/subscriptions/1/segments", segment("OM"))),
        "404 SUBSCRIPTION_NOT_FOUND");
    EXPECT_EQ(verdict(answer(store.engine, "POST", kSub + "99/segments", segment("OM"))), "404 SUBSCRIPTION_NOT_FOUND");
    EXPECT_EQ(verdict(answer(store.engine, "POST", kSub + "abc/segments", segment("OM"))), "400 BAD_REQUEST");
    EXPECT_EQ(answer(store.engine, "DELETE", kSub + "abc/segments"), "204");
    EXPECT_EQ(verdict(answer(store.engine, "DELETE", "/v3/orgs/yoigo/migrations/subscriptions/1/segments")),
              "403 FORBIDDEN_ORGANIZATION");
}

TEST(Segments, EveryFaultOfABodyIsTold) {
    Prepared store;
    const std::string told = answer(store.engine, "POST", kSub + "1/segments",
                                    "{\"segment_id\": 5,\n\"reason\": \"\"}");
    EXPECT_EQ(verdict(told), "400 BAD_REQUEST");
    for (const char* pointer : {"/segment_id", "/segment_value", "/reason"}) {
        EXPECT_NE(told.find(pointer), std::string::npos) << told;
    }
    EXPECT_EQ(verdict(answer(store.engine, "POST", kSub + "1/segments", "")), "400 BAD_REQUEST");
    EXPECT_EQ(verdict(answer(store.engine, "POST", kSub + "1/segments", "[]")), "400 BAD_REQUEST");
    // What stands behind the body cannot pass for a member of the envelope.
    EXPECT_EQ(
        verdict(answer(store.engine, "POST", kSub + "1/segments", segment("OC") + R"(,"segment_class":"CONVERGENT")")),
        "400 BAD_REQUEST");
}

TEST(CreditLimits, AllOrNothing) {
    Prepared store;
    const std::string path = kSub + "1/credit_limits";
    EXPECT_EQ(answer(store.engine, "POST", path, limits("MOBILE_SUBSCRIPTION_TOTAL_CREDIT_LIMIT", "87.264463")), "201");
    EXPECT_EQ(answer(store.engine, "POST", path, limits("MOBILE_SUBSCRIPTION_PREMIUM_CREDIT_LIMIT")), "201");
    const std::string both =
        R"({"subscription_type":"MOBILE","credit_limits":[{"credit_limit_id":"MOBILE_SUBSCRIPTION_ROAMING_VOICE_CREDIT_LIMIT",)"
        R"("credit_limit_value":1,"reason":"r"},{"credit_limit_id":"MOBILE_SUBSCRIPTION_TOTAL_CREDIT_LIMIT",)"
        R"("credit_limit_value":2,"reason":"r"}]})";
    const std::string digest = store.engine.digest();
    EXPECT_EQ(verdict(answer(store.engine, "POST", path, both)), "409 ABO_ALREADY_EXISTS");
    EXPECT_EQ(store.engine.digest(), digest);
    EXPECT_EQ(value(store.engine, "SELECT group_concat(credit_limit_value, ' ') FROM v_credit_limits"),
              "87.264463 300");
    EXPECT_EQ(answer(store.engine, "DELETE", path), "204");
    EXPECT_EQ(verdict(answer(store.engine, "DELETE", path)), "404 SUBSCRIPTION_NOT_FOUND");
}

TEST(CreditLimits, AreOfTheTypeOfTheSubscription) {
    Prepared store;
    const std::string path = kSub + "1/credit_limits";
    EXPECT_EQ(verdict(answer(store.engine, "POST", path,
                             limits("LANDLINE_SUBSCRIPTION_TOTAL_CREDIT_LIMIT", "1", "LANDLINE"))),
              "400 BAD_REQUEST");
    EXPECT_EQ(verdict(answer(store.engine, "POST", path, limits("LANDLINE_SUBSCRIPTION_TOTAL_CREDIT_LIMIT"))),
              "400 BAD_REQUEST");
    EXPECT_EQ(verdict(answer(store.engine, "POST", "/v3/orgs/yoigo/migrations/subscriptions/1/credit_limits",
                             limits("MOBILE_SUBSCRIPTION_TOTAL_CREDIT_LIMIT"))),
              "400 BAD_REQUEST");
    EXPECT_EQ(verdict(answer(store.engine, "POST", kSub + "2147483648/credit_limits",
                             limits("MOBILE_SUBSCRIPTION_TOTAL_CREDIT_LIMIT"))),
              "400 BAD_REQUEST");
}

TEST(Migrations, AMaxBodyBecomesASubscription) {
    Prepared store;
    const std::string body =
        R"({"status":"ACTIVE","activation_date":"2024-05-02T08:00:00Z","last_status_reason":"ok",)"
        R"("catalogue_commercial_product_id":"4711","legacy_account_id":5,"creation_date":"2024-05-01T08:00:00Z",)"
        R"("creation_user":"u","bundle_related_info":{},"specific_data":{"service_id":"S1","product_id":"P"}})";
    EXPECT_EQ(answer(store.engine, "POST", kSub + "50/max", body), "201");
    EXPECT_EQ(verdict(answer(store.engine, "POST", kSub + "50/max", body)), "409 ABO_ALREADY_EXISTS");
    EXPECT_EQ(store.engine.find_ids("euskaltel", FilterType::ottexternalid, "S1"), std::vector<std::int64_t>{50});
    EXPECT_EQ(answer(store.engine, "GET", kV1 + "50"),
              R"(200 {"id":50,"account_id":5,"sale_date":"2024-05-01T08:00:00Z","user_name":"u",)"
              R"("commercial_product_id":4711,"subscription_type":"MAX","current_status":"ACTIVE",)"
              R"("current_status_date":"2024-05-02T08:00:00Z","status_history":[{"status_date":"2024-05-02T08:00:00Z",)"
              R"("status":"ACTIVE"}]})");
    std::string broken = body;
    broken.replace(broken.find("ACTIVE"), 6, "CANCELLED");
    const std::string told = answer(store.engine, "POST", kSub + "51/max", broken);
    EXPECT_EQ(verdict(told), "400 BAD_REQUEST");
    EXPECT_NE(told.find("SUB-002"), std::string::npos) << told;
    EXPECT_EQ(verdict(answer(store.engine, "POST", kSub + "0/max", body)), "400 BAD_REQUEST");
}

TEST(Netflix, NeedsTheTypeAndTheStatus) {
    Prepared store;
    const std::string body = R"({"deactivation_reason":"BAJA VOLUNTARIA","deactivation_user":"test@test.com"})";
    const std::string path = "/v1/orgs/euskaltel/netflix/";
    EXPECT_EQ(verdict(answer(store.engine, "POST", path + "1/deactivate", body)), "404 SUBSCRIPTION_NOT_FOUND");
    EXPECT_EQ(verdict(answer(store.engine, "POST", path + "3/deactivate", body)), "400 INVALID_SUBSCRIPTION_STATUS");
    EXPECT_EQ(answer(store.engine, "POST", path + "2/deactivate", body), "204");
    EXPECT_EQ(verdict(answer(store.engine, "POST", path + "2/deactivate", body)), "400 INVALID_SUBSCRIPTION_STATUS");
    EXPECT_EQ(answer(store.engine, "POST", path + "3/cancel", R"({"cancellation_reason":"r"})"), "202");
    const GetSubscription ended = store.engine.get_subscription("euskaltel", 3);
    EXPECT_EQ(ended.current_status, LiveStatus::cancelled);
    EXPECT_EQ(ended.status_history->size(), 2U);
    EXPECT_EQ(ended.cancellation_reason->reason, "r");
}

TEST(Patch, AStepStampsTheDatesOfBothBodies) {
    Prepared store;
    stores::load(store.engine, stores::dump_of({stores::legacy_subscription(1)}));
    const std::string body =
        R"({"subscription_type":"MOBILE","status_change":{"status":"DEACTIVATED","status_change_user":"u",)"
        R"("status_change_reason":"moved"}})";
    EXPECT_EQ(answer(store.engine, "PATCH", kV1 + "1", body), "202");
    EXPECT_EQ(value(store.engine,
                    "SELECT status || ' ' || deactivation_date || ' ' || last_status_update FROM v_subscriptions"),
              "DEACTIVATED 2026-01-10T12:00:00Z 2026-01-10T12:00:00Z");
    const GetSubscription v1 = store.engine.get_subscription("euskaltel", 1);
    EXPECT_EQ(v1.current_status, LiveStatus::deactivated);
    EXPECT_EQ(v1.status_history->front().status, LiveStatus::deactivated);
    EXPECT_EQ(verdict(answer(store.engine, "PATCH", kV1 + "1", body)), "409 ABO_STATUS_CONFLICT");
    EXPECT_EQ(answer(store.engine, "PATCH", kV1 + "1", R"({"subscription_type":"MOBILE"})"), "202");
    EXPECT_EQ(verdict(answer(store.engine, "PATCH", kV1 + "1", R"({"subscription_type":"TV"})")), "400 BAD_REQUEST");
    EXPECT_TRUE(store.engine.check().ok());
}

TEST(Patch, TheLifecycleIsTheUsers) {
    ConnectOptions options;
    options.lifecycle.push_back({LiveStatus::deactivated, LiveStatus::active});
    Prepared store(":memory:", options);
    const auto patch = [&](std::string_view status) {
        return answer(store.engine, "PATCH", kV1 + "1",
                      R"({"subscription_type":"MOBILE","status_change":{"status":")" + std::string(status) + "\"}}");
    };
    EXPECT_EQ(patch("DEACTIVATED"), "202");
    EXPECT_EQ(patch("ACTIVE"), "202");
    EXPECT_EQ(value(store.engine, "SELECT status || ifnull(deactivation_date, ' none') FROM v_subscriptions"),
              "ACTIVE none");
}

TEST(Find, BySevenFiltersAndInTheFormOfTheDocuments) {
    Prepared store;
    stores::load(store.engine,
                 stores::dump_of({stores::subscription(60, "MOBILE", "", R"(,"identifiers":{"MSISDN":"600345652"})")}));
    const std::string path = "/v1/orgs/euskaltel/subscriptions";
    EXPECT_EQ(
        verdict(answer(store.engine, "GET", path, "",
                       "filter_type='MSISDN'&filter_value='600345652'?filter_type=MSISDN&filter_value=600345652")),
        "200");
    EXPECT_EQ(verdict(answer(store.engine, "GET", path + "?filter_type=MSISDN&filter_value=%2B34600345652")), "200");
    EXPECT_EQ(verdict(answer(store.engine, "GET", path, "", "filter_type=MSISDN&filter_value=1")),
              "404 SUBSCRIPTION_NOT_FOUND");
    EXPECT_EQ(verdict(answer(store.engine, "GET", path, "", "filter_value=1")), "400 MISSING_QUERY_PARAMS");
    EXPECT_EQ(verdict(answer(store.engine, "GET", path, "", "filter_type=SHOE&filter_value=1")),
              "400 MISSING_QUERY_PARAMS");
    EXPECT_EQ(verdict(answer(store.engine, "GET", path, "", "filter_type=MSISDN")), "400 MISSING_QUERY_PARAMS");
}

TEST(Shippings, OfDevicesAndAsRecorded) {
    Prepared store;
    const std::string devices =
        R"(,"devices_related_info":{"devices":[{"catalogue_commercial_device_id":"d","shipping_order_id":"S1","pickup_order_id":"P1","serial_number":"n"}]})";
    stores::load(
        store.engine,
        stores::dump_of({stores::subscription(61, "MOBILE", devices),
                         R"({"kind":"shipping","org":"euskaltel","legacy_id":61,"body":{"shipping_order_id":"S1",)"
                         R"("kind":"SHIPPING","requested_date":"2025-02-01T00:00:00Z"}})"}));
    const std::string path = kV1 + "61/shippings";
    EXPECT_EQ(answer(store.engine, "GET", path),
              R"(200 [{"shipping_order_id":"S1","kind":"SHIPPING","requested_date":"2025-02-01T00:00:00Z"},)"
              R"({"shipping_order_id":"P1","kind":"PICKUP","serial_number":"n"}])");
    EXPECT_EQ(answer(store.engine, "GET", path, "", "requested_date='2025-02-01T00:00:00Z'"),
              R"(200 [{"shipping_order_id":"S1","kind":"SHIPPING","requested_date":"2025-02-01T00:00:00Z"}])");
    EXPECT_EQ(answer(store.engine, "GET", path, "", "requested_date=2025-02-01T00:00:01Z"), "200 []");
    EXPECT_EQ(answer(store.engine, "GET", kV1 + "999/shippings"), "200 []");
}

TEST(Requests, WhatNoRowHas) {
    Prepared store;
    EXPECT_EQ(verdict(answer(store.engine, "PUT", kSub + "1/segments")), "404 ABO_NOT_FOUND");
    EXPECT_EQ(answer(store.engine, "POST", kV2 + "1/products"), "405");
    EXPECT_EQ(verdict(answer(store.engine, "GET", "/v9/x")), "404 ABO_NOT_FOUND");
    EXPECT_EQ(answer(store.engine, "GET", "/v3/health"), R"(200 {"persistence":"pass","global":"pass"})");
}

TEST(Health, FailsWhenATableIsGone) {
    const stores::Directory directory;
    Prepared store(directory.file("s.db"));
    stores::Raw(directory.file("s.db")).run("ALTER TABLE documents RENAME TO gone");
    EXPECT_EQ(answer(store.engine, "GET", "/v3/health"), R"(500 {"persistence":"fail","global":"fail"})");
}

TEST(Audit, TellsWhoWhenWhyBeforeAndAfterAndOnlyGrows) {
    const stores::Directory directory;
    Prepared store(directory.file("s.db"));
    answer(store.engine, "POST", kSub + "1/segments", segment("OM_GOLD"));
    answer(store.engine, "POST", kSub + "1/segments", segment("OX"));
    answer(store.engine, "DELETE", kSub + "1/segments");
    const auto entries = audited(store.engine, "euskaltel", 1);
    ASSERT_EQ(entries.size(), 3U);
    EXPECT_EQ(entries[0].user, "ane");
    EXPECT_EQ(entries[0].reason, "rfm krt");
    EXPECT_EQ(entries[0].before, R"({"documents":[],"scheduled":[]})");
    EXPECT_NE(entries[0].after->find("OM_GOLD"), std::string::npos);
    EXPECT_EQ(entries[1].error, "BAD_REQUEST");
    EXPECT_FALSE(entries[1].run || entries[1].after);
    EXPECT_NE(entries[2].before->find("OM_GOLD"), std::string::npos);
    EXPECT_TRUE(audited(store.engine, "telecable").empty());
    stores::Raw raw(directory.file("s.db"));
    EXPECT_NE(raw.refusal("INSERT OR REPLACE INTO audit (id, operation, org, legacy_id, at, user, reason) VALUES (1, "
                          "'run_due', 'x', 1, 1, 'x', '')")
                  .find("audit only grows"),
              std::string::npos);
    EXPECT_NE(raw.refusal("UPDATE audit SET user = 'x'").find("audit only grows"), std::string::npos);
    EXPECT_NE(raw.refusal("DELETE FROM audit").find("audit only grows"), std::string::npos);
}

TEST(Operations, TheSameDumpLoadedAgainDoesNotUndoThem) {
    Engine engine(":memory:");
    const std::string dump = stores::dump_of(
        {stores::subscription(1),
         R"({"kind":"segment","org":"euskaltel","legacy_id":1,"body":)" + segment("OM_1") + "}"});
    stores::load(engine, dump);
    engine.delete_segments("euskaltel", 1, by("u"));
    PatchSubscription patch;
    patch.subscription_type = SubscriptionType::mobile;
    patch.status_change.emplace().status = LiveStatus::deactivated;
    engine.patch_subscription("euskaltel", 1, patch, by("u"));
    const std::string digest = engine.digest();
    EXPECT_EQ(stores::load(engine, dump).counts(), "0 0 2 0");
    EXPECT_EQ(engine.digest(), digest);
    // What is new in a dump still comes in.
    EXPECT_EQ(stores::load(engine, stores::dump_of({stores::subscription(1, "MOBILE", R"(,"creation_system":"new")")}))
                  .counts(),
              "0 1 0 0");
    // What an operation deleted may be created again.
    const auto request = from_json<CreateSegmentRequest>(segment("OM_1"));
    EXPECT_GT(engine.create_segment("euskaltel", 1, request, {}).run, 0);
}

TEST(Operations, ADumpThatIsNewSinceTheOperationHasTheLastWord) {
    Engine engine(":memory:");
    const auto dump = [](std::string_view value) {
        return stores::dump_of({R"({"kind":"segment","org":"euskaltel","legacy_id":1,"body":{"segment_id":"OM_1",)"
                                R"("segment_value":")" +
                                std::string(value) + R"(","reason":"r"}})"});
    };
    stores::load(engine, stores::dump_of({stores::subscription(1)}) + dump("A"));
    engine.delete_segments("euskaltel", 1, by("u"));
    EXPECT_EQ(stores::load(engine, dump("B")).counts(), "1 0 0 0");
    EXPECT_EQ(stores::load(engine, dump("A")).counts(), "0 1 0 0");
    // A second record of the same name in one dump stays a second one.
    engine.delete_segments("euskaltel", 1, by("u"));
    EXPECT_EQ(stores::load(engine, dump("A") + dump("B")).counts(), "0 0 1 1");
}

TEST(Operations, WhatAnOperationMadeIsNotUndoneByAnEarlierExport) {
    Prepared store;
    const std::string exported = stores::exported(store.engine);
    answer(store.engine, "POST", kSub + "1/segments", segment("OM_1"));
    const std::string with_segment = stores::exported(store.engine);
    answer(store.engine, "DELETE", kSub + "1/segments");
    const std::string digest = store.engine.digest();
    stores::load(store.engine, with_segment);
    stores::load(store.engine, exported);
    EXPECT_EQ(store.engine.digest(), digest);
}

TEST(Operations, AreRefusedAlikeAsMethodsAndAsRequests) {
    Prepared store;
    DeactivateNetflixRequest blank;
    EXPECT_EQ(stores::code_of([&] { store.engine.deactivate_netflix("euskaltel", 2, blank, by("u")); }),
              ErrorCode::invalid_argument);
    EXPECT_EQ(verdict(answer(store.engine, "POST", "/v1/orgs/euskaltel/netflix/2/deactivate",
                             R"({"deactivation_reason":""})")),
              "400 BAD_REQUEST");
    const std::string told = answer(store.engine, "PATCH", kV1 + "1", R"({"subscription_type":5,"status_change":{}})");
    EXPECT_NE(told.find("/subscription_type is"), std::string::npos) << told;
    EXPECT_NE(told.find("(DOC-003)"), std::string::npos) << told;
    EXPECT_NE(told.find("/status_change/status is missing"), std::string::npos) << told;
    EXPECT_EQ(audited(store.engine, "euskaltel", 2).size(), 2U);
}

TEST(CreditLimits, OfASubscriptionOfUnknownTypeAreOfOneType) {
    Engine engine(":memory:");
    stores::load(engine, stores::dump_of({tariff(1)}));
    EXPECT_EQ(answer(engine, "POST", kSub + "1/credit_limits", limits("MOBILE_SUBSCRIPTION_TOTAL_CREDIT_LIMIT")),
              "201");
    EXPECT_EQ(verdict(answer(engine, "POST", kSub + "1/credit_limits",
                             limits("LANDLINE_SUBSCRIPTION_TOTAL_CREDIT_LIMIT", "1", "LANDLINE"))),
              "400 BAD_REQUEST");
}

TEST(Requests, WhatIsNoTextIsNotRepeated) {
    Prepared store;
    EXPECT_EQ(verdict(answer(store.engine, "DELETE", "/v3/orgs/%FF%FE/migrations/subscriptions/1/segments")),
              "404 ABO_NOT_FOUND");
    EXPECT_EQ(verdict(answer(store.engine, "GET", "/v1/orgs/euskaltel/subscriptions", "",
                             "filter_type=MSISDN&filter_value=%FF")),
              "400 MISSING_QUERY_PARAMS");
    EXPECT_EQ(answer(store.engine, "GET", "/\xff").find('\xff'), std::string::npos);
    EXPECT_TRUE(audited(store.engine).empty());
}

TEST(Patch, TheHistoryGainsTheStatusThatTheV3BodyTold) {
    Prepared store;
    stores::load(store.engine,
                 stores::dump_of({R"({"kind":"legacy_subscription","org":"euskaltel","body":{"id":1,)"
                                  R"("subscription_type":"MOBILE","current_status":"PRE_ACTIVE",)"
                                  R"("current_status_date":"2023-01-01T00:00:00Z","status_history":[]}})"}));
    const std::string end = R"({"subscription_type":"MOBILE","status_change":{"status":"DEACTIVATED"}})";
    EXPECT_EQ(answer(store.engine, "PATCH", kV1 + "1", end), "202");
    std::string statuses;
    const GetSubscription body = store.engine.get_subscription("euskaltel", 1);
    for (const StatusHistoryEntry& entry : *body.status_history) statuses += std::string(to_word(entry.status)) + " ";
    EXPECT_EQ(statuses, "DEACTIVATED ACTIVE PRE_ACTIVE ");
}

std::string to_status(std::string_view status, std::string_view on = {}, std::string_view type = "MOBILE") {
    std::string change = R"("status":")" + std::string(status) + '"';
    if (!on.empty()) change += R"(,"requested_status_change_date":")" + std::string(on) + '"';
    return R"({"subscription_type":")" + std::string(type) + R"(","status_change":{)" + change + "}}";
}

TEST(Patch, ACancelledSubscriptionWasNeverActiveUntilItBecomesSo) {
    ConnectOptions options;
    options.lifecycle = {{LiveStatus::active, LiveStatus::cancelled}, {LiveStatus::cancelled, LiveStatus::active}};
    Prepared store(":memory:", options);
    const std::string dates = "SELECT status || ' ' || ifnull(activation_date, 'never') FROM v_subscriptions";
    EXPECT_EQ(answer(store.engine, "PATCH", kV1 + "1", to_status("CANCELLED")), "202");
    EXPECT_EQ(value(store.engine, dates), "CANCELLED never");
    EXPECT_EQ(answer(store.engine, "PATCH", kV1 + "1", to_status("ACTIVE")), "202");
    EXPECT_EQ(value(store.engine, dates), "ACTIVE 2026-01-10T12:00:00Z");
}

TEST(Patch, AV3BodyHasNoStatusBeforeItsActivation) {
    ConnectOptions options;
    options.lifecycle.push_back({LiveStatus::active, LiveStatus::pre_active});
    Prepared store(":memory:", options);
    const std::string refused = answer(store.engine, "PATCH", kV1 + "1", to_status("PRE_ACTIVE"));
    EXPECT_EQ(verdict(refused), "409 ABO_STATUS_CONFLICT");
    EXPECT_NE(refused.find("with a v3 body may not become PRE_ACTIVE"), std::string::npos) << refused;
    EXPECT_EQ(answer(store.engine, "PATCH", kV1 + "2", to_status("PRE_ACTIVE", {}, "NETFLIX")), "202");
}

TEST(Patch, WithoutAStatusThereIsNoStep) {
    Prepared store;
    constexpr std::string_view kChange = R"({"scheduled_date":"2026-02-05T00:00:00Z","destination_product":{"id":20}})";
    stores::load(store.engine, stores::dump_of({tariff(70, 10, "euskaltel", kChange)}));
    ASSERT_EQ(store.engine.scheduled().size(), 1U);
    for (const char* on : {"", "2026-03-01T00:00:00Z"}) {
        const std::string refused = answer(store.engine, "PATCH", kV1 + "70", to_status("DEACTIVATED", on));
        EXPECT_EQ(verdict(refused), "409 ABO_STATUS_CONFLICT");
        EXPECT_NE(refused.find("no document says the status"), std::string::npos) << refused;
    }
    EXPECT_EQ(verdict(answer(store.engine, "GET", kV1 + "70")), "404 SUBSCRIPTION_NOT_FOUND");
}

// 3 is before its activation: it may be cancelled in March, unless it is active by then.
TEST(Patch, AStepOfALaterDayIsHeldAgainstTheStatusOfThatDay) {
    Prepared store;
    const auto patch = [&](std::string_view status, std::string_view on) {
        return verdict(answer(store.engine, "PATCH", kV1 + "3", to_status(status, on, "NETFLIX")));
    };
    EXPECT_EQ(patch("CANCELLED", "2026-03-01T00:00:00Z"), "202");
    EXPECT_EQ(patch("ACTIVE", "2026-02-01T00:00:00Z"), "202");
    EXPECT_EQ(patch("DEACTIVATED", "2026-01-20T00:00:00Z"), "409 ABO_STATUS_CONFLICT");
    EXPECT_EQ(patch("DEACTIVATED", "2026-04-01T00:00:00Z"), "202");
    const DueReport report = store.engine.run_due(by("cron", "2026-05-01T00:00:00Z"));
    EXPECT_EQ(report.done, 2U);
    ASSERT_EQ(report.failed, 1U);
    EXPECT_EQ(report.outcomes[1].message, "a subscription that is ACTIVE may not become CANCELLED");
    EXPECT_EQ(store.engine.get_subscription("euskaltel", 3).current_status, LiveStatus::deactivated);
}

std::string statuses_of(const GetSubscription& body) {
    std::string out;
    for (const StatusHistoryEntry& entry : *body.status_history) {
        out += std::string(to_word(entry.status)) + " " + entry.status_date.to_string() + "\n";
    }
    return out;
}

TEST(Patch, AHistoryThatStandsOldestFirstGrowsAtItsEnd) {
    Prepared store;
    stores::load(store.engine, stores::dump_of({R"({"kind":"legacy_subscription","org":"euskaltel","body":{"id":80,)"
                                                R"("subscription_type":"TV","current_status":"ACTIVE",)"
                                                R"("cancellation_reason":{"reason":"a former one"},"status_history":[)"
                                                R"({"status_date":"2023-01-01T00:00:00Z","status":"PRE_ACTIVE"},)"
                                                R"({"status_date":"2023-02-01T00:00:00Z","status":"ACTIVE"}]}})"}));
    const std::string end =
        R"({"subscription_type":"TV","status_change":{"status":"DEACTIVATED","status_change_reason":"moved"}})";
    EXPECT_EQ(answer(store.engine, "PATCH", kV1 + "80", end), "202");
    const GetSubscription body = store.engine.get_subscription("euskaltel", 80);
    EXPECT_EQ(statuses_of(body),
              "PRE_ACTIVE 2023-01-01T00:00:00Z\nACTIVE 2023-02-01T00:00:00Z\nDEACTIVATED 2026-01-10T12:00:00Z\n");
    EXPECT_EQ(body.cancellation_reason->reason, "moved");
}

TEST(Get, TheV3BodySaysTheStatusAndItsDate) {
    Prepared store;
    const auto v3 = [](int id, std::string_view status, std::string_view dates) {
        return R"({"kind":"subscription","org":"euskaltel","legacy_id":)" + std::to_string(id) +
               R"(,"body":{"type":"MOBILE","status":")" + std::string(status) + R"(",)" + std::string(dates) +
               R"("last_status_reason":"r","catalogue_commercial_product_id":"C","legacy_account_id":5,)"
               R"("creation_date":"2024-05-01T08:00:00Z","creation_user":"u","bundle_related_info":{}}})";
    };
    constexpr std::string_view kEnded =
        R"("activation_date":"2024-05-02T08:00:00Z","deactivation_date":"2025-06-01T00:00:00Z",)";
    constexpr std::string_view kNever = R"("last_status_update":"2025-07-01T00:00:00Z",)";
    const auto loaded = stores::load(
        store.engine,
        stores::dump_of({v3(90, "DEACTIVATED", kEnded), v3(91, "CANCELLED", kNever), v3(92, "CANCELLED", ""),
                         v3(93, "DEACTIVATED", kEnded), stores::legacy_subscription(93)}));
    ASSERT_EQ(loaded.report.counts.rejected, 0U) << loaded.text();
    const auto statuses = [&](std::int64_t id) { return statuses_of(store.engine.get_subscription("euskaltel", id)); };
    EXPECT_EQ(statuses(90), "DEACTIVATED 2025-06-01T00:00:00Z\nACTIVE 2024-05-02T08:00:00Z\n");
    EXPECT_EQ(statuses(91), "CANCELLED 2025-07-01T00:00:00Z\n");
    EXPECT_EQ(statuses(92), "CANCELLED 2024-05-01T08:00:00Z\n");
    EXPECT_EQ(store.engine.get_subscription("euskaltel", 92).cancellation_reason->reason, "r");
    EXPECT_EQ(statuses(93).substr(0, 33), "DEACTIVATED 2025-06-01T00:00:00Z\n");
}

TEST(Operations, HistoryIsKeptOnTheAxisOfWhatWasKnown) {
    Prepared store;
    PatchSubscription patch;
    patch.subscription_type = SubscriptionType::mobile;
    patch.status_change.emplace().status = LiveStatus::deactivated;
    store.engine.patch_subscription("euskaltel", 1, patch, by("u"));
    AsOf before;
    before.known = at("2026-01-10T11:59:59Z");
    EXPECT_EQ(store.engine.subscription("euskaltel", 1, before).status, LiveStatus::active);
    EXPECT_EQ(store.engine.subscription("euskaltel", 1).status, LiveStatus::deactivated);
}

}  // namespace
}  // namespace abonado
