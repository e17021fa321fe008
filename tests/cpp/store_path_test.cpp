// A store is the file that its path led to when it was opened, by whatever name, and no output is written over it.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "stores.hpp"

namespace abonado {
namespace {

namespace fs = std::filesystem;
using stores::code_of;
using stores::Directory;
using stores::exported;
using stores::loading;

// The test works there until its end.
class WorkingDirectory {
public:
    explicit WorkingDirectory(const std::string& path) : before_(fs::current_path()) { fs::current_path(path); }
    WorkingDirectory(const WorkingDirectory&) = delete;
    WorkingDirectory& operator=(const WorkingDirectory&) = delete;
    ~WorkingDirectory() {
        std::error_code ignored;
        fs::current_path(before_, ignored);
    }

private:
    const fs::path before_;
};

std::vector<std::string> names_in(const std::string& directory) {
    std::vector<std::string> out;
    for (const fs::directory_entry& entry : fs::directory_iterator(directory)) out.push_back(entry.path().filename());
    std::sort(out.begin(), out.end());
    return out;
}

ErrorCode load_with_rejects(Engine& engine, const std::string& rejects) {
    LoadOptions options = loading();
    options.rejects_path = rejects;
    return code_of([&] { stores::load(engine, "{}\n", options); });
}

TEST(StorePaths, NoOutputIsWrittenOverAStoreThatALinkLedTo) {
    const Directory directory;
    { Engine made(directory.file("real.db")); }
    fs::create_symlink("real.db", directory.file("link.db"));
    Engine engine(directory.file("link.db"));
    stores::load(engine, dumps::segment(1));
    const std::string before = exported(engine);
    for (const char* name : {"real.db", "link.db", "real.db-wal", "real.db-shm", "real.db-writer", "real.db-journal"}) {
        EXPECT_EQ(load_with_rejects(engine, directory.file(name)), ErrorCode::invalid_argument) << name;
    }
    EXPECT_EQ(engine.path(), directory.file("link.db"));
    EXPECT_EQ(engine.files().front(), fs::canonical(directory.file("real.db")));
    EXPECT_EQ(exported(engine), before);
}

TEST(StorePaths, AStoreStaysWhereItIsWhenTheProcessGoesElsewhere) {
    const Directory here;
    const Directory there;
    const WorkingDirectory first(here.path());
    Engine engine("s.db");
    stores::load(engine, dumps::segment(1));
    const WorkingDirectory second(there.path());
    stores::load(engine, dumps::segment(2));
    EXPECT_EQ(stores::value(engine, "SELECT count(*) FROM documents"), "2");
    EXPECT_EQ(load_with_rejects(engine, here.file("s.db")), ErrorCode::invalid_argument);
    EXPECT_EQ(names_in(there.path()), std::vector<std::string>{});
    engine.close();
    EXPECT_EQ(names_in(here.path()), (std::vector<std::string>{"s.db", "s.db-writer"}));
}

TEST(StorePaths, ALinkToAStoreThatIsNotThereYetLeadsToIt) {
    const Directory directory;
    fs::create_directory(directory.file("far"));
    fs::create_symlink("far/s.db", directory.file("link.db"));
    Engine engine(directory.file("link.db"));
    stores::load(engine, dumps::segment(1));
    EXPECT_EQ(load_with_rejects(engine, directory.file("far/s.db-wal")), ErrorCode::invalid_argument);
    EXPECT_TRUE(fs::exists(directory.file("far/s.db-writer")));
}

// SQLite reads a name that begins with "file:" as a URI, with escapes and settings.
TEST(StorePaths, ANameIsNoUri) {
    const Directory directory;
    const WorkingDirectory here(directory.path());
    for (const std::string name : {"file:s.db", "file:s%61.db", "file:s.db?mode=memory", "file::memory:"}) {
        Engine engine(name);
        stores::load(engine, dumps::segment(1));
        EXPECT_EQ(load_with_rejects(engine, name), ErrorCode::invalid_argument) << name;
        engine.backup("file:copy of " + name);
        engine.close();
        EXPECT_TRUE(fs::exists(directory.file(name))) << name;
        EXPECT_TRUE(fs::exists(directory.file("file:copy of " + name))) << name;
        EXPECT_FALSE(Engine::migrations(name).empty());
    }
    for (const std::string& name : names_in(directory.path())) EXPECT_EQ(name.find("file:"), 0U) << name;
}

TEST(StorePaths, WhatIsNoFileIsNotWaitedFor) {
    const Directory directory;
    const std::string pipe = directory.file("pipe");
    ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
    for (const std::string& name : {pipe, std::string("/dev/zero")}) {
        EXPECT_EQ(code_of([&] { Engine engine(name); }), ErrorCode::store_unusable) << name;
        EXPECT_EQ(code_of([&] { Engine::migrations(name); }), ErrorCode::store_unusable) << name;
    }
}

TEST(StorePaths, ANulEndsNoName) {
    const Directory directory;
    using namespace std::string_literals;
    EXPECT_EQ(code_of([&] { Engine(directory.file("s.db\0x"s)); }), ErrorCode::invalid_argument);
    EXPECT_EQ(code_of([&] { Engine::migrations(directory.file("s.db\0x"s)); }), ErrorCode::invalid_argument);
    Engine engine(":memory:");
    EXPECT_EQ(code_of([&] { engine.backup(directory.file("c.db\0x"s)); }), ErrorCode::invalid_argument);
    EXPECT_EQ(load_with_rejects(engine, directory.file("bad\0x"s)), ErrorCode::invalid_argument);
    EXPECT_EQ(names_in(directory.path()), std::vector<std::string>{});
}

// SQLite passes over a slash at the end: the store would be the file of the name before it.
TEST(StorePaths, ANameThatEndsAsADirectoryIsNoStore) {
    const Directory directory;
    { Engine made(directory.file("s.db")); }
    for (const char* name : {"s.db/", "s.db/.", "new.db/", "new.db/..", "."}) {
        EXPECT_EQ(code_of([&] { Engine(directory.file(name)); }), ErrorCode::store_unusable) << name;
        EXPECT_EQ(code_of([&] { Engine::migrations(directory.file(name)); }), ErrorCode::store_unusable) << name;
    }
    EXPECT_FALSE(fs::exists(directory.file("new.db")));
}

TEST(StorePaths, ABackupDoesNotTakeANameOfTheStore) {
    const Directory directory;
    Engine engine(directory.file("s.db"));
    fs::remove(directory.file("s.db-writer"));
    for (const char* name : {"s.db-journal", "s.db-writer"}) {
        EXPECT_EQ(code_of([&] { engine.backup(directory.file(name)); }), ErrorCode::invalid_argument) << name;
        EXPECT_FALSE(fs::exists(directory.file(name))) << name;
    }
    EXPECT_EQ(code_of([&] { engine.backup(directory.file("s.db")); }), ErrorCode::output_unwritable);
}

TEST(StorePaths, AStoreInMemoryHasNoFiles) { EXPECT_TRUE(Engine(":memory:").files().empty()); }

TEST(StorePaths, RejectsAndTheirFindingsAreTwoFiles) {
    const Directory directory;
    Engine engine(":memory:");
    fs::create_symlink("bad.ndjson", directory.file("bad.findings.ndjson"));
    EXPECT_EQ(load_with_rejects(engine, directory.file("bad.ndjson")), ErrorCode::invalid_argument);
    EXPECT_EQ(names_in(directory.path()), std::vector<std::string>{"bad.findings.ndjson"});
}

TEST(StorePaths, ALinkForRejectsStaysOne) {
    const Directory directory;
    fs::create_symlink("target.ndjson", directory.file("bad.ndjson"));
    Engine engine(":memory:");
    LoadOptions options = loading();
    options.rejects_path = directory.file("bad.ndjson");
    stores::load(engine, "{}\n", options);
    EXPECT_TRUE(fs::is_symlink(directory.file("bad.ndjson")));
    EXPECT_EQ(stores::bytes_of(directory.file("target.ndjson")), "{}\n");
}

// Before anything is loaded, whatever it is that cannot be written.
TEST(StorePaths, RejectsThatCannotBeWrittenAreToldBeforeTheLoad) {
    const Directory directory;
    Engine engine(":memory:");
    fs::create_symlink("loop.ndjson", directory.file("loop.ndjson"));
    for (const std::string& name : {std::string("no/such.ndjson"), std::string("loop.ndjson"),
                                    std::string(240, 'n') + ".ndjson", std::string(".")}) {
        EXPECT_EQ(load_with_rejects(engine, directory.file(name)), ErrorCode::output_unwritable) << name;
    }
    EXPECT_EQ(stores::value(engine, "SELECT count(*) FROM runs"), "0");
    EXPECT_EQ(names_in(directory.path()), std::vector<std::string>{"loop.ndjson"});
}

// Whose reader gives up, as one of columns that no kind has.
class BrokenInput : public Input {
public:
    const std::string& name() const override { return name_; }
    std::size_t read(char*, std::size_t) override { throw Error(ErrorCode::cancelled, "given up"); }
    std::uint64_t position() const override { return 0; }
    std::optional<std::uint64_t> size() const override { return std::nullopt; }

private:
    const std::string name_ = "broken";
};

TEST(StorePaths, ALoadThatIsBrokenOffBeforeItsFirstRecordLeavesRejectsAsTheyAre) {
    const Directory directory;
    Engine engine(":memory:");
    LoadOptions options = loading();
    options.rejects_path = directory.file("keep.ndjson", "precious");
    EXPECT_EQ(code_of([&] { stores::load(engine, std::make_unique<BrokenInput>(), options); }), ErrorCode::cancelled);
    EXPECT_EQ(stores::bytes_of(options.rejects_path), "precious");
    EXPECT_EQ(names_in(directory.path()), std::vector<std::string>{"keep.ndjson"});
}

TEST(StorePaths, ALoadThatIsRefusedLeavesNoFilesOfRejects) {
    const Directory directory;
    Engine engine(":memory:");
    LoadOptions options = loading();
    options.rejects_path = directory.file("bad.ndjson");
    options.resume = Resume::required;
    EXPECT_EQ(code_of([&] { stores::load(engine, dumps::segment(1), options); }), ErrorCode::invalid_argument);
    EXPECT_EQ(names_in(directory.path()), std::vector<std::string>{});
}

}  // namespace
}  // namespace abonado
