// What a store answers: subscriptions, identifiers, counts, SQL; and never about another organisation.
#include <gtest/gtest.h>

#include <chrono>
#include <limits>
#include <string>
#include <vector>

#include "stores.hpp"

namespace abonado {
namespace {

using stores::code_of;
using stores::dump_of;
using stores::exported;
using stores::load;
using stores::subscription;
using stores::value;
using Ids = std::vector<std::int64_t>;

class Reading : public testing::Test {
protected:
    void given(const std::vector<std::string>& lines) {
        const auto loaded = load(engine_, dump_of(lines));
        EXPECT_EQ(loaded.report.counts.rejected, 0U) << loaded.text();
    }
    Ids find(FilterType type, std::string_view what, std::string_view org = "euskaltel") {
        return engine_.find_ids(org, type, what);
    }
    static std::string identified(int id, const std::string& identifiers, std::string_view org = "euskaltel") {
        return subscription(id, "MOBILE", {}, R"(,"identifiers":)" + identifiers, org);
    }
    ErrorCode refused(const std::string& sql, const std::vector<SqlValue>& parameters = {}) {
        return code_of([&] { engine_.query(sql, parameters); });
    }
    std::string told(const std::string& sql) {
        try {
            engine_.query(sql);
        } catch (const Error& error) {
            return error.what();
        }
        return "no error";
    }
    Engine engine_{":memory:"};
};

// --- organisations ----------------------------------------------------------------------------------------------------

TEST_F(Reading, TwoOrganisationsWithTheSameLegacyIdNeverMix) {
    const auto of = [](std::string_view org, int uuid) {
        return subscription(1, "MOBILE",
                            R"(,"id":")" + dumps::uuid_of(uuid) + R"(","creation_system":")" + std::string(org) + '"',
                            R"(,"identifiers":{"MSISDN":"60000000)" + std::to_string(uuid) +
                                R"(","SUBSCRIPTIONEMAIL":"both@example.com"})",
                            org);
    };
    given({of("euskaltel", 1), of("rcable", 2), stores::credit_limits(1), dumps::segment(1),
           stores::legacy_subscription(1, "MOBILE", {}, "rcable"), subscription(2, "TV", {}, {}, "rcable")});
    for (const std::string org : {"euskaltel", "rcable"}) {
        SCOPED_TRACE(org);
        const int number = org == "rcable" ? 2 : 1;
        const std::string other = org == "rcable" ? "euskaltel" : "rcable";
        const SubscriptionState state = engine_.subscription(org, 1);
        EXPECT_EQ(state.org, org);
        EXPECT_EQ(state.documents.size(), org == "rcable" ? 2U : 3U);
        for (const Envelope& document : state.documents) EXPECT_EQ(document.org, org);
        const Uuid own = *Uuid::parse(dumps::uuid_of(number));
        EXPECT_EQ(engine_.subscription(org, own).legacy_id, 1);
        EXPECT_EQ(code_of([&] { (void)engine_.subscription(other, own); }), ErrorCode::subscription_not_found);
        EXPECT_EQ(find(FilterType::msisdn, "60000000" + std::to_string(number), org), Ids{1});
        EXPECT_EQ(find(FilterType::msisdn, "60000000" + std::to_string(number), other), Ids{});
        EXPECT_EQ(find(FilterType::subscriptionemail, "both@example.com", org), Ids{1});
        EXPECT_EQ(engine_.counts(org)["subscriptions"], org == "rcable" ? 2U : 1U);
        EXPECT_EQ(exported(engine_, org).find(R"("org":")" + other), std::string::npos);
        const std::vector<SqlValue> parameters{org};
        for (const TableInfo& table : store_tables()) {
            const bool is_of_document =
                value(engine_, "SELECT count(*) FROM pragma_table_info(?) WHERE name IN ('org', 'document')",
                      std::vector<SqlValue>{table.view}) == "2";
            if (!is_of_document) continue;
            // A row of a body says whose it is as its document does.
            EXPECT_EQ(
                value(engine_,
                      "SELECT count(*) FROM " + table.view +
                          " v JOIN documents d ON d.id = v.document JOIN subscriptions s ON s.id = d.subscription "
                          "JOIN organisations o ON o.id = s.org WHERE v.org <> o.name OR "
                          "v.subscription_legacy_id <> s.legacy_id"),
                "0")
                << table.view;
        }
        EXPECT_EQ(value(engine_, "SELECT uuid FROM v_subscriptions WHERE legacy_id = 1 AND org = ?", parameters),
                  dumps::uuid_of(number));
    }
    EXPECT_EQ(code_of([&] { (void)engine_.subscription("euskaltel", 2); }), ErrorCode::subscription_not_found);
    EXPECT_EQ(code_of([&] { (void)engine_.subscription("nobody", 1); }), ErrorCode::subscription_not_found);
    EXPECT_EQ(code_of([&] { (void)engine_.subscription("", 1); }), ErrorCode::subscription_not_found);
    EXPECT_EQ(code_of([&] { (void)engine_.subscription("euskaltel' OR 1 --", 1); }), ErrorCode::subscription_not_found);
    EXPECT_EQ(engine_.counts("nobody")["subscriptions"], 0U);
    EXPECT_EQ(exported(engine_, "nobody"), "");
}

