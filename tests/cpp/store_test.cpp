// The schema holds what the rules say, whoever writes; and what is no store is left alone.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "stores.hpp"

namespace abonado {
namespace {

using stores::bytes_of;
using stores::code_of;
using stores::Directory;
using stores::load;
using stores::loading;
using stores::Raw;
using testing::Test;

// --- the tables ---------------------------------------------------------------------------------------------------

constexpr std::string_view kPromotions =
    R"(,"promotions":[{"catalogue_promotion_id":"P","status":"ACTIVE","activation_date":"2023-02-02T10:30:00Z",)"
    R"("creation_date":"2023-02-01T09:00:00Z","creation_user":"u","commitments":[{"legacy_id":3}]}])";

// A store with one document of each kind that the tests change, and a shell on its file.
class Schema : public Test {
protected:
    Schema() {
        Engine engine(path_);
        const auto loaded = load(
            engine, stores::dump_of(
                        {stores::subscription(1, "MOBILE", kPromotions), stores::credit_limits(1),
                         R"({"kind":"product","org":"yoigo","body":{"id":5,"product":{"id":7},"historical_changes":)"
                         R"([{"id":7,"historic_date":"2023-01-01T00:00:00Z"}]}})"}));
        EXPECT_EQ(loaded.counts(), "3 0 0 0") << loaded.text();
        shell_.emplace(path_);
    }
    std::string refusal(const std::string& sql) { return shell_->refusal(sql); }
    // A row of the table with other values in some columns, as another document of the same kind.
    std::string copy(const std::string& table, const std::string& changes) {
        shell_->run("CREATE TEMP TABLE row AS SELECT * FROM main." + table + " LIMIT 1");
        shell_->run("UPDATE temp.row SET " + changes);
        const std::string out = refusal("INSERT INTO main." + table + " SELECT * FROM temp.row");
        shell_->run("DROP TABLE temp.row");
        return out;
    }

