// History on two axes: when a fact held, by the documents, and when the store had learned of it.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "store/connection.hpp"
#include "store/schema.hpp"
#include "store/tables.hpp"
#include "stores.hpp"

namespace abonado {
namespace {

using stores::code_of;
using stores::dump_of;
using stores::legacy_subscription;
using stores::load;
using stores::loading;
using stores::subscription;
using stores::value;

Instant at(std::string_view text) { return *Instant::parse(text); }
AsOf known(std::string_view text) { return {std::nullopt, at(text)}; }
AsOf valid(std::string_view text) { return {at(text), std::nullopt}; }
AsOf both(std::string_view when, std::string_view learned) { return {at(when), at(learned)}; }

// A v3 subscription with these dates; an empty one is absent.
std::string v3(std::string_view status, std::string_view activated, std::string_view deactivated = {},
               std::string_view more = {}) {
    std::string body = R"({"type":"MOBILE","status":")" + std::string(status) +
                       R"(","last_status_reason":"R",)"
                       R"("catalogue_commercial_product_id":"T","legacy_account_id":1,"creation_date":)"
                       R"("2023-02-01T00:00:00Z","creation_user":"u","bundle_related_info":{})";
    if (!activated.empty()) body += R"(,"activation_date":")" + std::string(activated) + '"';
    if (!deactivated.empty()) body += R"(,"deactivation_date":")" + std::string(deactivated) + '"';
    return R"({"kind":"subscription","org":"euskaltel","legacy_id":1,"body":)" + body + std::string(more) + "}}";
}

// --- known ------------------------------------------------------------------------------------------------------------

class Known : public testing::Test {
protected:
    Known() {
        load(engine_, dump_of({subscription(1, "TV", R"(,"creation_system":"A")"), subscription(2)}),
             loading("2026-01-01T00:00:00Z"));
        load(engine_, dump_of({subscription(1, "TV", R"(,"creation_system":"B")"), subscription(3)}),
             loading("2026-02-01T00:00:00Z"));
        load(engine_, dump_of({subscription(1, "TV", R"(,"creation_system":"C")")}), loading("2026-03-01T00:00:00Z"));
    }
    std::string system(const AsOf& as_of) {
        const auto documents = engine_.subscription("euskaltel", 1, as_of).documents;
        EXPECT_EQ(documents.size(), 1U);
        return std::get<SubscriptionBase>(documents.at(0).body).creation_system.value();
    }
    Engine engine_{":memory:"};
};

TEST_F(Known, TheStateThatTheStoreHadThen) {
    EXPECT_EQ(system({}), "C");
    EXPECT_EQ(system(known("2026-01-01T00:00:00Z")), "A");
    EXPECT_EQ(system(known("2026-01-31T23:59:59.999999Z")), "A");
    EXPECT_EQ(system(known("2026-02-01T00:00:00Z")), "B");
    EXPECT_EQ(system(known("2026-02-28T12:00:00Z")), "B");
    EXPECT_EQ(system(known("2026-03-01T00:00:00Z")), "C");
    EXPECT_EQ(system(known("2999-01-01T00:00:00Z")), "C");
}

TEST_F(Known, BeforeItWasLoadedThereWasNoSubscription) {
    const auto get = [&](std::int64_t id, std::string_view when) {
        return code_of([&] { (void)engine_.subscription("euskaltel", id, known(when)); });
    };
    EXPECT_EQ(get(1, "2025-12-31T23:59:59Z"), ErrorCode::subscription_not_found);
    EXPECT_EQ(get(3, "2026-01-15T00:00:00Z"), ErrorCode::subscription_not_found);
    EXPECT_EQ(engine_.subscription("euskaltel", 3, known("2026-02-01T00:00:00Z")).documents.size(), 1U);
}

TEST_F(Known, ViewsShowThatMoment) {
    const std::string count = "SELECT count(*) FROM v_subscriptions";
    EXPECT_EQ(value(engine_, count), "3");
    EXPECT_EQ(value(engine_, count, {}, known("2026-01-15T00:00:00Z")), "2");
    EXPECT_EQ(value(engine_, count, {}, known("2025-01-01T00:00:00Z")), "0");
    const std::string system = "SELECT creation_system FROM v_v3_subscriptions WHERE subscription_legacy_id = ?";
    const std::vector<SqlValue> one{std::int64_t{1}};
    EXPECT_EQ(value(engine_, system, one), "C");
    EXPECT_EQ(value(engine_, system, one, known("2026-01-15T00:00:00Z")), "A");
    EXPECT_EQ(value(engine_, system, one, known("2026-02-15T00:00:00Z")), "B");
    EXPECT_EQ(value(engine_, system, one), "C");  // and that moment only
}

