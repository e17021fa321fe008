// A store looked through for damage, copied, and written out.
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "stores.hpp"

namespace abonado {
namespace {

using stores::bytes_of;
using stores::code_of;
using stores::dump_of;
using stores::exported;
using stores::load;
using stores::Raw;
using stores::subscription;

class Check : public testing::Test {
protected:
    // Does something to the file of a store that holds these documents, past all that guards it, and looks for damage.
    std::vector<std::string> damage_after(const std::string& sql) {
        const std::string path = directory_.file("store" + std::to_string(count_++));
        {
            Engine engine(path);
            load(engine, dump_of({subscription(1), stores::credit_limits(1), dumps::segment(2), dumps::segment(3)}));
        }
        Raw(path).run("PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON; " + sql);
        Engine engine(path);
        return engine.check().damage;
    }
    stores::Directory directory_;
    int count_ = 0;
};

TEST_F(Check, AStoreIsCleanAfterALoad) {
    Engine engine(directory_.file("store.db"));
    EXPECT_TRUE(engine.check().ok());
    load(engine, stores::generated(500, 4, {{"SUB-001", 0.05}, {"DOC-005", 0.05}}));
    load(engine, stores::generated(100, 5));
    RuleOptions rules;
    rules.severities["SEG-003"] = Severity::warning;
    const CheckReport report = engine.check(rules);
    EXPECT_EQ(report.damage, std::vector<std::string>{});
    EXPECT_EQ(report.rules.errors, 0U);
    EXPECT_EQ(std::to_string(report.rules.records),
              stores::value(engine, "SELECT count(*) FROM documents WHERE known_to IS NULL"));
    EXPECT_GT(report.rules.warnings, 0U);  // unknown members
}

TEST_F(Check, AnUnharmedStoreHasNoDamage) { EXPECT_EQ(damage_after("SELECT 1"), std::vector<std::string>{}); }

TEST_F(Check, AChangedValueIsFound) {
    EXPECT_EQ(damage_after("UPDATE segments SET segment_value = 'other' WHERE segment_id = 'OM_GOLD'").size(), 2U);
    EXPECT_EQ(damage_after("UPDATE credit_limits SET credit_limit_value = credit_limit_value + 1").size(), 1U);
    EXPECT_EQ(damage_after("UPDATE v3_subscriptions SET other = '{\"x\":1}'").size(), 1U);
    EXPECT_EQ(damage_after("UPDATE documents SET content = zeroblob(16)").size(), 4U);
}

TEST_F(Check, ALostRowIsFound) {
    EXPECT_FALSE(damage_after("DELETE FROM credit_limits").empty());
    EXPECT_FALSE(damage_after("DELETE FROM v3_subscriptions").empty());
    EXPECT_FALSE(damage_after("DELETE FROM subscriptions WHERE legacy_id = 3").empty());
    EXPECT_FALSE(damage_after("DELETE FROM runs").empty());
}

TEST_F(Check, ValuesThatNoSchemaWouldHoldAreFound) {
    EXPECT_FALSE(damage_after("UPDATE v3_subscriptions SET status = 'SUSPENDED'").empty());
    EXPECT_FALSE(damage_after("UPDATE documents SET kind = 'fax' WHERE kind = 'segment'").empty());
    EXPECT_FALSE(damage_after("UPDATE v3_subscriptions SET other = '{\"x\":'").empty());
    EXPECT_FALSE(damage_after("UPDATE documents SET other = '[1]'").empty());
    // And whoever asks for such a document is told.
    Engine engine(directory_.file("store0"));
    EXPECT_EQ(code_of([&] { (void)engine.subscription("euskaltel", 1); }), ErrorCode::store_unusable);
    EXPECT_EQ(code_of([&] { exported(engine); }), ErrorCode::store_unusable);
}

TEST_F(Check, AFlippedByteIsFound) {
    const std::string path = directory_.file("store.db");
    {
        Engine engine(path);
        load(engine, dump_of({dumps::segment(1, "OM_A_WORD_THAT_STANDS_ONCE"), dumps::segment(2)}));
    }
    std::string bytes = bytes_of(path);
    const std::string_view word = "STANDS_ONCE";
    std::size_t flipped = 0;
    for (std::size_t at = bytes.find(word); at != std::string::npos; at = bytes.find(word, at + 1), ++flipped)
        bytes[at] = 'R';
    ASSERT_GE(flipped, 1U);
    vectors::replace_file(path, bytes);
    Engine engine(path);
    EXPECT_FALSE(engine.check().damage.empty());
}

TEST_F(Check, RulesOfTheStoreAreCheckedToo) {
    Engine engine(directory_.file("store.db"));
    LoadOptions options = stores::loading();
    options.rules.severities = {{"CRL-005", Severity::warning}, {"SUB-012", Severity::warning}};
    load(engine,
         dump_of({subscription(1, "MOBILE"), stores::credit_limits(1, "LANDLINE"), subscription(2, "TV"),
                  stores::legacy_subscription(2, "BROADBAND")}),
         options);
    std::vector<Finding> findings;
    const CheckReport report = engine.check({}, [&](const Finding& f) { findings.push_back(f); });
    EXPECT_TRUE(report.damage.empty());
    EXPECT_FALSE(report.ok());
    ASSERT_EQ(findings.size(), 2U);
    EXPECT_EQ(rules()[findings[0].rule].id, "CRL-005");
    EXPECT_EQ(findings[0].legacy_id, 1);
    EXPECT_EQ(rules()[findings[1].rule].id, "SUB-012");
    EXPECT_EQ(findings[1].legacy_id, 2);
    EXPECT_EQ(report.rules.by_rule[findings[0].rule], 1U);
}

// In memory both are on one connection.
TEST_F(Check, WhoIsToldOfAFindingMayLookHimself) {
    Engine engine(":memory:");
    LoadOptions options = stores::loading();
    options.rules.severities = {{"CRL-005", Severity::warning}};
    std::vector<std::string> lines;
    for (int id = 1; id <= 3; ++id) {
        lines.push_back(subscription(id, "MOBILE"));
        lines.push_back(stores::credit_limits(id, "LANDLINE"));
    }
    load(engine, dump_of(lines), options);
    std::vector<std::int64_t> outer;
    std::vector<std::int64_t> inner;
    (void)engine.check({}, [&](const Finding& f) {
        outer.push_back(f.legacy_id);
        if (outer.size() > 1) return;
        (void)engine.check({}, [&](const Finding& of_inner) { inner.push_back(of_inner.legacy_id); });
    });
    EXPECT_EQ(outer, (std::vector<std::int64_t>{1, 2, 3}));
    EXPECT_EQ(inner, outer);
}

TEST_F(Check, StopsWhenItIsToldTo) {
    Engine engine(directory_.file("store.db"));
    load(engine, stores::generated(300));
    const Tick stop = [](const Progress&) { return false; };
    EXPECT_EQ(code_of([&] { (void)engine.check({}, {}, stop); }), ErrorCode::cancelled);
    EXPECT_EQ(code_of([&] { engine.export_documents([](std::string_view) {}, "", stop); }), ErrorCode::cancelled);
    EXPECT_TRUE(engine.check().ok());
}

// --- copies -----------------------------------------------------------------------------------------------------------

TEST_F(Check, ABackupIsAStoreOfItsOwn) {
    Engine engine(directory_.file("store.db"));
    load(engine, stores::generated(200, 1, {{"SUB-001", 0.1}}));
    const std::string copy = directory_.file("copy.db");
    engine.backup(copy);
    Engine copied(copy);
    EXPECT_EQ(copied.digest(), engine.digest());
    EXPECT_EQ(copied.runs().size(), 1U);
    EXPECT_EQ(stores::rejects(copied).size(), stores::rejects(engine).size());
    EXPECT_TRUE(copied.check().ok());
    load(copied, dumps::segment(999'999));
    EXPECT_NE(copied.digest(), engine.digest());
    EXPECT_EQ(code_of([&] { engine.backup(copy); }), ErrorCode::output_unwritable);
    EXPECT_THROW(engine.backup(directory_.file("no/such/copy.db")), Error);
    Engine in_memory(":memory:");
    load(in_memory, dumps::segment(1));
    in_memory.backup(directory_.file("memory.db"));
    EXPECT_EQ(Engine(directory_.file("memory.db")).digest(), in_memory.digest());
}

TEST_F(Check, WhatIsExportedLoadsIntoAnEqualStore) {
    Engine engine(":memory:");
    for (std::uint64_t seed = 1; seed <= 2; ++seed) load(engine, stores::generated(300, seed));
    Engine other(":memory:");
    const std::string dump = exported(engine);
    const auto loaded = load(other, dump);
    EXPECT_EQ(loaded.report.counts.inserted, vectors::lines(dump).size());
    EXPECT_EQ(other.digest(), engine.digest());
    EXPECT_EQ(exported(other), dump);
    EXPECT_TRUE(other.check().ok());
}

TEST_F(Check, AnExportOfOneOrganisationIsPartOfTheWhole) {
    Engine engine(":memory:");
    load(engine, stores::generated(300));
    const std::string whole = exported(engine);
    std::size_t lines = 0;
    for (const std::string org : {"euskaltel", "rcable", "telecable", "racctel"}) {
        const auto part = vectors::lines(exported(engine, org));
        EXPECT_FALSE(part.empty());
        for (const std::string& line : part) {
            EXPECT_NE(line.find(R"("org":")" + org + '"'), std::string::npos);
            EXPECT_NE(whole.find(line + "\n"), std::string::npos);
        }
        lines += part.size();
    }
    EXPECT_LT(lines, vectors::lines(whole).size());  // the catalogue belongs to none of them
}

}  // namespace
}  // namespace abonado
