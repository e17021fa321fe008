// Stores for the tests of the engine: their files, loads from text, and raw SQL behind the library's back.
#pragma once

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "abonado/engine.hpp"
#include "abonado/error.hpp"
#include "abonado/generate.hpp"
#include "dump_text.hpp"
#include "scratch_directory.hpp"
#include "vectors.hpp"

namespace abonado::stores {

class Directory : public ScratchDirectory {
public:
    Directory() : ScratchDirectory(testing::TempDir()) {}
    using ScratchDirectory::file;
    std::string file(std::string_view name, std::string_view bytes) const {
        vectors::replace_file(file(name), bytes);
        return file(name);
    }
};

inline std::string bytes_of(const std::string& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

// The options of most loads here: quick, and at a time that the test knows.
inline LoadOptions loading(std::string_view now = "2026-01-01T00:00:00Z") {
    LoadOptions out;
    out.threads = 1;
    out.now = Instant::parse(now);
    return out;
}

// "inserted updated skipped rejected".
inline std::string counts_text(const RunCounts& c) {
    return std::to_string(c.inserted) + ' ' + std::to_string(c.updated) + ' ' + std::to_string(c.skipped) + ' ' +
           std::to_string(c.rejected);
}

struct Loaded {
    LoadReport report;
    std::vector<Finding> findings;

    std::string counts() const { return counts_text(report.counts); }
    // "1 SUB-001 /activation_date", a line each.
    std::string text() const { return vectors::Verdict{{}, findings}.text(); }
};

inline Loaded load(Engine& engine, std::unique_ptr<Input> input, const LoadOptions& options = loading(),
                   const Tick& tick = {}) {
    std::vector<std::unique_ptr<Input>> inputs;
    inputs.push_back(std::move(input));
    Loaded out;
    out.report = engine.load(
        inputs, options, [&out](const Finding& f) { out.findings.push_back(f); }, tick);
    return out;
}

inline Loaded load(Engine& engine, std::string_view dump, const LoadOptions& options = loading()) {
    return load(engine, memory_input(dump), options);
}

inline std::string dump_of(const std::vector<std::string>& lines) {
    std::string out;
    for (const std::string& line : lines) out += line + "\n";
    return out;
}

inline std::string exported(Engine& engine, std::string_view org = {}) {
    std::string out;
    engine.export_documents([&out](std::string_view line) { out.append(line).append("\n"); }, org);
    return out;
}

inline RejectFilter of_run(std::int64_t run) {
    RejectFilter out;
    out.run = run;
    return out;
}

inline std::vector<Reject> rejects(Engine& engine, const RejectFilter& filter = {}) {
    std::vector<Reject> out;
    engine.rejects(filter, [&out](const Reject& reject) { out.push_back(reject); });
    return out;
}

// Clean records of all kinds unless told otherwise.
inline std::string generated(std::uint64_t records, std::uint64_t seed = 1,
                             std::map<std::string, double, std::less<>> defects = {}) {
    GenerateOptions options;
    options.records = records;
    options.seed = seed;
    options.defects = std::move(defects);
    std::string out;
    generate(options, [&out](std::string_view line) {
        out.append(line).append("\n");
        return true;
    });
    return out;
}

// The first value of the answer as text.
inline std::string value(Engine& engine, const std::string& sql, const std::vector<SqlValue>& parameters = {},
                         const AsOf& as_of = {}) {
    const SqlResult result = engine.query(sql, parameters, as_of);
    if (result.rows.empty()) return "no row";
    const SqlValue& first = result.rows.at(0).at(0);
    if (const auto* integer = std::get_if<std::int64_t>(&first)) return std::to_string(*integer);
    if (const auto* text = std::get_if<std::string>(&first)) return *text;
    return std::holds_alternative<std::monostate>(first) ? "NULL" : "?";
}

// What a shell does to the file, past the library.
class Raw {
public:
    explicit Raw(const std::string& path) : database_(path, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE, 2000) {
        database_.exec("PRAGMA foreign_keys = ON");
    }
    void run(const std::string& sql) { database_.exec(sql); }
    std::int64_t integer(const std::string& sql) { return database_.execAndGet(sql).getInt64(); }
    // What SQLite says of it, empty if it did it. Nothing stays done.
    std::string refusal(const std::string& sql) {
        database_.exec("SAVEPOINT attempt");
        std::string out;
        try {
            database_.exec(sql);
        } catch (const SQLite::Exception& error) {
            out = error.what();
        }
        database_.exec("ROLLBACK TO attempt");
        database_.exec("RELEASE attempt");
        return out;
    }

private:
    SQLite::Database database_;
};

// The code of the Error that the call ends with; without one the test fails.
template <class Call>
ErrorCode code_of(Call&& call) {
    try {
        call();
    } catch (const Error& error) {
        return error.code();
    }
    ADD_FAILURE() << "went on";
    return {};
}

// A v3 subscription of any type as a line without its end; `members` are further ones of the body, `envelope` of the
// envelope, each behind a comma.
inline std::string subscription(int legacy_id, std::string_view type = "MOBILE", std::string_view members = {},
                                std::string_view envelope = {}, std::string_view org = "euskaltel") {
    return R"({"kind":"subscription","org":")" + std::string(org) + R"(","legacy_id":)" + std::to_string(legacy_id) +
           R"(,"body":{"type":")" + std::string(type) +
           R"(","status":"ACTIVE","activation_date":"2023-02-02T10:30:00Z","last_status_reason":"ACTIVATION_OK",)"
           R"("catalogue_commercial_product_id":"T","legacy_account_id":880123,)"
           R"("creation_date":"2023-02-01T09:00:00Z","creation_user":"u","bundle_related_info":{})" +
           std::string(members) + "}" + std::string(envelope) + "}";
}

// A v1 subscription, active since 2017-09-15.
inline std::string legacy_subscription(int legacy_id, std::string_view type = "MOBILE", std::string_view members = {},
                                       std::string_view org = "euskaltel") {
    return R"({"kind":"legacy_subscription","org":")" + std::string(org) + R"(","body":{"id":)" +
           std::to_string(legacy_id) +
           R"(,"account_id":1,"account_bundles":[],"sale_date":"2017-08-31T10:00:00Z","sale_type":"SALE",)"
           R"("user_name":"u","commercial_product_id":3072,"billing_type":"POSTPAID","subscription_type":")" +
           std::string(type) +
           R"(","current_status":"ACTIVE","current_status_date":"2017-09-15T22:00:00Z","status_history":[)"
           R"({"status_date":"2017-09-15T22:00:00Z","status":"ACTIVE"},)"
           R"({"status_date":"2017-09-01T08:00:00Z","status":"PRE_ACTIVE"}])" +
           std::string(members) + "}}";
}

inline std::string credit_limits(int legacy_id, std::string_view type = "MOBILE", std::string_view value = "300") {
    return R"({"kind":"credit_limits","org":"euskaltel","legacy_id":)" + std::to_string(legacy_id) +
           R"(,"body":{"subscription_type":")" + std::string(type) + R"(","credit_limits":[{"credit_limit_id":")" +
           std::string(type) + R"(_SUBSCRIPTION_TOTAL_CREDIT_LIMIT","credit_limit_value":)" + std::string(value) +
           R"(,"reason":"r"}]}})";
}

}  // namespace abonado::stores
