// Duplicates across a dump: which are found, what is said of them, and the temporary file they may need.

#include <gtest/gtest.h>
#include <sys/mount.h>

#include <cstddef>
#include <filesystem>
#include <limits>
#include <string>

#include "abonado/error.hpp"
#include "abonado/validate.hpp"
#include "dump_text.hpp"
#include "vectors.hpp"

namespace abonado {
namespace {

using dumps::File;
using dumps::max_record;
using dumps::plain;
using dumps::segment;
using dumps::temporary;
using dumps::uuid_of;
using vectors::verdict;
using vectors::verdict_of_files;

TEST(Duplicates, AreFoundAcrossBlocks) {
    std::string text = max_record(1, uuid_of(1), R"(,"identifiers":{"MSISDN":"600000001"})") + "\n";
    int number = 1;
    while (text.size() < (std::size_t{3} << 20)) text += segment(++number, "OM", 500) + "\n";
    text += max_record(1, uuid_of(1)) + "\n" + max_record(500'001, uuid_of(1)) + "\n" + segment(2, "OM", 500) + "\n" +
            max_record(500'002, uuid_of(2), R"(,"identifiers":{"MSISDN":"+34 600 000 001"})") + "\n";
    for (const unsigned threads : {1U, 2U}) {
        const auto result = verdict(text, plain(threads));
        const std::string at = std::to_string(number + 1) + ' ';
        EXPECT_EQ(result.text(), std::to_string(number + 1) + " DUP-001 /legacy_id\n" + std::to_string(number + 2) +
                                     " DUP-002 /id\n" + std::to_string(number + 3) + " DUP-001 /legacy_id\n" +
                                     std::to_string(number + 4) + " DUP-003 /identifiers/MSISDN\n");
        EXPECT_EQ(result.report.invalid, 2U);
        EXPECT_EQ(result.report.warnings, 2U);
    }
}

TEST(Duplicates, AreFoundAcrossInputsAndNameTheOther) {
    const File first("dup1.ndjson", "\n" + max_record(1, uuid_of(1)) + "\n");
    const File second("dup2.ndjson", max_record(2, uuid_of(1)) + "\n");
    const auto result = verdict_of_files({first.path(), second.path()}, plain());
    ASSERT_EQ(result.text(), "1 DUP-002 /id\n");
    EXPECT_EQ(result.findings[0].input, 1U);
    EXPECT_NE(result.findings[0].message.find("line 2 of " + first.path()), std::string::npos)
        << result.findings[0].message;
}

TEST(Duplicates, SameContentAgainIsAWarning) {
    const std::string line = segment(1) + "\n";
    const auto again = verdict(line + line, plain());
    EXPECT_EQ(again.text(), "2 DUP-001 /legacy_id\n");
    EXPECT_EQ(again.report.warnings, 1U);
    EXPECT_EQ(again.report.invalid, 0U);
    const auto changed = verdict(line + segment(1, "OM_GOLD", 8) + "\n", plain());
    EXPECT_EQ(changed.report.invalid, 1U);
    EXPECT_EQ(verdict(line + segment(1) + "\r\n", plain()).report.invalid, 0U);  // a line end is no content
}

TEST(Duplicates, PointAtTheValueHoweverItIsWritten) {
    // Some writers escape the plus sign.
    const std::string text = max_record(1, uuid_of(1), R"(,"identifiers":{"MSISDN":"+34600000001"})") + "\n" +
                             max_record(2, uuid_of(2), R"(,"identifiers":{"MSISDN":"\u002b34600000001"})") + "\n" +
                             max_record(3, "\\u0030" + uuid_of(1).substr(1)) + "\n";
    const auto result = verdict(text, plain());
    ASSERT_EQ(result.text(), "2 DUP-003 /identifiers/MSISDN\n3 DUP-002 /id\n");
    EXPECT_EQ(result.findings[0].byte_offset, text.find(R"("\u002b)"));
    EXPECT_EQ(result.findings[1].byte_offset, text.find(R"("\u0030)"));
}

TEST(Duplicates, ARecordThatCannotBeNamedTakesNoPart) {
    const std::string text =
        R"({"kind":"segment","org":"euskaltel","body":{"segment_id":"OM","segment_value":"V","reason":"r"}})";
    EXPECT_EQ(
        verdict(text + "\n" + text + "\n", plain()).report.by_rule[static_cast<std::size_t>(find_rule("DUP-001"))], 0U);
}

TEST(Duplicates, CanBeLeftOut) {
    ValidateOptions options = plain();
    options.check_duplicates = false;
    EXPECT_EQ(verdict(segment(1) + "\n" + segment(1) + "\n", options).text(), "");
}

std::string many_duplicates() {
    std::string text;
    for (int i = 1; i <= 12'000; ++i) {
        const std::string number = std::to_string(600'000'000 + i % 9'001);
        text += max_record(i % 10'007, uuid_of(i % 9'973), R"(,"identifiers":{"MSISDN":")" + number + R"("})") + "\n";
    }
    return text;
}

TEST(Duplicates, InATemporaryFileAreTheSameAsInMemory) {
    const std::string text = many_duplicates();
    const auto in_memory = verdict(text, plain());
    EXPECT_GT(in_memory.findings.size(), 5'000U);
    for (const std::size_t memory : {std::size_t{0}, std::size_t{300'000}}) {
        ValidateOptions options = plain();
        options.duplicate_memory = memory;
        options.temporary_directory = testing::TempDir();
        const auto spilled = verdict(text, options);
        EXPECT_TRUE(spilled.bytes() == in_memory.bytes()) << memory;
        EXPECT_EQ(spilled.report.invalid, in_memory.report.invalid);
    }
}

TEST(Duplicates, MoreMemoryMayBeAllowedThanThereIs) {
    ValidateOptions options = plain();
    for (const std::size_t memory : {std::size_t{1} << 40, std::numeric_limits<std::size_t>::max()}) {
        options.duplicate_memory = memory;
        EXPECT_EQ(verdict(segment(1) + "\n" + segment(1), options).text(), "2 DUP-001 /legacy_id\n");
    }
}

TEST(Duplicates, ATemporaryDirectoryThatCannotBeWrittenIsAnError) {
    ValidateOptions options = plain();
    options.duplicate_memory = 0;
    options.temporary_directory = temporary("no such directory");
    for (const unsigned threads : {1U, 2U}) {
        options.threads = threads;
        try {
            (void)verdict(many_duplicates(), options);
            FAIL();
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), ErrorCode::output_unwritable);
            EXPECT_NE(std::string(error.what()).find(options.temporary_directory), std::string::npos) << error.what();
        }
    }
    EXPECT_EQ(verdict(segment(1), options).text(), "");  // nothing to write, nothing to fail
}

// Names that have to go to a file for which there is no room.
TEST(Duplicates, ADiskWithoutRoomIsTold) {
    const std::string disk = temporary("disk");
    std::filesystem::create_directory(disk);
    if (::mount("tmpfs", disk.c_str(), "tmpfs", 0, "size=16k") != 0) {
        std::filesystem::remove(disk);
        GTEST_SKIP() << "a file system of its own can be mounted only by root";
    }
    ValidateOptions options = plain();
    options.duplicate_memory = 1024;
    options.temporary_directory = disk;
    std::string text;
    for (int i = 1; i <= 5000; ++i) text += segment(i) + "\n";
    try {
        (void)verdict(text, options);
        ADD_FAILURE() << "went on";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::output_unwritable);
        EXPECT_NE(std::string(error.what()).find(disk + ": No space left"), std::string::npos) << error.what();
    }
    EXPECT_EQ(::umount(disk.c_str()), 0);  // nothing is left open there
    std::filesystem::remove(disk);
}

}  // namespace
}  // namespace abonado
