// Frames of a store: every table, typed, at a moment, of one organisation, under a condition.
#include "abonado/frames.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <thread>

#include "arrow_reading.hpp"
#include "engine/frame_query.hpp"
#include "engine/user_sql.hpp"
#include "store/expression.hpp"
#include "store/frame_tables.hpp"
#include "stores.hpp"

namespace abonado {
namespace {

using arrow::Held;
using stores::code_of;
using stores::dump_of;
using stores::load;
using stores::loading;
using stores::subscription;
using stores::value;
using Texts = std::vector<std::string>;

arrow::Rows rows_of(Engine& engine, const FrameRequest& request) {
    Held<ArrowArrayStream> stream;
    engine.frame(request, &stream);
    return arrow::read(stream);
}

std::string refusal(Engine& engine, const FrameRequest& request) {
    Held<ArrowArrayStream> stream;
    try {
        engine.frame(request, &stream);
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::invalid_argument);
        EXPECT_EQ(code_of([&] { engine.check_frame(request); }), ErrorCode::invalid_argument);
        EXPECT_EQ(stream.release, nullptr);
        return error.what();
    }
    ADD_FAILURE() << "went on";
    return {};
}

class Frames : public testing::Test {
protected:
    Frames() { load(engine_, stores::generated(600)); }
    stores::Directory directory_;
    Engine engine_{directory_.file("s.db")};
};

// The view of the table, which people read, has the same rows.
TEST_F(Frames, EachHasTheRowsOfItsTables) {
    for (const FrameTable& frame : frame_tables()) {
        std::size_t expected = 0;
        for (const Table* table : frame.tables) {
            expected += std::stoul(value(engine_, "SELECT count(*) FROM " + view_name(*table)));
        }
        FrameRequest request{.name = frame.info.name};
        request.batch_rows = 100;
        const arrow::Rows rows = rows_of(engine_, request);
        EXPECT_EQ(rows.error, "") << frame.info.name;
        EXPECT_EQ(rows.rows.size(), expected) << frame.info.name;
        EXPECT_EQ(rows.names.size(), frame.info.columns.size());
        for (const std::int64_t length : rows.batches) EXPECT_LE(length, 100);
    }
}

TEST_F(Frames, EveryTableIsInOne) {
    std::size_t tables = 0;
    for (const FrameTable& frame : frame_tables()) tables += frame.tables.size();
    EXPECT_EQ(tables, store_schema().size());
    for (const char* name :
         {"subscriptions", "add_ons", "promotions", "commitments", "devices", "bundles_history", "status_history",
          "tariff_history", "segments", "credit_limits", "identifiers", "scheduled", "audit", "runs", "rejects"}) {
        EXPECT_TRUE(std::any_of(frames().begin(), frames().end(), [&](const FrameInfo& f) { return f.name == name; }))
            << name;
    }
}

TEST_F(Frames, ColumnsAreToldOnce) {
    for (const FrameInfo& frame : frames()) {
        Texts names;
        for (const FrameColumn& column : frame.columns) {
            names.push_back(column.name);
            EXPECT_FALSE(column.doc.empty()) << frame.name << '.' << column.name;
            EXPECT_EQ(column.kind == ColumnKind::word, column.words != nullptr) << frame.name << '.' << column.name;
        }
        std::sort(names.begin(), names.end());
        EXPECT_EQ(std::adjacent_find(names.begin(), names.end()), names.end()) << frame.name;
    }
}

// Values that the readable view shows as texts are the frame's.
TEST_F(Frames, ValuesAreThoseOfTheStore) {
    const arrow::Rows rows = rows_of(engine_, {.name = "subscriptions", .columns = {"legacy_id", "uuid", "status"}});
    EXPECT_EQ(rows.formats, (Texts{"l", "u", "c"}));
    const SqlResult seen = engine_.query(
        "SELECT CAST(legacy_id AS TEXT), ifnull(uuid, 'null'), ifnull(status, 'null') FROM v_subscriptions");
    ASSERT_EQ(rows.rows.size(), seen.rows.size());
    std::vector<Texts> left = rows.rows;
    std::vector<Texts> right;
    for (const auto& row : seen.rows) {
        auto& texts = right.emplace_back();
        for (const SqlValue& cell : row) texts.push_back(std::get<std::string>(cell));
    }
    std::sort(left.begin(), left.end());
    std::sort(right.begin(), right.end());
    EXPECT_EQ(left, right);
}

TEST_F(Frames, Where) {
    const std::string expected = value(engine_, "SELECT count(*) FROM v_subscriptions WHERE type = 'MAX'");
    EXPECT_EQ(std::to_string(rows_of(engine_, {.name = "subscriptions",
                                               .columns = {"legacy_id"},
                                               .where = "type = ?",
                                               .parameters = {std::string("MAX")}})
                                 .rows.size()),
              expected);
    EXPECT_EQ(rows_of(engine_, {.name = "subscriptions", .where = "type = 'MAX' AND type <> 'MAX'"}).rows.size(), 0U);
    EXPECT_FALSE(rows_of(engine_, {.name = "subscriptions", .where = " \n"}).rows.empty());
}

TEST_F(Frames, RefusalsSayWhatThereIs) {
    EXPECT_THAT(refusal(engine_, {.name = "clients"}), testing::HasSubstr("there are organisations, subscriptions"));
    EXPECT_THAT(refusal(engine_, {.name = "runs", .columns = {"x"}}), testing::HasSubstr("it has id, kind"));
    EXPECT_THAT(refusal(engine_, {.name = "runs", .columns = {"id", "id"}}), testing::HasSubstr("twice"));
    EXPECT_THAT(
        refusal(engine_, {.name = "runs", .where = "unheard = 1"}),
        testing::AllOf(testing::HasSubstr("no such column: unheard"), testing::HasSubstr("has the columns id")));
    EXPECT_THAT(refusal(engine_, {.name = "runs", .org = "euskaltel"}), testing::HasSubstr("no organisation"));
    EXPECT_THAT(refusal(engine_, {.name = "runs", .where = "id = ?"}), testing::HasSubstr("1 parameters, 0"));
}

TEST_F(Frames, HostileConditionsAreRefusedAndChangeNothing) {
    const std::string before = engine_.digest();
    for (const char* where :
         {"1); DELETE FROM subscriptions; --", "1) OR (1", "1; SELECT 1", "(1", "1)", "1 -- rest", "1 /* rest",
          "1 /* a */", "'open", "\"open", "[open", "`open", "id IN (SELECT id FROM documents)", "id IN documents",
          "id in\n documents", "EXISTS (VALUES (1))", "id = (WITH a AS (1) 1)", "count(*) > 0", "id IN",
          "id IN (\xef\xbb\xbfSELECT 1)",
          // SQLite takes $a(') for one name.
          "0 AND $a(') IS NULL) UNION ALL SELECT * FROM runs WHERE (1 --')", "$a::b(') IS NULL --'", ":a(')", "@a(')",
          "#a(')", "$a(' )'", "?1in documents", "?1 in documents", "'a'in documents", ":a in documents"}) {
        EXPECT_FALSE(refusal(engine_, {.name = "runs", .where = where}).empty()) << where;
    }
    EXPECT_FALSE(refusal(engine_, {.name = "runs", .where = std::string("1\0 OR 1", 7)}).empty());
    EXPECT_EQ(engine_.digest(), before);
    // What only looks hostile is none.
    for (const char* where : {"version <> '; -- ) select'", "version <> 'it''s'", "id IN (1, 2)", "(id) = (1) OR (1)",
                              "[id] = 1 OR \"id\" = 2 OR `id` = 3", "id - -1 > 0"}) {
        engine_.check_frame({.name = "runs", .where = where});
    }
}

// What a scan of SQL let through, SQLite would still see.
TEST_F(Frames, SQLiteItselfSeesWhatAConditionReads) {
    Connection connection(StorePath(":memory:"), Access::create, std::chrono::milliseconds(0));
    connection.execute("CREATE TABLE runs (id); CREATE VIEW v_runs AS SELECT id FROM runs");
    const std::vector<FrameColumn> columns = chosen_columns("runs", {});
    const auto refusal = [&](const std::string& where) -> std::string {
        try {
            check_expression(connection, where, columns);
        } catch (const std::exception& error) {
            return error.what();
        }
        return "";
    };
    const auto reads_more = testing::HasSubstr(std::string(kReadsMoreThanItsRow));
    for (const char* where : {"0) UNION ALL SELECT 1 FROM runs WHERE (1", "0) UNION ALL SELECT 1 WHERE (1",
                              "0) UNION VALUES (1", "EXISTS (SELECT 1)", "(SELECT 1)", "(VALUES (1))", "id IN runs",
                              "id IN (SELECT id FROM v_runs)", "EXISTS (SELECT 1 FROM pragma_database_list)",
                              "id IN (WITH a AS (SELECT 1) SELECT * FROM a)", "runs.id = 1 OR id IN runs"}) {
        EXPECT_NE(refusal(where), "") << where;
    }
    EXPECT_THAT(refusal("0) UNION ALL SELECT 1 FROM runs WHERE (1"), reads_more);
    EXPECT_THAT(refusal("id IN runs"), reads_more);
    EXPECT_THAT(refusal("(SELECT 1)"), reads_more);
    EXPECT_THAT(refusal("unheard"), testing::HasSubstr("no such column: unheard"));
    // A parenthesis closed too early does not leave the rows.
    EXPECT_THAT(refusal("1)) OR ((1"), testing::HasSubstr("syntax error"));
    for (const char* where :
         {"1", "0", "id", "frame.id = 1", "id IN (1, 2) OR id IN ()", "abs(id) > ? AND kind LIKE :a",
          "CASE WHEN id THEN 1 ELSE 0 END", "kind BETWEEN 'a' AND 'b' COLLATE NOCASE", "(id, kind) = (1, 'load')",
          "CAST(id AS TEXT) GLOB '1*'", "id ISNULL"}) {
        EXPECT_EQ(refusal(where), "") << where;
    }
}

TEST_F(Frames, AValueOfAConditionHasALongestLength) {
    Engine in_memory(":memory:");
    load(in_memory, dump_of({subscription(1)}));
    const auto longer = [](std::uint64_t bytes) {
        return FrameRequest{.name = "subscriptions", .where = "length(zeroblob(" + std::to_string(bytes) + ")) > 0"};
    };
    for (Engine* engine : {&engine_, &in_memory}) {
        EXPECT_FALSE(rows_of(*engine, longer(QueryOptions::kLongestValue)).rows.empty());
        EXPECT_FALSE(rows_of(*engine, {.name = "subscriptions"}).rows.empty());
    }
    EXPECT_THAT(rows_of(engine_, longer(QueryOptions::kLongestValue + 1)).error, testing::HasSubstr("67108864 bytes"));
    EXPECT_EQ(code_of([&] { rows_of(in_memory, longer(QueryOptions::kLongestValue + 1)); }), ErrorCode::cancelled);
    EXPECT_EQ(value(in_memory, "SELECT 1"), "1");
}

TEST_F(Frames, OneOrganisationSeesOnlyItsRows) {
    for (const FrameInfo& frame : frames()) {
        if (!frame.has_org()) continue;
        FrameRequest request{.name = frame.name, .where = "1 OR org = 'telecable'"};
        request.org = "euskaltel";
        for (const std::string& org : rows_of(engine_, request).column("org")) EXPECT_EQ(org, "euskaltel");
    }
    FrameRequest request{
        .name = "subscriptions", .columns = {"legacy_id"}, .where = "legacy_id > ?", .parameters = {std::int64_t{0}}};
    request.org = "euskaltel";
    EXPECT_EQ(std::to_string(rows_of(engine_, request).rows.size()),
              value(engine_, "SELECT count(*) FROM v_subscriptions WHERE org = 'euskaltel'"));
    request.org = "nobody' OR '1";
    EXPECT_TRUE(rows_of(engine_, request).rows.empty());
}

// The organisation is a parameter of the library's own; all others are the caller's, whatever their names.
TEST_F(Frames, AConditionMayNameItsParameters) {
    FrameRequest request{.name = "subscriptions",
                         .columns = {"legacy_id"},
                         .where = "org = :org AND ? = 1",
                         .parameters = {std::string("euskaltel"), std::int64_t{1}}};
    const std::size_t all = rows_of(engine_, request).rows.size();
    EXPECT_GT(all, 0U);
    request.org = "euskaltel";
    EXPECT_EQ(rows_of(engine_, request).rows.size(), all);
    request.parameters[0] = std::string("rcable");
    EXPECT_EQ(rows_of(engine_, request).rows.size(), 0U);
    request.where = "org = :abonado_org";
    request.parameters.clear();
    EXPECT_THAT(refusal(engine_, request), testing::HasSubstr("may not hold :abonado_org"));
}

// --- streams -----------------------------------------------------------------------------------------------------------

TEST_F(Frames, OneStateThatOutlivesWritersAndTheEngine) {
    FrameRequest request{.name = "subscriptions", .columns = {"legacy_id"}};
    request.batch_rows = 10;
    const std::size_t before = rows_of(engine_, request).rows.size();
    Held<ArrowArrayStream> stream;
    engine_.frame(request, &stream);
    load(engine_, dump_of({subscription(900001), subscription(900002)}));
    engine_.close();
    std::size_t rows = 0;
    std::thread([&] { rows = arrow::read(stream).rows.size(); }).join();
    EXPECT_EQ(rows, before);
    Held<ArrowArrayStream> another;
    EXPECT_EQ(code_of([&] { engine_.frame(request, &another); }), ErrorCode::handle_closed);
}

TEST_F(Frames, ABatchOfAnySizeHoldsAllRows) {
    const std::size_t all = rows_of(engine_, {.name = "subscriptions", .columns = {"legacy_id"}}).rows.size();
    EXPECT_GT(all, 1U);
    for (const std::size_t batch_rows :
         {std::size_t{0}, std::size_t{1}, std::numeric_limits<std::size_t>::max() / 2 + 1,
          std::numeric_limits<std::size_t>::max()}) {
        FrameRequest request{.name = "subscriptions", .columns = {"legacy_id"}};
        request.batch_rows = batch_rows;
        EXPECT_EQ(rows_of(engine_, request).rows.size(), all) << batch_rows;
    }
}

TEST(FramesInMemory, AreMadeAtOnce) {
    Engine engine(":memory:");
    load(engine, dump_of({subscription(1), subscription(2)}));
    FrameRequest request{.name = "subscriptions", .columns = {"legacy_id"}};
    request.batch_rows = 1;
    Held<ArrowArrayStream> stream;
    Held<ArrowArrayStream> unread;
    engine.frame(request, &stream);
    engine.frame(request, &unread);
    engine.close();
    EXPECT_EQ(arrow::read(stream).column("legacy_id"), (Texts{"1", "2"}));
}

TEST(FramesAsOf, KnownAndValid) {
    Engine engine(":memory:");
    load(engine, dump_of({subscription(1, "TV", R"(,"creation_system":"A")")}), loading("2026-01-01T00:00:00Z"));
    load(engine, dump_of({subscription(1, "TV", R"(,"creation_system":"B")"), subscription(2)}),
         loading("2026-02-01T00:00:00Z"));
    const auto at = [](std::string_view text) { return *Instant::parse(text); };
    FrameRequest bodies{
        .name = "v3_subscriptions", .columns = {"creation_system"}, .where = "subscription_legacy_id = 1"};
    EXPECT_EQ(rows_of(engine, bodies).column("creation_system"), Texts{"B"});
    bodies.as_of.known = at("2026-01-15T00:00:00Z");
    EXPECT_EQ(rows_of(engine, bodies).column("creation_system"), Texts{"A"});
    FrameRequest all{.name = "subscriptions", .columns = {"legacy_id", "status"}};
    all.as_of.known = at("2026-01-15T00:00:00Z");
    EXPECT_EQ(rows_of(engine, all).rows.size(), 1U);
    all.as_of.valid = at("2020-01-01T00:00:00Z");
    EXPECT_EQ(rows_of(engine, all).column("status"), Texts{"null"});
}

TEST(FramesTypes, AmountsAndFlags) {
    Engine engine(":memory:");
    load(engine, dump_of({subscription(1), stores::credit_limits(1, "MOBILE", "12.5")}));
    const arrow::Rows rows = rows_of(
        engine, {.name = "credit_limits", .columns = {"credit_limit_value", "credit_limit_id", "subscription_type"}});
    EXPECT_EQ(rows.formats, (Texts{"d:38,6", "c", "c"}));
    EXPECT_EQ(rows.rows.at(0), (Texts{"12500000", "MOBILE_SUBSCRIPTION_TOTAL_CREDIT_LIMIT", "MOBILE"}));
}

TEST(FramesOfFindings, AreThoseThatWereKept) {
    auto kept = std::make_shared<KeptFindings>();
    kept->inputs = {"a.ndjson"};
    Finding finding;
    finding.line = 7;
    finding.message = "m";
    kept->findings = {finding, finding, finding};
    Held<ArrowArrayStream> stream;
    finding_stream(kept, &stream, 2);
    const arrow::Rows rows = arrow::read(stream);
    EXPECT_EQ(rows.batches, (std::vector<std::int64_t>{2, 1}));
    EXPECT_EQ(rows.column("line"), (Texts{"7", "7", "7"}));
    EXPECT_EQ(rows.column("legacy_id").at(0), "null");
    EXPECT_EQ(rows.column("rule").at(0), rules()[0].id);
    EXPECT_EQ(rows.column("input").at(0), "a.ndjson");
    Held<ArrowArrayStream> whole;
    finding_stream(std::move(kept), &whole, std::numeric_limits<std::size_t>::max());
    EXPECT_EQ(arrow::read(whole).batches, std::vector<std::int64_t>{3});
}

}  // namespace
}  // namespace abonado
