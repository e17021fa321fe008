// A store is the file that its path led to when it was opened, by whatever name, and no output is written over it.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
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
    for (const char* name : {"real.db", "link.db", "real.db-wal", "real.db-shm", "real.db-writer"}) {
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

TEST(StorePaths, AStoreInMemoryHasNoFiles) { EXPECT_TRUE(Engine(":memory:").files().empty()); }

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
