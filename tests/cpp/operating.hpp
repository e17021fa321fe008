// Operations in tests: requests by the table, answers as text, and stores prepared for them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "abonado/json.hpp"
#include "stores.hpp"

namespace abonado::operating {

inline Instant at(std::string_view text) { return Instant::parse(text).value(); }
inline OperationOptions by(std::string_view user, std::string_view now = "2026-01-10T12:00:00Z") {
    OperationOptions out;
    out.user = user;
    out.now = at(now);
    return out;
}

// What handle() answers, as "status body".
inline std::string answer(Engine& engine, std::string_view verb, std::string_view path, std::string_view body = {},
                          std::string_view query = {}, std::string_view now = "2026-01-10T12:00:00Z") {
    const Response response = engine.handle(
        {std::string(verb), std::string(path), std::string(query), std::string(body)}, by("ane", now));
    return std::to_string(response.status) + (response.body ? " " + *response.body : "");
}
// "status CODE" of a refusal, or "status".
inline std::string verdict(const std::string& answered) {
    const std::size_t code = answered.find("\"code\":\"");
    if (code == std::string::npos) return answered.substr(0, 3);
    const std::size_t begin = code + 8;
    return answered.substr(0, 3) + " " + answered.substr(begin, answered.find('"', begin) - begin);
}

inline std::vector<AuditEntry> audited(Engine& engine, std::string_view org = {}, std::optional<std::int64_t> id = {}) {
    std::vector<AuditEntry> out;
    engine.audit(org, id, [&out](const AuditEntry& entry) { out.push_back(entry); });
    return out;
}

// A tariff of the catalogue, and that of a subscription which is at the first one.
inline std::string catalogue_product(int id, std::string_view value, std::string_view compatible) {
    return R"({"kind":"catalogue_product","body":{"id":)" + std::to_string(id) + R"(,"value":")" + std::string(value) +
           R"(","compatibilities":[)" + std::string(compatible) + "]}}";
}
inline std::string tariff(int legacy_id, int product = 10, std::string_view org = "euskaltel",
                          std::string_view scheduled = "{}") {
    return R"({"kind":"product","org":")" + std::string(org) + R"(","body":{"id":)" + std::to_string(legacy_id) +
           R"(,"product":{"id":)" + std::to_string(product) +
           R"(,"value":"TEN","historic_date":"2025-01-01T00:00:00Z","scheduled":)" + std::string(scheduled) +
           R"(},"historical_changes":[{"id":)" + std::to_string(product) +
           R"(,"value":"TEN","historic_date":"2025-01-01T00:00:00Z"}]}})";
}

// A store with subscription 1 (MOBILE, active, postpaid, tariff 10), 2 (v1 NETFLIX, active), 3 (v1 NETFLIX, before its
// activation) of euskaltel, and a catalogue in which 10 may become 20, and 20 may become 10 and 30.
struct Prepared {
    Engine engine;
    explicit Prepared(const std::string& path = ":memory:", const ConnectOptions& options = {})
        : engine(path, options) {
        const std::string waiting =
            R"({"kind":"legacy_subscription","org":"euskaltel","body":{"id":3,"subscription_type":"NETFLIX",)"
            R"("current_status":"PRE_ACTIVE","current_status_date":"2025-12-01T00:00:00Z"}})";
        const auto loaded = stores::load(
            engine, stores::dump_of({catalogue_product(10, "TEN", "20"), catalogue_product(20, "TWENTY", "10,30"),
                                     catalogue_product(30, "THIRTY", ""),
                                     stores::subscription(1, "MOBILE", "", R"(,"billing_type":"POSTPAID")"), tariff(1),
                                     stores::legacy_subscription(2, "NETFLIX"), waiting}));
        EXPECT_EQ(loaded.report.counts.rejected, 0U) << loaded.text();
    }
};

inline const std::string kSub = "/v3/orgs/euskaltel/migrations/subscriptions/";
inline const std::string kV1 = "/v1/orgs/euskaltel/subscriptions/";
inline const std::string kV2 = "/v2/orgs/euskaltel/subscriptions/";

}  // namespace abonado::operating