TEST_F(Known, AClockThatGoesBackDoesNotTurnTheOrder) {
    load(engine_, subscription(1, "TV", R"(,"creation_system":"D")"), loading("2020-01-01T00:00:00Z"));
    EXPECT_EQ(system({}), "D");
    EXPECT_EQ(system(known("2026-03-01T00:00:00Z")), "C");
    EXPECT_EQ(system(known("2026-03-01T00:00:01Z")), "D");
}

TEST_F(Known, ByUuidAsItWasThen) {
    const auto with_id = [](int id, int uuid) {
        return subscription(id, "MOBILE", R"(,"id":")" + dumps::uuid_of(uuid) + '"');
    };
    load(engine_, with_id(8, 1), loading("2026-04-01T00:00:00Z"));
    load(engine_, with_id(8, 2), loading("2026-05-01T00:00:00Z"));
    const Uuid first = *Uuid::parse(dumps::uuid_of(1));
    const Uuid second = *Uuid::parse(dumps::uuid_of(2));
    EXPECT_EQ(engine_.subscription("euskaltel", second).legacy_id, 8);
    EXPECT_EQ(code_of([&] { (void)engine_.subscription("euskaltel", first); }), ErrorCode::subscription_not_found);
    EXPECT_EQ(engine_.subscription("euskaltel", first, known("2026-04-15T00:00:00Z")).legacy_id, 8);
    EXPECT_EQ(code_of([&] { (void)engine_.subscription("euskaltel", second, known("2026-04-15T00:00:00Z")); }),
              ErrorCode::subscription_not_found);
}

// --- valid ------------------------------------------------------------------------------------------------------------

class Valid : public testing::Test {
protected:
    void given(const std::vector<std::string>& lines, std::string_view now = "2026-01-01T00:00:00Z") {
        const auto loaded = load(engine_, dump_of(lines), loading(now));
        EXPECT_EQ(loaded.report.counts.rejected, 0U) << loaded.text();
    }
    // Word of the status; "-" if there is none. The view has to say the same.
    std::string status(const AsOf& as_of) {
        const auto found = engine_.subscription("euskaltel", 1, as_of).status;
        const std::string out = found ? std::string(to_word(*found)) : "-";
        const std::string shown = value(engine_, "SELECT status FROM v_subscriptions WHERE legacy_id = 1", {}, as_of);
        EXPECT_EQ(shown == "NULL" ? "-" : shown, out);
        return out;
    }
    Engine engine_{":memory:"};
};

TEST_F(Valid, AStatusFollowsFromTheDatesOfAV3Body) {
    given({v3("DEACTIVATED", "2023-03-01T00:00:00Z", "2024-03-01T00:00:00Z")});
    EXPECT_EQ(status({}), "DEACTIVATED");
    EXPECT_EQ(status(valid("2023-01-31T23:59:59Z")), "-");
    EXPECT_EQ(status(valid("2023-02-01T00:00:00Z")), "PRE_ACTIVE");
    EXPECT_EQ(status(valid("2023-02-28T23:59:59Z")), "PRE_ACTIVE");
    EXPECT_EQ(status(valid("2023-03-01T00:00:00Z")), "ACTIVE");
    EXPECT_EQ(status(valid("2024-02-29T23:59:59.999999Z")), "ACTIVE");
    EXPECT_EQ(status(valid("2024-03-01T00:00:00Z")), "DEACTIVATED");
}

TEST_F(Valid, ACancelledSubscriptionWasPreActiveUntilItsLastStatusUpdate) {
    given({v3("CANCELLED", "", "", R"(,"last_status_update":"2023-02-09T00:00:00Z")")});
    EXPECT_EQ(status(valid("2023-02-05T00:00:00Z")), "PRE_ACTIVE");
    EXPECT_EQ(status(valid("2023-02-09T00:00:00Z")), "CANCELLED");
}

TEST_F(Valid, TheStatusHistoryOfAV1BodySaysItsCourse) {
    given({legacy_subscription(1)});
    EXPECT_EQ(status({}), "ACTIVE");
    EXPECT_EQ(status(valid("2017-08-01T00:00:00Z")), "-");
    EXPECT_EQ(status(valid("2017-09-01T08:00:00Z")), "PRE_ACTIVE");
    EXPECT_EQ(status(valid("2017-09-15T21:59:59Z")), "PRE_ACTIVE");
    EXPECT_EQ(status(valid("2017-09-15T22:00:00Z")), "ACTIVE");
}

