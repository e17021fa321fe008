// Where a dump is read from: files, several as one dump, packed ones, ones that cannot be read to their end.
#include "abonado/input.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "abonado/error.hpp"
#include "abonado/validate.hpp"
#include "dump_text.hpp"
#include "vectors.hpp"

namespace abonado {
namespace {

using dumps::File;
using dumps::plain;
using dumps::segment;
using dumps::temporary;
using vectors::verdict;
using vectors::verdict_of_files;

TEST(Files, AreReadAsOneDumpWithLinesOfTheirOwn) {
    const File first("first.ndjson", segment(1, "OP") + "\n" + segment(2));
    const File second("second.ndjson", "\xef\xbb\xbf\n" + segment(3, "OP") + "\n");
    for (const unsigned threads : {1U, 2U}) {
        const auto result = verdict_of_files({first.path(), second.path()}, plain(threads));
        EXPECT_EQ(result.text(), "1 SEG-001 /segment_id\n2 SEG-001 /segment_id\n");
        EXPECT_EQ(result.findings[0].input, 0U);
        EXPECT_EQ(result.findings[1].input, 1U);
        EXPECT_EQ(result.report.records, 3U);
    }
}

TEST(Files, ThatCannotBeReadAreFailuresAndTheRestIsChecked) {
    const File good("good.ndjson", segment(1, "OP") + "\n");
    const std::string missing = temporary("missing.ndjson");
    const std::string directory = testing::TempDir();
    for (const unsigned threads : {1U, 2U}) {
        const auto result = verdict_of_files({missing, good.path(), directory, good.path() + "/x"}, plain(threads));
        EXPECT_EQ(result.text(), "1 SEG-001 /segment_id\n");
        ASSERT_EQ(result.report.failures.size(), 3U);
        EXPECT_EQ(result.report.failures[0].input, missing);
        EXPECT_NE(result.report.failures[0].message.find("No such file"), std::string::npos);
        EXPECT_EQ(result.report.failures[1].input, directory);
        EXPECT_NE(result.report.failures[1].message.find("directory"), std::string::npos);
        EXPECT_EQ(result.report.records, 1U);
        EXPECT_FALSE(result.report.ok());
    }
    EXPECT_THROW((void)open_input(missing), Error);
}

class Packed : public testing::TestWithParam<const char*> {
protected:
    static std::string bytes() { return vectors::read("bulk/" + std::string(GetParam())); }
    static bool is_large() { return std::string_view(GetParam()).starts_with("large"); }
    // What small.ndjson and large.ndjson hold: ten and twenty thousand segments, some with the wrong prefix.
    static std::string expected() {
        return is_large() ? "1 SEG-001 /segment_id\n10000 SEG-001 /segment_id\n20000 SEG-001 /segment_id\n"
                          : "3 SEG-001 /segment_id\n10 SEG-001 /segment_id\n";
    }
};

TEST_P(Packed, IsUnpackedWhateverItsName) {
    const File file("packed", bytes());
    for (const unsigned threads : {1U, 2U}) {
        const auto result = verdict_of_files({file.path()}, plain(threads));
        EXPECT_EQ(result.text(), expected());
        EXPECT_EQ(result.report.records, is_large() ? 20000U : 10U);
        EXPECT_EQ(result.report.bytes, is_large() ? 3308885U : 1615U);
        EXPECT_TRUE(result.report.failures.empty());
    }
    EXPECT_EQ(verdict(bytes(), plain()).text(), expected());
}

TEST_P(Packed, AskedForNothingItGivesNothing) {
    const std::string text = bytes();
    const auto input = memory_input(text);
    char buffer[16];
    EXPECT_EQ(input->read(buffer, 0), 0U);
    EXPECT_EQ(input->read(buffer, sizeof buffer), sizeof buffer);
    EXPECT_EQ(input->read(buffer, 0), 0U);
    EXPECT_EQ(input->read(buffer, sizeof buffer), sizeof buffer);
}

TEST_P(Packed, CutOffItIsAFailureAndWhatCameBeforeIsChecked) {
    const std::string whole = bytes();
    const std::string all = expected();
    for (const std::size_t size :
         {whole.size() - 1, whole.size() - 9, whole.size() / 2 + 3, std::size_t{20}, std::size_t{5}}) {
        const File file("cut", whole.substr(0, size));
        const auto result = verdict_of_files({file.path()}, plain());
        SCOPED_TRACE(size);
        ASSERT_EQ(result.report.failures.size(), 1U);
        EXPECT_NE(result.report.failures[0].message.find("cut off"), std::string::npos)
            << result.report.failures[0].message;
        EXPECT_FALSE(result.report.ok());
        if (!is_large()) continue;
        if (size == whole.size() / 2 + 3) {
            EXPECT_GT(result.report.records, 1000U);
        }
        // All but the last line, which is likely to be cut too.
        const std::string got = result.text();
        const auto lines = vectors::lines(got);
        for (std::size_t i = 0; i + 1 < lines.size(); ++i)
            EXPECT_NE(all.find(lines[i] + "\n"), std::string::npos) << lines[i];
    }
}

class PackedSmall : public Packed {};

TEST_P(PackedSmall, CutOffAnywhereItIsAFailure) {
    const std::string whole = bytes();
    int parts = 0;  // that end where it was cut, which is an end like any other
    for (std::size_t size = 5; size < whole.size(); ++size) {
        const auto result = verdict(whole.substr(0, size), plain());
        EXPECT_LE(result.report.records, 10U);
        if (result.report.failures.empty()) ++parts;
        else EXPECT_FALSE(result.report.ok()) << size;
    }
    EXPECT_LE(parts, 1);
}

TEST_P(PackedSmall, WithAByteChangedItIsAFailureOrFindingsNeverACrash) {
    const std::string whole = bytes();
    int failures = 0;
    for (std::size_t at = 4; at < whole.size(); ++at) {
        std::string broken = whole;
        broken[at] = static_cast<char>(broken[at] ^ 0x55);
        const auto result = verdict(broken, plain());
        failures += result.report.failures.empty() ? 0 : 1;
    }
    EXPECT_GT(failures, static_cast<int>(whole.size() / 2));
}

// What an input gives out before it ends or fails, asked for so many bytes at a time.
std::string given_out(const std::string& packed, std::size_t size) {
    const std::unique_ptr<Input> input = memory_input(packed);
    std::string out;
    std::string buffer(size, '\0');
    try {
        while (const std::size_t got = input->read(buffer.data(), size)) out.append(buffer, 0, got);
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::input_unreadable);
    }
    return out;
}

TEST_P(PackedSmall, WithAByteChangedItGivesTheSameHoweverMuchIsAskedFor) {
    const std::string whole = bytes();
    for (std::size_t at = 4; at < whole.size(); ++at) {
        std::string broken = whole;
        broken[at] = static_cast<char>(broken[at] ^ 0x55);
        EXPECT_EQ(given_out(broken, 1 << 16), given_out(broken, 7)) << at;
    }
    std::string last = whole;
    last.back() = static_cast<char>(last.back() ^ 0x55);
    EXPECT_EQ(given_out(last, 1 << 16), given_out(whole, 1 << 16));  // only the checksum or the length is wrong
}

TEST_P(PackedSmall, WithGarbageBehindItIsAFailure) {
    const auto result = verdict(bytes() + "garbage garbage garbage", plain());
    EXPECT_EQ(result.text(), expected());
    EXPECT_EQ(result.report.failures.size(), 1U);
}

std::string test_name(const testing::TestParamInfo<const char*>& param) {
    std::string name = param.param;
    std::replace_if(
        name.begin(), name.end(), [](char c) { return c == '.' || c == '-'; }, '_');
    return name;
}

INSTANTIATE_TEST_SUITE_P(Files, Packed,
                         testing::Values("small.ndjson.gz", "two-members.ndjson.gz", "small.ndjson.zst",
                                         "two-frames.ndjson.zst", "large.ndjson.gz", "large.ndjson.zst"),
                         test_name);
INSTANTIATE_TEST_SUITE_P(Files, PackedSmall,
                         testing::Values("small.ndjson.gz", "two-members.ndjson.gz", "small.ndjson.zst",
                                         "two-frames.ndjson.zst"),
                         test_name);

// A frame names the memory that unpacking it takes, before anything of it is unpacked.
TEST(Files, ZstdThatWantsMuchMemoryIsAFailure) {
    using namespace std::string_view_literals;
    const std::string frame("\x28\xb5\x2f\xfd\0"sv);          // with a window, of unknown size
    const std::string block("\x09\0\0{"sv);                   // the last one, of one byte as it is
    const File modest("modest.zst", frame + "\x88" + block);  // 2^27 bytes
    const File greedy("greedy.zst", frame + "\xa8" + block);  // 2^31 bytes
    EXPECT_EQ(verdict_of_files({modest.path()}, plain(1)).report.records, 1U);
    const auto result = verdict_of_files({greedy.path()}, plain(1));
    EXPECT_EQ(result.report.records, 0U);
    ASSERT_EQ(result.report.failures.size(), 1U);
    EXPECT_NE(result.report.failures[0].message.find("128 MiB"), std::string::npos);
}

TEST(Files, PlainOnesThatBeginLikePackedOnesAreNot) {
    EXPECT_EQ(verdict("\x1f\n" + segment(1), plain()).text(), "1 DOC-001\n");
    EXPECT_EQ(verdict("\x28\xb5\n" + segment(1), plain()).text(), "1 DOC-001\n");
    EXPECT_EQ(verdict("\x1f", plain()).report.records, 1U);
}

}  // namespace
}  // namespace abonado
