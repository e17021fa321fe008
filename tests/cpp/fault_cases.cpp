#include "fault_cases.hpp"

#include <algorithm>
#include <cstdlib>

#include "abonado/arrow.hpp"
#include "abonado/frames.hpp"
#include "arrow_reading.hpp"
#include "operating.hpp"

namespace abonado::faults {

namespace {

using namespace operating;

constexpr std::string_view kSegment = R"({"segment_id":"OM_GOLD","segment_value":"PREMIUM","reason":"r"})";
constexpr std::string_view kLimits =
    R"({"subscription_type":"MOBILE","credit_limits":[{"credit_limit_id":"MOBILE_SUBSCRIPTION_TOTAL_CREDIT_LIMIT",)"
    R"("credit_limit_value":300,"reason":"r"},{"credit_limit_id":"MOBILE_SUBSCRIPTION_PREMIUM_CREDIT_LIMIT",)"
    R"("credit_limit_value":2,"reason":"r"}]})";
constexpr std::string_view kLater = R"({"productId":20,"scheduled_date":"2026-03-01"})";

std::string body_of(std::string_view specific) {
    return R"({"status":"ACTIVE","activation_date":"2024-05-02T08:00:00Z","last_status_reason":"ok",)"
           R"("catalogue_commercial_product_id":"4711","legacy_account_id":5,"creation_date":"2024-05-01T08:00:00Z",)"
           R"("creation_user":"u","bundle_related_info":{},"specific_data":)" +
           std::string(specific) + "}";
}

// A request of the documents.
Case request(
    Operation operation, std::string verb, std::string path, std::string body = {}, std::string query = {},
    std::function<void(Engine&)> prepare = [](Engine&) {}) {
    Case out;
    out.name = to_word(operation);
    out.operation = operation;
    out.prepare = std::move(prepare);
    out.call = [=](Engine& engine) { return answer(engine, verb, path, body, query); };
    return out;
}
// Something else that the engine does.
Case call(
    std::string name, std::function<std::string(Engine&)> what, std::function<void(Engine&)> prepare = [](Engine&) {}) {
    Case out;
    out.name = std::move(name);
    out.prepare = std::move(prepare);
    out.call = std::move(what);
    return out;
}
Case own(Operation operation, std::function<std::string(Engine&)> what, std::function<void(Engine&)> prepare) {
    Case out = call(std::string(to_word(operation)), std::move(what), std::move(prepare));
    out.operation = operation;
    return out;
}

std::function<void(Engine&)> asked(std::string verb, std::string path, std::string_view body) {
    return [=, text = std::string(body)](Engine& engine) {
        ASSERT_EQ(answer(engine, verb, path, text).substr(0, 1), "2");
    };
}

std::string of_change(const Receipt& receipt) { return std::string(to_word(receipt.scheduled->state)); }

void wait_for_risk(Engine& engine) {
    engine.set_risk_policy([](const RiskQuestion&) { return std::optional<std::string>("REVIEW"); });
    ASSERT_EQ(answer(engine, "PATCH", kV2 + "1/products", kLater).substr(0, 3), "202");
    engine.set_risk_policy({});
}

void schedule_two(Engine& engine) {
    stores::load(engine, stores::dump_of({stores::subscription(7), tariff(7)}));
    for (const char* id : {"1", "7"}) {
        ASSERT_EQ(answer(engine, "PATCH", kV2 + id + "/products", kLater), "201");
    }
}

// As if the last of what is due had not been done yet.
void run_all_but_the_last_due(Engine& engine) {
    stores::Raw(engine.path())
        .run(
            "UPDATE scheduled_changes SET scheduled_date = 4000000000000000 WHERE id = (SELECT max(id) FROM "
            "scheduled_changes)");
    EXPECT_EQ(engine.run_due(by("cron", "2026-04-01T00:00:00Z")).done, 1U);
}

void add_operations(std::vector<Case>& out) {
    using enum Operation;
    out.push_back(request(create_segment, "POST", kSub + "1/segments", std::string(kSegment)));
    out.push_back(
        request(delete_segments, "DELETE", kSub + "1/segments", {}, {}, asked("POST", kSub + "1/segments", kSegment)));
    out.push_back(request(create_credit_limits, "POST", kSub + "1/credit_limits", std::string(kLimits)));
    out.push_back(request(delete_credit_limits, "DELETE", kSub + "1/credit_limits", {}, {},
                          asked("POST", kSub + "1/credit_limits", kLimits)));
    out.push_back(request(migrate_max, "POST", kSub + "50/max", body_of(R"({"service_id":"S1","product_id":"P"})")));
    out.push_back(request(migrate_disney, "POST", kSub + "50/disney",
                          body_of(R"({"user_id":"U","service_id":"S1","product_id":"P"})")));
    out.push_back(request(migrate_amazon_prime, "POST", kSub + "50/amazon_prime",
                          body_of(R"({"entitlement_id":"E","bundle_id":"B","tier_id":"T","product_id":"P"})")));
    out.push_back(request(deactivate_netflix, "POST", "/v1/orgs/euskaltel/netflix/2/deactivate",
                          R"({"deactivation_reason":"r","deactivation_user":"u"})"));
    out.push_back(
        request(cancel_netflix, "POST", "/v1/orgs/euskaltel/netflix/3/cancel", R"({"cancellation_reason":"r"})"));
    out.push_back(request(get_subscription, "GET", kV1 + "1"));
    out.push_back(request(patch_subscription, "PATCH", kV1 + "1",
                          R"({"subscription_type":"MOBILE","status_change":{"status":"DEACTIVATED"}})"));
    out.push_back(request(find_subscriptions, "GET", "/v1/orgs/euskaltel/subscriptions", {},
                          "filter_type=MSISDN&filter_value=600345652", [](Engine& engine) {
                              stores::load(engine, stores::dump_of({stores::subscription(
                                                       60, "MOBILE", "", R"(,"identifiers":{"MSISDN":"600345652"})")}));
                          }));
    out.push_back(request(list_shippings, "GET", kV1 + "1/shippings"));
    out.push_back(request(get_products, "GET", kV2 + "1/products"));
    out.push_back(request(change_product, "PATCH", kV2 + "1/products", R"({"productId":20})"));
    out.push_back(request(health, "GET", "/v3/health"));
    out.push_back(own(
        resolve_risk, [](Engine& e) { return of_change(e.resolve_risk("euskaltel", 1, true, by("u"))); },
        wait_for_risk));
    out.push_back(own(
        cancel_scheduled_change,
        [](Engine& e) { return of_change(e.cancel_scheduled_change("euskaltel", 1, {}, by("u"))); },
        asked("PATCH", kV2 + "1/products", kLater)));
    Case due = own(
        run_due,
        [](Engine& e) {
            EXPECT_EQ(e.run_due(by("cron", "2026-04-01T00:00:00Z")).failed, 0U);
            return std::to_string(e.scheduled().size());
        },
        schedule_two);
    due.is_stepwise = true;
    due.on_the_way = {run_all_but_the_last_due};
    out.push_back(std::move(due));
}

std::string replayed(Engine& engine) {
    RejectFilter open;
    open.state = RejectState::open;
    const LoadOptions options = stores::loading("2026-02-01T00:00:00Z");
    const std::string line = stores::subscription(900) + "\n";
    const auto input = memory_input(line, "mended");
    return stores::counts_text(engine.replay(open, input.get(), options).counts);
}

// Each input of a load is committed by itself.
std::vector<std::function<void(Engine&)>> parts_of_load() {
    std::vector<std::function<void(Engine&)>> out;
    std::vector<std::string> so_far;
    for (const std::string& input : small_inputs()) {
        so_far.push_back(input);
        out.emplace_back([so_far](Engine& engine) { load_inputs(engine, so_far); });
    }
    return out;
}

void add_loads(std::vector<Case>& out) {
    Case load = call("load", [](Engine& e) { return load_inputs(e, small_inputs()); });
    load.is_stepwise = true;
    load.on_the_way = parts_of_load();
    out.push_back(load);
    load.name = "load_into_nothing";
    load.prepare = nullptr;
    out.push_back(load);
    load.name = "load_of_changes";
    load.prepare = [](Engine& e) { stores::load(e, stores::generated(60, 3)); };
    out.push_back(load);
    LoadOptions atomic = stores::loading();
    atomic.max_errors = 1000;
    out.push_back(call("load_atomic", [atomic](Engine& e) { return load_inputs(e, small_inputs(), atomic); }));
    LoadOptions dry = stores::loading();
    dry.dry_run = true;
    out.push_back(call("load_dry_run", [dry](Engine& e) { return load_inputs(e, small_inputs(), dry); }));
    const auto rejecting = [](Engine& e) {
        stores::load(e, stores::dump_of({stores::subscription(900, "NONE"), stores::subscription(901, "NONE")}));
    };
    Case replay = call("replay", replayed, rejecting);
    replay.is_stepwise = replay.makes_new_run = true;
    out.push_back(replay);
    out.push_back(call(
        "drop_rejects", [](Engine& e) { return std::to_string(e.drop_rejects({})); }, rejecting));
}

void add_reads(std::vector<Case>& out) {
    out.push_back(call("digest", [](Engine& e) { return e.digest(); }));
    out.push_back(call("export", [](Engine& e) { return stores::exported(e); }));
    out.push_back(call("counts", [](Engine& e) { return std::to_string(e.counts().at("subscriptions")); }));
    out.push_back(call("query", [](Engine& e) {
        return stores::value(e, "SELECT count(*) FROM (SELECT * FROM v_documents ORDER BY kind)");
    }));
    out.push_back(call("query_as_of", [](Engine& e) {
        AsOf then;
        then.known = at("2026-01-05T00:00:00Z");
        return stores::value(e, "SELECT count(*) FROM v_subscriptions", {}, then);
    }));
    out.push_back(call("frame", [](Engine& e) {
        arrow::Held<ArrowArrayStream> stream;
        e.frame({.name = "documents"}, &stream);
        const arrow::Rows rows = arrow::read(stream);
        if (!rows.error.empty()) throw Error(ErrorCode::storage, rows.error);
        return std::to_string(rows.rows.size());
    }));
    out.push_back(call("ledger", [](Engine& e) {
        return std::to_string(e.runs().size()) + " " + std::to_string(stores::rejects(e).size()) + " " +
               std::to_string(audited(e).size());
    }));
    out.push_back(call(
        "simulate", [](Engine& e) { return std::to_string(e.simulate(at("2026-04-01T00:00:00Z")).done); },
        schedule_two));
    out.push_back(call("check", [](Engine& e) {
        const CheckReport report = e.check();
        // What cannot be read is told like any other damage.
        if (!report.damage.empty()) throw Error(ErrorCode::storage, report.damage.front());
        return std::string(report.ok() ? "clean" : "not clean");
    }));
    out.push_back(call("backup", [](Engine& e) {
        const std::string copy = e.path() + "-copy";
        for (const char* suffix : {"", "-wal", "-shm", "-journal"}) std::filesystem::remove(copy + suffix);
        try {
            e.backup(copy);
        } catch (const Error&) {
            // Half a copy must not pass for one.
            EXPECT_FALSE(std::filesystem::exists(copy));
            throw;
        }
        return Engine(copy).digest();
    }));
}

}  // namespace

std::vector<std::string> small_inputs() {
    return {stores::generated(40, 3, {{"SUB-001", 0.1}}), stores::generated(30, 4, {{"DOC-001", 0.1}}),
            stores::generated(40, 3, {{"BUN-002", 0.2}})};
}

std::string load_inputs(Engine& engine, const std::vector<std::string>& texts, const LoadOptions& options) {
    std::vector<std::unique_ptr<Input>> inputs;
    for (std::size_t i = 0; i < texts.size(); ++i) inputs.push_back(memory_input(texts[i], "part" + std::to_string(i)));
    const LoadReport report = engine.load(inputs, options);
    return std::string(to_word(report.state)) + " " + stores::counts_text(report.counts);
}

bool tries_all() {
    const char* const all = std::getenv("ABONADO_FAULTS");
    return all != nullptr && std::string_view(all) == "all";
}

const std::vector<Case>& cases() {
    static const std::vector<Case> all = [] {
        std::vector<Case> out;
        add_operations(out);
        add_loads(out);
        add_reads(out);
        return out;
    }();
    return all;
}

const Case& case_of(Operation operation) {
    return *std::find_if(cases().begin(), cases().end(), [&](const Case& of) { return of.operation == operation; });
}

void make_store(const Case& of, const std::string& path) {
    if (!of.prepare) return;
    Prepared store(path);
    of.prepare(store.engine);
}

State state_of(Engine& engine) {
    State out;
    out.digest = engine.digest();
    for (const ScheduledChange& change : engine.scheduled()) {
        out.scheduled += std::to_string(change.id) + " " + std::string(to_word(change.state)) + "\n";
    }
    for (const AuditEntry& entry : audited(engine)) {
        out.audit += std::string(to_word(entry.operation)) + " " + entry.org + " " + std::to_string(entry.legacy_id) +
                     " " + entry.error.value_or("") + entry.after.value_or("") + "\n";
    }
    for (const Reject& reject : stores::rejects(engine)) {
        out.rejects += std::to_string(reject.line) + " " + std::to_string(reject.attempt) + " " +
                       std::string(to_word(reject.state)) + " " + reject.raw + "\n";
    }
    for (const Run& run : engine.runs()) {
        out.runs += std::string(to_word(run.kind)) + " " + std::string(to_word(run.state)) + " " +
                    stores::counts_text(run.counts) + "\n";
    }
    return out;
}

}  // namespace abonado::faults