// --- identifiers ------------------------------------------------------------------------------------------------------

TEST_F(Reading, AMobileNumberIsFoundHoweverItIsWritten) {
    given({identified(1, R"({"MSISDN":"600 000 001"})"), identified(2, R"({"MSISDN":"0034600000002"})")});
    for (const std::string_view text :
         {"600000001", "+34600000001", "0034 600-000-001", "34600000001", "600.00.00.01"}) {
        EXPECT_EQ(find(FilterType::msisdn, text), Ids{1}) << text;
    }
    EXPECT_EQ(find(FilterType::msisdn, "600000002"), Ids{2});
    EXPECT_EQ(find(FilterType::msisdn, "600000003"), Ids{});
    EXPECT_EQ(find(FilterType::msisdn, "no number"), Ids{});
    EXPECT_EQ(find(FilterType::landlinenumber, "600000001"), Ids{});
}

TEST_F(Reading, OddNumbersAreFoundAsTheyAre) {
    given({identified(1, R"({"MSISDN":"ask the shop"})")});
    EXPECT_EQ(find(FilterType::msisdn, "ask the shop"), Ids{1});
}

TEST_F(Reading, EveryFilterFindsItsIdentifier) {
    given({identified(1,
                      R"({"SUBSCRIPTIONEMAIL":"Ane.Etxeberria@Example.COM","LANDLINENUMBER":"944 000 001",)"
                      R"("EXTERNALID":"X-1","DEVICEINSURANCE":"D-1","INSURANCEPOLICYID":"P-1","OTTEXTERNALID":"O-1"})"),
           identified(2, R"({"SUBSCRIPTIONEMAIL":"other@example.com","EXTERNALID":"x-1"})")});
    EXPECT_EQ(find(FilterType::subscriptionemail, "ane.etxeberria@example.com"), Ids{1});
    EXPECT_EQ(find(FilterType::subscriptionemail, "ANE.ETXEBERRIA@EXAMPLE.COM"), Ids{1});
    EXPECT_EQ(find(FilterType::landlinenumber, "+34944000001"), Ids{1});
    EXPECT_EQ(find(FilterType::externalid, "X-1"), Ids{1});
    EXPECT_EQ(find(FilterType::deviceinsurance, "D-1"), Ids{1});
    EXPECT_EQ(find(FilterType::insurancepolicyid, "P-1"), Ids{1});
    EXPECT_EQ(find(FilterType::ottexternalid, "O-1"), Ids{1});
    EXPECT_EQ(find(FilterType::ottexternalid, "X-1"), Ids{});
    EXPECT_EQ(find(FilterType::externalid, ""), Ids{});
}

TEST_F(Reading, IdentifiersThatOnlyTheBodyHolds) {
    const auto with_details = [](int id, std::string_view external) {
        return stores::legacy_subscription(
            id, "MOBILE", R"(,"subscription_additional_details":{"external_id":)" + std::string(external) + "}");
    };
    std::string disney = vectors::with(dumps::max_record(2, dumps::uuid_of(2)), R"("kind":"max")",
                                       R"("kind":"disney")");
    disney = vectors::with(disney, R"("specific_data":{"service_id":"s")",
                           R"("specific_data":{"service_id":"ds","user_id":"du")");
    given({dumps::max_record(1, dumps::uuid_of(1)), disney, with_details(3, "12345"), with_details(4, R"("12345")")});
    EXPECT_EQ(find(FilterType::ottexternalid, "s"), Ids{1});
    EXPECT_EQ(find(FilterType::ottexternalid, "ds"), Ids{2});
    EXPECT_EQ(find(FilterType::ottexternalid, "du"), Ids{2});
    EXPECT_EQ(find(FilterType::externalid, "12345"), (Ids{3, 4}));  // a number and a text alike
}