TEST_F(Valid, OfBothBodiesTheHistoryTellsThePastAndTheV3BodyTheRest) {
    given({legacy_subscription(1), v3("ACTIVE", "2023-03-01T00:00:00Z")});
    EXPECT_EQ(status({}), "ACTIVE");
    EXPECT_EQ(status(valid("2017-09-02T00:00:00Z")), "PRE_ACTIVE");
    EXPECT_EQ(status(valid("2018-01-01T00:00:00Z")), "ACTIVE");
}

TEST_F(Valid, PartsThatWereActive) {
    const auto part = [](std::string_view name, std::string_view id, std::string_view dates) {
        return R"({")" + std::string(name) + R"(":")" + std::string(id) +
               R"(","creation_date":"2023-01-01T00:00:00Z","creation_user":"u")" + std::string(dates) + "}";
    };
    const auto bundle = [](std::string_view dates) {
        return R"({"legacy_bundle_id":1,"last_status_reason":"R","catalogue_bundled_product_id":"P",)"
               R"("catalogue_commercial_product_id":"T","catalogue_bundled_commercial_product_id":"B",)" +
               std::string(dates) + "}";
    };
    given({v3("ACTIVE", "2023-03-01T00:00:00Z", "",
              R"(,"promotions":[)" +
                  part("catalogue_promotion_id", "EXPIRED",
                       R"(,"status":"EXPIRED","activation_date":"2023-04-01T00:00:00Z",)"
                       R"("expiration_date":"2023-06-01T00:00:00Z")") +
                  "," +
                  part("catalogue_promotion_id", "LASTING",
                       R"(,"status":"ACTIVE","activation_date":"2023-05-01T00:00:00Z")") +
                  R"(],"bundles_history":[)" +
                  bundle(R"("start_date":"2023-03-01T00:00:00Z","end_date":"2023-05-01T00:00:00Z")") + "," +
                  bundle(R"("start_date":"2023-05-01T00:00:00Z","end_date":"2023-07-01T00:00:00Z")") + "]")});
    const auto promotions = [&](const AsOf& as_of) {
        std::string out;
        for (const Promotion& p : engine_.subscription("euskaltel", 1, as_of).promotions)
            out += p.catalogue_promotion_id + " ";
        EXPECT_EQ(value(engine_,
                        "SELECT ifnull(group_concat(catalogue_promotion_id || ' ', ''), '') FROM (SELECT * FROM "
                        "v_promotions ORDER BY position)",
                        {}, as_of)
                      .size(),
                  as_of.valid ? out.size() : std::string("EXPIRED LASTING ").size());
        return out;
    };
    EXPECT_EQ(promotions({}), "LASTING ");
    EXPECT_EQ(promotions(valid("2023-03-15T00:00:00Z")), "");
    EXPECT_EQ(promotions(valid("2023-04-15T00:00:00Z")), "EXPIRED ");
    EXPECT_EQ(promotions(valid("2023-05-15T00:00:00Z")), "EXPIRED LASTING ");
    EXPECT_EQ(promotions(valid("2023-06-01T00:00:00Z")), "LASTING ");
    const auto bundles = [&](const AsOf& as_of) { return engine_.subscription("euskaltel", 1, as_of).bundles.size(); };
    EXPECT_EQ(bundles(valid("2023-02-15T00:00:00Z")), 0U);
    EXPECT_EQ(bundles(valid("2023-05-01T00:00:00Z")), 1U);
}

TEST_F(Valid, TheTariffIsThatOfItsHistory) {
    given(
        {R"({"kind":"product","org":"euskaltel","body":{"id":1,"product":{"id":7,"value":"NEW"},"historical_changes":[)"
         R"({"id":7,"value":"NEW","historic_date":"2024-01-01T00:00:00Z"},)"
         R"({"id":6,"value":"OLD","historic_date":"2023-01-01T00:00:00Z"}]}})"});
    const auto tariff = [&](const AsOf& as_of) {
        const auto state = engine_.subscription("euskaltel", 1, as_of);
        const std::string shown = value(engine_, "SELECT product_id FROM v_subscriptions", {}, as_of);
        EXPECT_EQ(shown, state.product_id ? std::to_string(*state.product_id) : "NULL");
        return state.product.value_or("-");
    };
    EXPECT_EQ(tariff({}), "NEW");
    EXPECT_EQ(tariff(valid("2022-12-31T00:00:00Z")), "-");
    EXPECT_EQ(tariff(valid("2023-06-01T00:00:00Z")), "OLD");
    EXPECT_EQ(tariff(valid("2024-01-01T00:00:00Z")), "NEW");
}

// --- both -------------------------------------------------------------------------------------------------------------