    Directory directory_;
    const std::string path_ = directory_.file("store.db");
    std::optional<Raw> shell_;
};

#define EXPECT_REFUSED_BY(what, refusal) EXPECT_NE((refusal).find(what), std::string::npos) << (refusal)

TEST_F(Schema, EveryTableIsStrictAndHasAView) {
    for (const TableInfo& table : store_tables()) {
        SCOPED_TRACE(table.name);
        EXPECT_EQ(shell_->integer("SELECT strict FROM pragma_table_list WHERE schema = 'main' AND name = '" +
                                  table.name + "'"),
                  1);
        EXPECT_EQ(
            shell_->integer("SELECT count(*) FROM sqlite_schema WHERE type = 'view' AND name = '" + table.view + "'"),
            1);
        EXPECT_GE(shell_->integer("SELECT count(*) FROM (SELECT * FROM " + table.view + ")"), 0);
        EXPECT_FALSE(table.doc.empty());
        EXPECT_EQ(shell_->integer("SELECT count(*) FROM pragma_table_info('" + table.name + "')"),
                  static_cast<std::int64_t>(table.columns.size()));
        for (const TableInfo::Column& column : table.columns) EXPECT_FALSE(column.doc.empty()) << column.name;
    }
    EXPECT_EQ(shell_->integer("SELECT count(*) FROM sqlite_schema WHERE type = 'table'"),
              static_cast<std::int64_t>(store_tables().size()));
}

TEST_F(Schema, ADocumentThatIsRightIsAccepted) {
    EXPECT_EQ(refusal("INSERT INTO subscriptions (org, legacy_id, type) VALUES (1, 99, 'TV')"), "");
    EXPECT_EQ(refusal("UPDATE v3_subscriptions SET status = 'CANCELLED', activation_date = NULL"), "");
}

TEST_F(Schema, TheDatesOfASubscriptionFollowItsStatus) {
    const auto update = [&](const std::string& values) { return refusal("UPDATE v3_subscriptions SET " + values); };
    EXPECT_REFUSED_BY("SUB-001", update("activation_date = NULL"));
    EXPECT_REFUSED_BY("SUB-001", update("status = 'DEACTIVATED', deactivation_date = 1, activation_date = NULL"));
    EXPECT_REFUSED_BY("SUB-002", update("status = 'CANCELLED'"));
    EXPECT_REFUSED_BY("SUB-003", update("status = 'DEACTIVATED'"));
    EXPECT_REFUSED_BY("SUB-004", update("deactivation_date = 1"));
    EXPECT_REFUSED_BY("SUB-004", update("status = 'CANCELLED', activation_date = NULL, deactivation_date = 1"));
    // And of a new row.
    shell_->run(
        "INSERT INTO documents SELECT 99, subscription, kind, 'other', key, content, billing_type, segment_class, "
        "other, known_from, known_to, input, line FROM documents WHERE kind = 'subscription'");
    EXPECT_EQ(copy("v3_subscriptions", "document = 99"), "");
    EXPECT_REFUSED_BY("SUB-001", copy("v3_subscriptions", "document = 99, activation_date = NULL"));
    EXPECT_REFUSED_BY("SUB-002", copy("v3_subscriptions", "document = 99, status = 'CANCELLED'"));
}

TEST_F(Schema, ALimitIsOneOfItsSubscriptionsType) {
    const std::string landline = "credit_limit_id = 'LANDLINE_SUBSCRIPTION_TOTAL_CREDIT_LIMIT'";
    EXPECT_REFUSED_BY("CRL-001", refusal("UPDATE credit_limits SET " + landline));
    // Nor by a type that is not that of the request.
    EXPECT_REFUSED_BY("FOREIGN KEY", refusal("UPDATE credit_limits SET subscription_type = 'LANDLINE', " + landline));
    EXPECT_REFUSED_BY("FOREIGN KEY",
                      copy("credit_limits", "position = 1, subscription_type = 'LANDLINE', " + landline));
    EXPECT_REFUSED_BY("FOREIGN KEY", refusal("UPDATE credit_limit_requests SET subscription_type = 'LANDLINE'"));
}

TEST_F(Schema, PartsKeepWhatTheirRulesSay) {
    EXPECT_REFUSED_BY("COM-001", refusal("UPDATE promotion_commitments SET legacy_id = NULL, catalogue_id = NULL"));
    EXPECT_REFUSED_BY("TAR-003", refusal("UPDATE tariff_history SET id = NULL"));
    EXPECT_REFUSED_BY("TAR-003", refusal("UPDATE tariff_history SET historic_date = NULL"));
}

TEST_F(Schema, EnumsHoldTheirWordsOnly) {
    EXPECT_REFUSED_BY("CHECK", refusal("UPDATE v3_subscriptions SET status = 'SUSPENDED'"));
    EXPECT_REFUSED_BY("CHECK", refusal("UPDATE v3_subscriptions SET status = 'active'"));
    EXPECT_REFUSED_BY("CHECK", refusal("UPDATE subscriptions SET type = 'PAGER'"));
    EXPECT_REFUSED_BY("CHECK", refusal("UPDATE documents SET kind = 'netflix'"));
    EXPECT_REFUSED_BY("CHECK", refusal("UPDATE documents SET billing_type = ''"));
    EXPECT_REFUSED_BY("CHECK", refusal("UPDATE runs SET state = 'lost'"));
    EXPECT_REFUSED_BY("CHECK", refusal("UPDATE promotions SET status = 'REQUESTED'"));
}

TEST_F(Schema, ValuesHaveTheirForm) {
    EXPECT_REFUSED_BY("CHECK", refusal("UPDATE v3_subscriptions SET id = x'000102030405060708090a0b0c0d0e'"));
    EXPECT_REFUSED_BY("cannot store TEXT",
                      refusal("UPDATE v3_subscriptions SET id = '00000000-0000-4000-8000-000000000001'"));
    EXPECT_REFUSED_BY("cannot store TEXT",
                      refusal("UPDATE v3_subscriptions SET creation_date = '2023-02-01T09:00:00Z'"));
    EXPECT_REFUSED_BY("cannot store REAL", refusal("UPDATE credit_limits SET credit_limit_value = 1.5"));
    EXPECT_REFUSED_BY("CHECK", refusal("UPDATE subscriptions SET legacy_id = 0"));
    EXPECT_REFUSED_BY("CHECK", refusal("UPDATE documents SET content = x'00'"));
    EXPECT_REFUSED_BY("NOT NULL", refusal("UPDATE v3_subscriptions SET creation_date = NULL"));
    EXPECT_REFUSED_BY("NOT NULL", refusal("UPDATE credit_limits SET reason = NULL"));
}

TEST_F(Schema, NoRowIsAnOrphan) {
    EXPECT_REFUSED_BY("FOREIGN KEY", copy("promotions", "document = 999"));
    EXPECT_REFUSED_BY("FOREIGN KEY", copy("promotion_commitments", "owner = 7"));
    EXPECT_REFUSED_BY("FOREIGN KEY", copy("v3_subscriptions", "document = 999"));
    EXPECT_REFUSED_BY("FOREIGN KEY", refusal("DELETE FROM documents"));
    EXPECT_REFUSED_BY("FOREIGN KEY", refusal("DELETE FROM subscriptions"));
    EXPECT_REFUSED_BY("FOREIGN KEY", refusal("UPDATE documents SET known_from = 999"));
}

TEST_F(Schema, OneCurrentDocumentOfAName) {
    EXPECT_REFUSED_BY("UNIQUE", copy("documents", "id = 99"));
    EXPECT_REFUSED_BY("UNIQUE", copy("subscriptions", "id = 99"));
    EXPECT_REFUSED_BY("CHECK", copy("documents", "id = 99, subscription = NULL"));
}

// --- files that are no store ----------------------------------------------------------------------------------------

class ForeignFiles : public Test {
protected:
    // Opened in whatever way, the file is refused and stays as it is.
    void expect_refused(const std::string& path, ErrorCode code = ErrorCode::store_unusable) {
        const bool is_file = std::filesystem::is_regular_file(path);
        const std::string before = is_file ? bytes_of(path) : "";
        for (const bool read_only : {false, true}) {
            for (const bool create : {false, true}) {
                for (const bool migrate : {false, true}) {
                    EXPECT_EQ(code_of([&] { Engine(path, {read_only, create, migrate, {}}); }), code);
                }
            }
        }
        EXPECT_EQ(code_of([&] { (void)Engine::migrations(path); }), code);
        if (is_file) {
            EXPECT_EQ(bytes_of(path), before);
        }
        const auto beside = std::filesystem::directory_iterator(directory_.path());
        const auto count = std::count_if(begin(beside), end(beside), [](const auto&) { return true; });
        EXPECT_LE(count, 1) << "something was left beside the file";
    }
    Directory directory_;
};

TEST_F(ForeignFiles, AnotherProgramsDatabase) {
    const std::string path = directory_.file("other.db");
    Raw(path).run("CREATE TABLE subscriptions (id INTEGER)");
    expect_refused(path);
}

TEST_F(ForeignFiles, AnotherProgramsDatabaseWithoutTables) {
    const std::string path = directory_.file("other.db");
    Raw(path).run("PRAGMA application_id = 7; CREATE TABLE t (a); DROP TABLE t");
    expect_refused(path);
}

TEST_F(ForeignFiles, AStoreOfANewerVersion) {
    const std::string path = directory_.file("newer.db");
    { Engine engine(path); }
    {
        Raw raw(path);
        raw.run("PRAGMA user_version = 1000; PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE");
    }
    std::filesystem::remove(path + "-writer");
    expect_refused(path);
}

TEST_F(ForeignFiles, ATextFile) { expect_refused(directory_.file("text.db", std::string(5000, 'x'))); }
TEST_F(ForeignFiles, AShortTextFile) { expect_refused(directory_.file("text.db", "{}\n")); }
TEST_F(ForeignFiles, AStoreWhoseBeginningIsLost) {
    expect_refused(directory_.file("text.db", std::string_view("SQLite format 3\0 and then something else", 40)));
}
TEST_F(ForeignFiles, ADirectory) { expect_refused(directory_.path()); }

TEST_F(ForeignFiles, AMissingFileThatIsNotToBeMade) {
    const std::string path = directory_.file("missing.db");
    EXPECT_EQ(code_of([&] { Engine(path, {.create = false}); }), ErrorCode::storage);
    EXPECT_EQ(code_of([&] { Engine(path, {.read_only = true}); }), ErrorCode::storage);
    EXPECT_EQ(code_of([&] { (void)Engine::migrations(path); }), ErrorCode::storage);
    EXPECT_FALSE(std::filesystem::exists(path));
    EXPECT_EQ(code_of([&] { Engine(directory_.file("no/directory/store.db")); }), ErrorCode::storage);
    EXPECT_EQ(code_of([] { Engine(""); }), ErrorCode::invalid_argument);
}

TEST_F(ForeignFiles, AnEmptyFileBecomesAStore) {
    const std::string path = directory_.file("empty.db", "");
    EXPECT_EQ(code_of([&] { Engine(path, {.read_only = true}); }), ErrorCode::store_unusable);
    EXPECT_EQ(bytes_of(path), "");
    Engine engine(path);
    EXPECT_EQ(engine.counts()["subscriptions"], 0U);
    const auto migrations = Engine::migrations(path);
    ASSERT_FALSE(migrations.empty());
    for (const auto& migration : migrations) EXPECT_TRUE(migration.is_applied) << migration.name;
}

TEST_F(ForeignFiles, ReadOnlyWritesNothing) {
    const std::string path = directory_.file("store.db");
    { Engine engine(path); }
    Engine engine(path, {.read_only = true});
    EXPECT_EQ(code_of([&] { load(engine, dumps::segment(1)); }), ErrorCode::storage);
    EXPECT_EQ(engine.counts()["subscriptions"], 0U);
}

// Another program's file with changes that wait in its log: closing a connection that can write would tidy them up.
TEST_F(ForeignFiles, KeepTheirLog) {
    stores::Directory directory;
    const std::string path = directory.file("foreign.db");
    SQLite::Database theirs(path, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    theirs.exec("PRAGMA journal_mode = WAL");
    theirs.exec("CREATE TABLE t (a)");
    const std::string copy = directory.file("copy.db");
    std::filesystem::copy_file(path, copy);
    std::filesystem::copy_file(path + "-wal", copy + "-wal");
    const std::string before = stores::bytes_of(copy) + stores::bytes_of(copy + "-wal");
    EXPECT_EQ(stores::code_of([&] { Engine engine(copy); }), ErrorCode::store_unusable);
    EXPECT_EQ(stores::bytes_of(copy) + stores::bytes_of(copy + "-wal"), before);
}

TEST_F(ForeignFiles, ShorterThanAHeaderAreNotTakenForEmpty) {
    stores::Directory directory;
    const std::string path = directory.file("note.txt", "x");
    EXPECT_EQ(stores::code_of([&] { Engine engine(path); }), ErrorCode::store_unusable);
    EXPECT_EQ(stores::bytes_of(path), "x");
}

}  // namespace
}  // namespace abonado