TEST_F(Reading, AnIdentifierThatIsGoneIsNotFound) {
    given({identified(1, R"({"EXTERNALID":"old"})")});
    given({identified(1, R"({"EXTERNALID":"new"})")});
    EXPECT_EQ(find(FilterType::externalid, "old"), Ids{});
    EXPECT_EQ(find(FilterType::externalid, "new"), Ids{1});
}

// --- SQL --------------------------------------------------------------------------------------------------------------

TEST_F(Reading, ValuesOfEveryTypeGoInAndComeOut) {
    const std::vector<SqlValue> parameters{std::monostate{}, std::int64_t{-5}, 2.5, std::string("a\0b", 3),
                                           std::vector<std::uint8_t>{0, 255}};
    const SqlResult result = engine_.query("SELECT ?, ?, ? AS real, ?, ?", parameters);
    EXPECT_EQ(result.columns.size(), 5U);
    EXPECT_EQ(result.columns[2], "real");
    ASSERT_EQ(result.rows.size(), 1U);
    EXPECT_EQ(result.rows[0], parameters);
    EXPECT_EQ(std::get<std::int64_t>(engine_.query("SELECT 9223372036854775807").rows.at(0).at(0)),
              std::numeric_limits<std::int64_t>::max());
    EXPECT_TRUE(engine_.query("SELECT id FROM runs").rows.empty());
}

TEST_F(Reading, AValueWithoutBytesIsNotNull) {
    EXPECT_EQ(engine_.query("SELECT typeof(?), typeof(?)", {{std::vector<std::uint8_t>{}, std::string()}}).rows.at(0),
              (std::vector<SqlValue>{std::string("blob"), std::string("text")}));
}

TEST_F(Reading, ParametersHaveToBeAsManyAsThereAre) {
    EXPECT_EQ(refused("SELECT ?"), ErrorCode::invalid_argument);
    EXPECT_EQ(refused("SELECT ?", {std::int64_t{1}, std::int64_t{2}}), ErrorCode::invalid_argument);
    EXPECT_EQ(refused("SELECT 1", {std::int64_t{1}}), ErrorCode::invalid_argument);
}

TEST_F(Reading, SqlThatIsWrongIsToldSo) {
    for (const std::string sql : {"SELEKT 1", "", "SELECT nothing FROM runs", "SELECT * FROM nowhere", "SELECT (",
                                  "-- nothing", "SELECT abs(-9223372036854775807 - 1)", "SELECT 1 LIMIT 'x'"}) {
        EXPECT_EQ(refused(sql), ErrorCode::invalid_argument) << sql;
    }
}

TEST_F(Reading, AQueryIsOneStatement) {
    for (const std::string sql : {"SELECT 1; SELECT 2", "SELECT 1; DELETE FROM runs", "SELECT ';'; SELECT 2"}) {
        EXPECT_EQ(refused(sql), ErrorCode::invalid_argument) << sql;
    }
    // SQLite takes $a(') for the name of a parameter.
    EXPECT_EQ(refused("SELECT $a('); DELETE FROM documents --'", {std::int64_t{7}}), ErrorCode::invalid_argument);
    EXPECT_EQ(refused("SELECT @a::b('); SELECT 2 --'", {std::int64_t{7}}), ErrorCode::invalid_argument);
    EXPECT_EQ(value(engine_, "SELECT 1 AS a$b"), "1");
    EXPECT_EQ(refused(std::string("SELECT 1\0 FROM nonsense", 23)), ErrorCode::invalid_argument);
    for (const std::string sql : {"SELECT 1;", "SELECT 1 ; -- done", "/* ; */ SELECT 1", R"(SELECT 1 AS ";")",
                                  "WITH one(a) AS (SELECT 1) SELECT a FROM one", "VALUES (1)"}) {
        EXPECT_EQ(value(engine_, sql), "1") << sql;
    }
}