// "What did we believe on 1 March about February?"
TEST_F(Valid, WhatWasBelievedThenAboutEarlierTimes) {
    given({v3("ACTIVE", "2023-02-10T00:00:00Z")}, "2023-03-01T00:00:00Z");
    given({v3("ACTIVE", "2023-02-20T00:00:00Z")}, "2023-04-01T00:00:00Z");  // a correction
    EXPECT_EQ(status(both("2023-02-15T00:00:00Z", "2023-03-01T00:00:00Z")), "ACTIVE");
    EXPECT_EQ(status(both("2023-02-15T00:00:00Z", "2023-04-01T00:00:00Z")), "PRE_ACTIVE");
    EXPECT_EQ(status(valid("2023-02-15T00:00:00Z")), "PRE_ACTIVE");
}

// The views say in SQL what the state says in C++: of many documents, at many moments, they agree.
TEST(AsOf, StatesAndViewsAgree) {
    Engine engine(":memory:");
    load(engine, stores::generated(120, 21));
    const SqlResult all = engine.query("SELECT org, legacy_id FROM v_subscriptions");
    for (const char* moment : {"2010-01-01T00:00:00Z", "2019-06-15T12:00:00Z", "2024-02-29T00:00:00Z"}) {
        std::size_t with_status = 0;
        for (const auto& row : all.rows) {
            const auto& org = std::get<std::string>(row[0]);
            const auto id = std::get<std::int64_t>(row[1]);
            const SubscriptionState state = engine.subscription(org, id, valid(moment));
            const std::vector<SqlValue> key{org, id};
            const auto told = [&](const std::string& sql) { return value(engine, sql, key, valid(moment)); };
            const std::string status = state.status ? std::string(to_word(*state.status)) : "NULL";
            if (state.status) ++with_status;
            EXPECT_EQ(told("SELECT status FROM v_subscriptions WHERE org = ? AND legacy_id = ?"), status) << org << id;
            EXPECT_EQ(told("SELECT product_id FROM v_subscriptions WHERE org = ? AND legacy_id = ?"),
                      state.product_id ? std::to_string(*state.product_id) : "NULL");
            EXPECT_EQ(told("SELECT count(*) FROM v_add_ons WHERE org = ? AND subscription_legacy_id = ?"),
                      std::to_string(state.add_ons.size()));
            EXPECT_EQ(told("SELECT count(*) FROM v_promotions WHERE org = ? AND subscription_legacy_id = ?"),
                      std::to_string(state.promotions.size()));
        }
        EXPECT_GT(with_status, 4U) << moment;
    }
}

// A type is known from the document that says it on.
TEST(AsOf, ATypeIsKnownFromTheDocumentThatSaysItOn) {
    Engine engine(":memory:");
    const std::string limits =
        R"({"kind":"credit_limits","org":"euskaltel","legacy_id":1,"body":{"subscription_type":"MOBILE","credit_limits":)"
        R"([{"credit_limit_id":"MOBILE_SUBSCRIPTION_TOTAL_CREDIT_LIMIT","credit_limit_value":300,"reason":"r"}]}})";
    load(engine, limits, loading("2026-01-01T00:00:00Z"));
    load(engine, subscription(1), loading("2026-02-01T00:00:00Z"));
    const std::string sql = "SELECT type FROM v_subscriptions";
    EXPECT_EQ(value(engine, sql, {}, known("2026-01-15T00:00:00Z")), "NULL");
    EXPECT_EQ(value(engine, sql, {}, known("2026-02-15T00:00:00Z")), "MOBILE");
}

// --- how ------------------------------------------------------------------------------------------------------------

// A subscription's documents are found by an index: a scan of all documents for each subscription takes the square of the time.
TEST(AsOfView, TheDocumentsOfASubscriptionAreNotScannedFor) {
    Connection connection(StorePath(":memory:"), Access::create, std::chrono::milliseconds(0));
    prepare_schema(connection, true);
    const auto subscriptions = std::find_if(store_schema().begin(), store_schema().end(),
                                            [](const Table& table) { return table.name == "subscriptions"; });
    const AsOfRun then{.known = 7, .valid = 0, .filters_valid = true};
    for (const AsOfRun* as_of : {static_cast<const AsOfRun*>(nullptr), &then}) {
        Query plan(connection.statement("EXPLAIN QUERY PLAN " + view_select_sql(*subscriptions, as_of)));
        int steps = 0;
        for (; plan.next(); ++steps) {
            const std::string step = plan.text(3);
            const bool is_outermost = step.starts_with("SCAN subscriptions") || step.starts_with("SCAN organisations");
            EXPECT_TRUE(is_outermost || step.find("SCAN") == std::string::npos) << step;
            EXPECT_EQ(step.find("AUTOMATIC"), std::string::npos) << step;
        }
        EXPECT_GT(steps, 5);
    }
}

}  // namespace
}  // namespace abonado
