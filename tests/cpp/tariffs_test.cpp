// Tariff changes: at once, on a day, with a risk decision, and when their day has come.
#include <gtest/gtest.h>

#include <stdexcept>

#include "operating.hpp"

namespace abonado {
namespace {

using namespace operating;

std::string wanted(int product, std::string_view day = {}) {
    std::string out = R"({"productId":)" + std::to_string(product);
    if (!day.empty()) out += R"(,"scheduled_date":")" + std::string(day) + "\"";
    return out + "}";
}
std::string change(Prepared& store, int product, std::string_view day = {},
                   std::string_view now = "2026-01-10T12:00:00Z") {
    return answer(store.engine, "PATCH", kV2 + "1/products", wanted(product, day), "", now);
}
std::string products(Prepared& store) {
    return answer(store.engine, "GET", kV2 + "1/products", "",
                  R"(query={"include":["compatibilities","historical_changes"]})");
}
// "id date, id date …" of the history, the newest first.
std::string history(Prepared& store) {
    const ProductInclude all[] = {ProductInclude::historical_changes};
    std::string out;
    const SubscriptionProduct product = store.engine.get_products("euskaltel", 1, all);
    for (const HistoricalProduct& entry : *product.historical_changes) {
        out += (out.empty() ? "" : ", ") + std::to_string(*entry.id) + " " + entry.historic_date->to_string();
    }
    return out;
}
std::string outcomes(const DueReport& report) {
    std::string out;
    for (const DueOutcome& outcome : report.outcomes) {
        out += (out.empty() ? "" : ", ") + std::string(to_word(outcome.change.state)) +
               (outcome.change.error ? " " + *outcome.change.error : "");
    }
    return out;
}

TEST(Tariffs, AtOnceTheHistoryGainsATopEntry) {
    Prepared store;
    EXPECT_EQ(change(store, 20), "201");
    EXPECT_EQ(history(store), "20 2026-01-10T12:00:00Z, 10 2025-01-01T00:00:00Z");
    EXPECT_EQ(products(store),
              R"(200 {"id":1,"product":{"id":20,"value":"TWENTY","historic_date":"2026-01-10T12:00:00Z",)"
              R"("compatibilities":[{"id":10,"value":"TEN","compatibilities":[],"scheduled":{}},)"
              R"({"id":30,"value":"THIRTY","compatibilities":[],"scheduled":{}}],"scheduled":{}},)"
              R"("historical_changes":[{"id":20,"value":"TWENTY","historic_date":"2026-01-10T12:00:00Z"},)"
              R"({"id":10,"value":"TEN","historic_date":"2025-01-01T00:00:00Z"}]})");
    // The clock went backwards: the history stays in order.
    EXPECT_EQ(change(store, 30, "", "2026-01-09T00:00:00Z"), "201");
    EXPECT_EQ(history(store), "30 2026-01-10T12:00:00Z, 20 2026-01-10T12:00:00Z, 10 2025-01-01T00:00:00Z");
    EXPECT_TRUE(store.engine.check().ok());
}

TEST(Tariffs, OnADayInMadridAndThenRunDue) {
    Prepared store;
    EXPECT_EQ(change(store, 20, "2026-03-29"), "201");
    EXPECT_NE(products(store).find(R"("scheduled":{"request_date":"2026-01-10T12:00:00Z",)"
                                   R"("scheduled_date":"2026-03-28T23:00:00Z","destination_product":{"id":20)"),
              std::string::npos)
        << products(store);
    EXPECT_EQ(verdict(change(store, 20)), "400 ABO_CHANGE_PENDING");
    EXPECT_EQ(outcomes(store.engine.run_due(by("cron", "2026-03-28T22:59:59Z"))), "");
    EXPECT_EQ(outcomes(store.engine.simulate(at("2026-03-28T23:00:00Z"))), "done");
    EXPECT_EQ(store.engine.scheduled().size(), 1U);
    EXPECT_EQ(outcomes(store.engine.run_due(by("cron", "2026-04-01T00:00:00Z"))), "done");
    EXPECT_EQ(outcomes(store.engine.run_due(by("cron", "2026-04-01T00:00:00Z"))), "");
    EXPECT_EQ(history(store), "20 2026-03-28T23:00:00Z, 10 2025-01-01T00:00:00Z");
    EXPECT_NE(products(store).find(R"(}],"scheduled":{}},)"), std::string::npos);
    EXPECT_TRUE(store.engine.check().ok());
}

TEST(Tariffs, Refusals) {
    Prepared store;
    EXPECT_EQ(verdict(change(store, 99)), "404 ABO_PRODUCT_NOT_FOUND");
    EXPECT_EQ(verdict(change(store, 30)), "400 INCOMPATIBLE_BUNDLED_COMMERCIAL_PRODUCT");
    EXPECT_EQ(verdict(change(store, 20, "2026-01-09")), "400 BAD_REQUEST");
    EXPECT_EQ(change(store, 20, "2026-01-10"), "201");  // today
    EXPECT_EQ(verdict(answer(store.engine, "PATCH", kV2 + "99/products", wanted(20))), "404 SUBSCRIPTION_NOT_FOUND");
    EXPECT_EQ(verdict(answer(store.engine, "PATCH", kV2 + "2/products", wanted(20))), "404 ABO_PRODUCT_NOT_FOUND");
    EXPECT_EQ(verdict(answer(store.engine, "GET", kV2 + "1/products", "", "query={\"include\":5}")), "400 BAD_REQUEST");
    EXPECT_EQ(verdict(answer(store.engine, "GET", kV2 + "1/products", "",
                             "query={\"filter\":[\"string\"],\"include\":[\"string\"]}")),
              "200");
    const std::string end = R"({"subscription_type":"MOBILE","status_change":{"status":"DEACTIVATED"}})";
    EXPECT_EQ(answer(store.engine, "PATCH", kV1 + "1", end), "202");
    EXPECT_EQ(verdict(change(store, 10)), "400 INVALID_SUBSCRIPTION_STATUS");
}

TEST(Tariffs, AChangeThatIsNoLongerAllowedFailsAndIsTold) {
    Prepared store;
    change(store, 20, "2026-02-01");
    stores::load(store.engine, stores::dump_of({catalogue_product(10, "TEN", "30")}),
                 stores::loading("2026-01-11T00:00:00Z"));
    const std::string simulated = outcomes(store.engine.simulate(at("2026-02-02T00:00:00Z")));
    EXPECT_EQ(simulated, "failed INCOMPATIBLE_BUNDLED_COMMERCIAL_PRODUCT");
    EXPECT_EQ(outcomes(store.engine.run_due(by("cron", "2026-02-02T00:00:00Z"))), simulated);
    EXPECT_TRUE(store.engine.scheduled().empty());
    EXPECT_EQ(change(store, 30, "", "2026-02-03T00:00:00Z"), "201");
}

TEST(Tariffs, CancelledAndLoadedChanges) {
    Prepared store;
    change(store, 20, "2026-02-01");
    EXPECT_EQ(store.engine.cancel_scheduled_change("euskaltel", 1, {}, by("u")).scheduled->state,
              ScheduledState::cancelled);
    EXPECT_EQ(stores::code_of([&] { store.engine.cancel_scheduled_change("euskaltel", 1); }), ErrorCode::not_found);
    EXPECT_TRUE(store.engine.scheduled().empty());
    // A document that was loaded brings its own.
    stores::load(
        store.engine,
        stores::dump_of({tariff(
            1, 10, "euskaltel",
            R"({"request_date":"2026-01-01T00:00:00Z","scheduled_date":"2026-02-05T00:00:00Z","destination_product":{"id":20}})")}),
        stores::loading("2026-01-20T00:00:00Z"));
    ASSERT_EQ(store.engine.scheduled("euskaltel", 1).size(), 1U);
    EXPECT_EQ(outcomes(store.engine.run_due(by("cron", "2026-02-05T00:00:00Z"))), "done");
}

TEST(Risk, AChangeWaitsForTheDecision) {
    Prepared store;
    store.engine.set_risk_policy([](const RiskQuestion& question) -> std::optional<std::string> {
        EXPECT_EQ(question.from, 10);
        return question.to == 20 ? std::optional<std::string>("REVIEW") : std::nullopt;
    });
    EXPECT_EQ(change(store, 20), R"(202 {"risk_decision":"REVIEW"})");
    EXPECT_EQ(verdict(change(store, 20)), "400 ABO_CHANGE_PENDING");
    EXPECT_EQ(outcomes(store.engine.run_due(by("cron", "2027-01-01T00:00:00Z"))), "");  // it waits for a person
    EXPECT_EQ(store.engine.resolve_risk("euskaltel", 1, false, by("u")).scheduled->state, ScheduledState::cancelled);
    EXPECT_EQ(history(store), "10 2025-01-01T00:00:00Z");
    EXPECT_EQ(change(store, 20, "2026-02-01"), R"(202 {"risk_decision":"REVIEW"})");
    EXPECT_EQ(store.engine.resolve_risk("euskaltel", 1, true, by("u")).scheduled->state, ScheduledState::pending);
    EXPECT_EQ(outcomes(store.engine.run_due(by("cron", "2026-02-01T00:00:00Z"))), "done");
    EXPECT_EQ(stores::code_of([&] { store.engine.resolve_risk("euskaltel", 1, true); }), ErrorCode::not_found);
}

TEST(Risk, ADocumentThatSchedulesAChangeTakesThePlaceOfOneThatWaits) {
    Prepared store;
    store.engine.set_risk_policy([](const RiskQuestion&) { return std::optional<std::string>("REVIEW"); });
    EXPECT_EQ(change(store, 20, "2026-03-01"), R"(202 {"risk_decision":"REVIEW"})");
    stores::load(
        store.engine,
        stores::dump_of({tariff(1, 10, "euskaltel",
                                R"({"scheduled_date":"2026-02-05T00:00:00Z","destination_product":{"id":20}})")}),
        stores::loading("2026-01-20T00:00:00Z"));
    EXPECT_EQ(stores::code_of([&] { store.engine.resolve_risk("euskaltel", 1, true); }), ErrorCode::not_found);
    EXPECT_EQ(outcomes(store.engine.run_due(by("cron", "2026-02-05T00:00:00Z"))), "done");
}

TEST(Due, ADamagedSubscriptionKeepsNoOtherFromItsChange) {
    const stores::Directory directory;
    Prepared store(directory.file("s.db"));
    stores::load(store.engine, stores::dump_of({stores::subscription(4), tariff(4)}));
    change(store, 20, "2026-02-01");
    EXPECT_EQ(answer(store.engine, "PATCH", kV2 + "4/products", wanted(20, "2026-02-02")), "201");
    stores::Raw(directory.file("s.db"))
        .run(
            "UPDATE subscription_products SET product_other = '{\"x\":' WHERE id = 1 AND document = (SELECT "
            "max(document) "
            "FROM "
            "subscription_products WHERE id = 1)");
    const std::string simulated = outcomes(store.engine.simulate(at("2026-03-01T00:00:00Z")));
    EXPECT_EQ(simulated, "pending ABO_STORE_UNUSABLE, done");
    EXPECT_EQ(outcomes(store.engine.run_due(by("cron", "2026-03-01T00:00:00Z"))), simulated);
}

TEST(Risk, WhatAPolicyThrowsRefusesTheOperation) {
    Prepared store;
    store.engine.set_risk_policy([&](const RiskQuestion&) -> std::optional<std::string> {
        store.engine.find_ids("euskaltel", FilterType::msisdn, "1");  // may read
        throw std::runtime_error("no answer");
    });
    const std::string digest = store.engine.digest();
    EXPECT_THROW(change(store, 20), std::runtime_error);
    EXPECT_EQ(store.engine.digest(), digest);
    // An error of ours that comes out of a policy is the policy's, and no answer.
    store.engine.set_risk_policy([&](const RiskQuestion&) -> std::optional<std::string> {
        store.engine.get_subscription("euskaltel", 99);
        return std::nullopt;
    });
    EXPECT_EQ(stores::code_of([&] { change(store, 20); }), ErrorCode::subscription_not_found);
    EXPECT_EQ(audited(store.engine, "euskaltel", 1).size(), 2U);
    store.engine.set_risk_policy({});
    EXPECT_EQ(change(store, 20), "201");
}

TEST(StatusSteps, ADayInTheFutureSchedulesAndPendingStepsCount) {
    Prepared store;
    const auto patch = [&](int id, std::string_view status, std::string_view day) {
        return verdict(answer(store.engine, "PATCH", kV1 + std::to_string(id),
                              R"({"subscription_type":"NETFLIX","status_change":{"status":")" + std::string(status) +
                                  R"(","requested_status_change_date":")" + std::string(day) + "\"}}"));
    };
    EXPECT_EQ(patch(3, "DEACTIVATED", "2026-03-01T00:00:00Z"), "409 ABO_STATUS_CONFLICT");
    EXPECT_EQ(patch(3, "ACTIVE", "2026-02-01T00:00:00Z"), "202");
    EXPECT_EQ(patch(3, "DEACTIVATED", "2026-03-01T00:00:00Z"), "202");
    EXPECT_EQ(patch(3, "DEACTIVATED", "2026-01-20T00:00:00Z"), "409 ABO_STATUS_CONFLICT");
    EXPECT_EQ(store.engine.get_subscription("euskaltel", 3).current_status, LiveStatus::pre_active);
    EXPECT_EQ(outcomes(store.engine.run_due(by("cron", "2026-06-01T00:00:00Z"))), "done, done");
    const GetSubscription ended = store.engine.get_subscription("euskaltel", 3);
    EXPECT_EQ(ended.current_status, LiveStatus::deactivated);
    EXPECT_EQ(ended.current_status_date, at("2026-03-01T00:00:00Z"));
    EXPECT_EQ(ended.status_history->size(), 3U);
    EXPECT_TRUE(store.engine.check().ok());
}

TEST(StatusSteps, ManyChangesDueAtOneInstantGoInTheOrderOfTheRequests) {
    Prepared store;
    change(store, 20, "2026-02-01");
    const std::string end =
        R"({"subscription_type":"MOBILE","status_change":{"status":"DEACTIVATED","requested_status_change_date":"2026-01-31T23:00:00Z"}})";
    EXPECT_EQ(answer(store.engine, "PATCH", kV1 + "1", end), "202");
    EXPECT_EQ(outcomes(store.engine.simulate(at("2026-02-01T00:00:00Z"))), "done, done");
    EXPECT_EQ(outcomes(store.engine.run_due(by("cron", "2026-02-01T00:00:00Z"))), "done, done");
    EXPECT_EQ(audited(store.engine, "euskaltel", 1).size(), 4U);
}

}  // namespace
}  // namespace abonado