// Some take effect when they are merely prepared.
TEST_F(Reading, PragmasAreRefusedAndDoNothing) {
    EXPECT_EQ(refused("PRAGMA foreign_keys = OFF"), ErrorCode::invalid_argument);
    EXPECT_EQ(refused("EXPLAIN PRAGMA foreign_keys = OFF"), ErrorCode::invalid_argument);
    EXPECT_EQ(value(engine_, "SELECT foreign_keys FROM pragma_foreign_keys"), "1");
    // One that is of the whole process.
    EXPECT_EQ(refused("EXPLAIN PRAGMA soft_heap_limit = 123456789"), ErrorCode::invalid_argument);
    EXPECT_EQ(value(engine_, "SELECT soft_heap_limit FROM pragma_soft_heap_limit"), "0");
    EXPECT_EQ(refused("SELECT load_extension('/nowhere')"), ErrorCode::invalid_argument);
    EXPECT_EQ(refused("EXPLAIN ATTACH 'other.db' AS other"), ErrorCode::invalid_argument);
    EXPECT_EQ(value(engine_, "SELECT count(*) FROM json_each('[1,2]')"), "2");
    EXPECT_NE(value(engine_, "EXPLAIN QUERY PLAN SELECT * FROM v_runs"), "no row");
}

// A tokenizer is a pointer: SQL that may set one may have it called.
TEST_F(Reading, FunctionsAndTablesThatReachBeyondValuesAreRefused) {
    for (const std::string call :
         {"fts3_tokenizer('simple')", "fts3_tokenizer('simple', x'4141414141414141')", "FTS3_Tokenizer('simple')",
          "load_extension('x')", "sqlite_log(1, 'x')", "sqlite_compileoption_get(1)", "last_insert_rowid()",
          "changes()", "fts5_source_id()", "rtreecheck('main', 'x')"}) {
        EXPECT_EQ(told("SELECT " + call).rfind("not authorized to use function: ", 0), 0U) << told("SELECT " + call);
        EXPECT_EQ(refused("SELECT 1 WHERE (SELECT " + call + ") IS NULL"), ErrorCode::invalid_argument) << call;
    }
    EXPECT_EQ(refused("SELECT fts3_tokenizer(?, ?)", {std::string("simple"), std::vector<std::uint8_t>(8, 0x41)}),
              ErrorCode::invalid_argument);
    for (const std::string table : {"fts3tokenize", "fts4aux", "fts5vocab", "sqlite_stmt", "dbstat", "bytecode"}) {
        EXPECT_EQ(told("SELECT count(*) FROM " + table), "no such table: " + table);
    }
    for (const std::string call :
         {"Upper('a')", "json_extract('[\"A\"]', '$[0]')", "'[\"A\"]' ->> 0", "substr('BA', 2)", "group_concat('A')",
          "max('A', '9')", "iif(1, 'A', 'B')", "char(65)"}) {
        EXPECT_EQ(value(engine_, "SELECT " + call), "A") << call;
    }
    EXPECT_EQ(value(engine_, "SELECT CAST(round(sqrt(2) + pow(2, 3) + sum(1) OVER (), 1) AS TEXT)"), "10.4");
    EXPECT_EQ(value(engine_, "SELECT date('2026-01-31', '+1 day')"), "2026-02-01");
}

// Steps of SQLite take differently long; a query is stopped between two of them, and is no answer if it came too late.
TEST_F(Reading, ALimitOfTimeHoldsForRowsThatTakeLong) {
    const std::string slow =
        "SELECT max(length(hex(randomblob(1000000)))) FROM (WITH RECURSIVE n(i) AS "
        "(SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 100000) SELECT i FROM n)";
    const auto begin = std::chrono::steady_clock::now();
    const QueryOptions short_time{std::chrono::milliseconds(50)};
    EXPECT_EQ(code_of([&] { engine_.query(slow, {}, {}, short_time); }), ErrorCode::cancelled);
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(20));
    const QueryOptions no_time{std::chrono::milliseconds(0)};
    EXPECT_EQ(code_of([&] { engine_.query("SELECT 1", {}, {}, no_time); }), ErrorCode::cancelled);
}

TEST_F(Reading, AValueOfAQueryHasALongestLength) {
    const auto zeros = [](std::uint64_t bytes) { return "SELECT length(zeroblob(" + std::to_string(bytes) + "))"; };
    EXPECT_EQ(refused(zeros(QueryOptions::kLongestValue + 1)), ErrorCode::cancelled);
    EXPECT_EQ(value(engine_, zeros(QueryOptions::kLongestValue)), std::to_string(QueryOptions::kLongestValue));
    QueryOptions more;
    more.max_bytes = QueryOptions::kLongestValue + 1;
    EXPECT_EQ(engine_.query(zeros(QueryOptions::kLongestValue + 1), {}, {}, more).rows.size(), 1U);
}

// In memory and in a file; within its limits a query answers as without, and past them the store goes on.
TEST_F(Reading, ALimitOfTimeMayBeAsLongAsItLikes) {
    for (const auto timeout : {std::chrono::milliseconds::max(), std::chrono::milliseconds::max() / 2}) {
        QueryOptions options;
        options.timeout = timeout;
        EXPECT_EQ(engine_.query("SELECT 1", {}, {}, options).rows.size(), 1U);
    }
}

TEST_F(Reading, AQueryIsStoppedAtItsLimits) {
    stores::Directory directory;
    Engine in_file(directory.file("store.db"));
    const std::string endless =
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n WHERE i < 0";
    const std::string five = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 5) SELECT i FROM n";
    for (Engine* engine : {&engine_, &in_file}) {
        const auto stopped = [&](const std::string& sql, const QueryOptions& options) {
            return code_of([&] { engine->query(sql, {}, {}, options); });
        };
        EXPECT_EQ(stopped(endless, {.timeout = std::chrono::milliseconds(20)}), ErrorCode::cancelled);
        EXPECT_EQ(stopped(five, {.max_rows = 4}), ErrorCode::cancelled);
        EXPECT_EQ(stopped(five, {.max_bytes = 39}), ErrorCode::cancelled);
        EXPECT_EQ(stopped("SELECT length(hex(zeroblob(1000)))", {.max_bytes = 1999}), ErrorCode::cancelled);
        const QueryOptions enough{std::chrono::minutes(1), 5, 40};
        EXPECT_EQ(engine->query(five, {}, {}, enough).rows.size(), 5U);
        EXPECT_EQ(value(*engine, "SELECT length(hex(zeroblob(1000)))"), "2000");
        EXPECT_EQ(load(*engine, dumps::segment(1)).counts(), "1 0 0 0");
    }
}

// In memory and in a file, which are read in different ways.
TEST_F(Reading, NothingCanBeWritten) {
    stores::Directory directory;
    Engine in_file(directory.file("store.db"));
    for (Engine* engine : {&engine_, &in_file}) {
        load(*engine, dumps::segment(1));
        for (const std::string sql :
             {"DELETE FROM documents", "UPDATE subscriptions SET type = 'TV'", "DROP TABLE runs", "CREATE TABLE t (a)",
              "INSERT INTO organisations (name) VALUES ('x')", "PRAGMA user_version = 9",
              "DELETE FROM runs RETURNING id"}) {
            EXPECT_EQ(code_of([&] { engine->query(sql); }), ErrorCode::invalid_argument) << sql;
        }
        for (const std::string sql :
             {"BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT s", "VACUUM", "ANALYZE", "ATTACH ':memory:' AS other"}) {
            EXPECT_EQ(code_of([&] { engine->query(sql); }), ErrorCode::invalid_argument) << sql;
        }
        EXPECT_EQ(value(*engine, "SELECT count(*) FROM documents"), "1");
        EXPECT_EQ(load(*engine, dumps::segment(2)).counts(), "1 0 0 0");  // and the library can, as before
    }
}

TEST_F(Reading, ViewsAreReadable) {
    given({subscription(1, "MOBILE", R"(,"id":")" + dumps::uuid_of(7) + '"'),
           stores::credit_limits(1, "MOBILE", "87.264463"), stores::credit_limits(2, "MOBILE", "0.5")});
    EXPECT_EQ(value(engine_, "SELECT id || ' ' || creation_date FROM v_v3_subscriptions"),
              dumps::uuid_of(7) + " 2023-02-01T09:00:00Z");
    EXPECT_EQ(value(engine_,
                    "SELECT group_concat(credit_limit_value, ' ') FROM (SELECT * FROM v_credit_limits ORDER BY "
                    "subscription_legacy_id)"),
              "87.264463 0.5");
    EXPECT_EQ(value(engine_, "SELECT started FROM v_runs"), "2026-01-01T00:00:00Z");
}

TEST_F(Reading, CountsAreByKind) {
    given({subscription(1), stores::credit_limits(1), dumps::segment(1), dumps::segment(2),
           R"({"kind":"catalogue_product","body":{"id":7}})", subscription(1, "TV", {}, {}, "rcable")});
    EXPECT_EQ(engine_.counts(), (std::map<std::string, std::uint64_t>{{"subscriptions", 3},
                                                                      {"subscription", 2},
                                                                      {"credit_limits", 1},
                                                                      {"segment", 2},
                                                                      {"catalogue_product", 1}}));
    EXPECT_EQ(engine_.counts("rcable"),
              (std::map<std::string, std::uint64_t>{{"subscriptions", 1}, {"subscription", 1}}));
}

}  // namespace
}  // namespace abonado
