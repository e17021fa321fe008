// Lines of a dump: their ends, empty ones, broken ones, long ones. Each is counted and none hides the next.

#include <gtest/gtest.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "abonado/validate.hpp"
#include "dump_text.hpp"
#include "vectors.hpp"

namespace abonado {
namespace {

using dumps::plain;
using dumps::segment;
using vectors::verdict;
using vectors::verdict_of_files;

TEST(Lines, AnEmptyInputIsADumpWithoutRecords) {
    for (const std::string_view text : {"", "\n", "\n\n\n", "\r\n", " \t \r\n  \n", "\xef\xbb\xbf", "\xef\xbb\xbf\n"}) {
        const auto result = verdict(text, plain());
        EXPECT_EQ(result.report.records, 0U);
        EXPECT_EQ(result.bytes(), "");
        EXPECT_TRUE(result.report.ok());
        EXPECT_EQ(result.report.bytes, text.size());
    }
    EXPECT_TRUE(verdict_of_files({}, plain()).report.ok());
}

TEST(Lines, EmptyOnesCountAsLinesButNotAsRecords) {
    const auto result = verdict("\n\n" + segment(1) + "\n  \n" + segment(2, "OP") + "\n\n", plain());
    EXPECT_EQ(result.report.records, 2U);
    EXPECT_EQ(result.text(), "5 SEG-001 /segment_id\n");
}

TEST(Lines, MayEndInCarriageReturnAndNewline) {
    const std::string text = segment(1) + "\r\n\r\n" + segment(2, "OP") + "\r\n";
    const auto result = verdict(text, plain());
    EXPECT_EQ(result.report.records, 2U);
    ASSERT_EQ(result.text(), "3 SEG-001 /segment_id\n");
    EXPECT_EQ(result.findings[0].byte_offset, text.find("\"OP\""));
    EXPECT_EQ(result.report.bytes, text.size());
}

TEST(Lines, ACarriageReturnWithinIsNoLineEnd) {
    EXPECT_EQ(verdict(segment(1) + "\r" + segment(2) + "\n", plain()).text(), "1 DOC-001\n");
}

TEST(Lines, TheLastMayLackItsNewline) {
    const auto result = verdict(segment(1) + "\n" + segment(2, "OP"), plain());
    EXPECT_EQ(result.report.records, 2U);
    EXPECT_EQ(result.text(), "2 SEG-001 /segment_id\n");
}

TEST(Lines, AByteOrderMarkAtTheBeginningIsNoFault) {
    const std::string text = "\xef\xbb\xbf" + segment(1, "OP") + "\n";
    const auto result = verdict(text, plain());
    ASSERT_EQ(result.text(), "1 SEG-001 /segment_id\n");
    EXPECT_EQ(result.findings[0].byte_offset, text.find("\"OP\""));
    EXPECT_EQ(result.report.bytes, text.size());
    EXPECT_EQ(verdict(segment(1) + "\n" + text, plain()).text(), "2 DOC-001\n");
}

TEST(Lines, HalfALineAtTheEndIsAFinding) {
    const std::string whole = segment(2);
    for (std::size_t size = 1; size < whole.size(); ++size) {
        const auto result = verdict(segment(1) + "\n" + whole.substr(0, size), plain());
        EXPECT_EQ(result.report.records, 2U) << size;
        EXPECT_EQ(result.report.valid, 1U) << size;
        EXPECT_EQ(result.text(), "2 DOC-001\n") << size;
    }
}

TEST(Lines, GarbageInTheMiddleHidesNothing) {
    const std::vector<std::string> garbage{
        "garbage",       std::string("\0\0\0\0", 4), std::string(5000, '{'), std::string(5000, '"'),
        "\x89PNG\r\x1a", "\xff\xfe{\"kind\"",        R"({"kind":"segment")", std::string("{\"a\":\"\0\"}", 9)};
    for (const std::string& line : garbage) {
        const auto result = verdict(segment(1) + "\n" + line + "\n" + segment(2, "OP") + "\n" + segment(3) + "\n",
                                    plain());
        EXPECT_EQ(result.report.records, 4U);
        EXPECT_EQ(result.report.valid, 2U);
        const auto text = vectors::lines(result.text());
        ASSERT_EQ(text.size(), 2U) << result.text();
        EXPECT_TRUE(text[0] == "2 DOC-001" || text[0] == "2 DOC-006") << text[0];
        EXPECT_EQ(text[1], "3 SEG-001 /segment_id");
    }
}

TEST(Lines, BadUtf8IsAFindingThatIsItselfUtf8) {
    const auto result = verdict("{\"kind\":\"Mu\xf1oz\"}\n\x80\x80\xff\n", plain());
    EXPECT_EQ(result.text(), "1 DOC-001\n2 DOC-001\n");
    for (const Finding& f : result.findings) {
        EXPECT_NE(to_json_line(f).find("\xef\xbf\xbd"), std::string::npos);
        EXPECT_EQ(to_json_line(f).find('\xf1'), std::string::npos);
        EXPECT_EQ(to_json_line(f).find('\xff'), std::string::npos);
    }
}

// Each behind the one before, with a clean line in between that stays clean.
TEST(Lines, AnyByteInAnyPlaceIsAFindingOrPasses) {
    ValidateOptions options = plain();
    options.check_duplicates = false;
    const std::string line = segment(1);
    const std::string clean = "\n" + segment(2) + "\n";
    for (std::size_t at = 0; at < line.size(); ++at) {
        std::string dump;
        std::uint64_t lines = 0;
        for (int byte = 0; byte < 256; ++byte) {
            if (byte == '\n') continue;
            std::string text = line;
            text[at] = static_cast<char>(byte);
            dump += text + clean;
            ++lines;
        }
        const auto result = verdict(dump, options);
        EXPECT_EQ(result.report.records, 2 * lines) << at;
        EXPECT_EQ(result.report.valid + result.report.invalid, 2 * lines) << at;
        EXPECT_GE(result.report.valid, lines) << at;
        EXPECT_LE(result.report.invalid, lines) << at;
    }
}

// ---- long lines

TEST(LongLines, AreAFindingAndTheRestIsChecked) {
    ValidateOptions options = plain();
    options.rules.max_line_bytes = 300;
    const std::string fits = segment(1, "OM", 300 - segment(1, "OM", 0).size());
    ASSERT_EQ(fits.size(), 300U);
    const std::string longer = segment(2, "OP", 301 - segment(2, "OP", 0).size());
    const std::string text = fits + "\n" + longer + "\r\n" + segment(3, "OP") + "\n";
    const auto result = verdict(text, options);
    EXPECT_EQ(result.text(), "2 DOC-006\n3 SEG-001 /segment_id\n");
    EXPECT_EQ(result.report.records, 3U);
    EXPECT_EQ(result.report.invalid, 2U);
    EXPECT_EQ(result.findings[0].byte_offset, 301U);
    EXPECT_EQ(result.findings[1].byte_offset, text.rfind("\"OP\""));
    EXPECT_EQ(verdict(fits + "\r\n", options).text(), "");
    EXPECT_EQ(verdict(fits, options).text(), "");
    EXPECT_EQ(verdict(longer, options).text(), "1 DOC-006\n");
}

TEST(LongLines, LargerThanSeveralBlocksLeaveLinesAndOffsetsRight) {
    const std::string last = segment(3, "OP");
    for (const std::size_t limit : {std::size_t{300}, std::size_t{1} << 20, (std::size_t{3} << 20) + 17}) {
        for (const std::size_t length : {(std::size_t{1} << 20) - 2, std::size_t{1} << 20, (std::size_t{1} << 20) + 1,
                                         (std::size_t{5} << 20) + 3}) {
            if (length <= limit) continue;
            for (const unsigned threads : {1U, 2U}) {
                ValidateOptions options = plain(threads);
                options.rules.max_line_bytes = limit;
                const std::string text = segment(1) + "\n\n" + std::string(length, 'x') + "\n" + last + "\n\n" + last;
                const auto result = verdict(text, options);
                SCOPED_TRACE(std::to_string(limit) + " " + std::to_string(length));
                ASSERT_EQ(result.text(),
                          "3 DOC-006\n4 SEG-001 /segment_id\n6 SEG-001 /segment_id\n6 DUP-001 /legacy_id\n");
                EXPECT_EQ(result.report.records, 4U);
                EXPECT_EQ(result.findings[0].byte_offset, segment(1).size() + 2);
                EXPECT_EQ(result.findings[1].byte_offset, text.find("\"OP\""));
                EXPECT_EQ(result.findings[2].byte_offset, text.rfind("\"OP\""));
                EXPECT_EQ(result.report.bytes, text.size());
            }
        }
    }
}

TEST(LongLines, AtTheEndWithoutNewline) {
    ValidateOptions options = plain();
    options.rules.max_line_bytes = 300;
    for (const std::size_t length : {std::size_t{301}, std::size_t{2'000'000}, std::size_t{1} << 20}) {
        const auto result = verdict(segment(1) + "\n" + std::string(length, '['), options);
        EXPECT_EQ(result.text(), "2 DOC-006\n") << length;
        EXPECT_EQ(result.report.records, 2U) << length;
    }
}

TEST(LongLines, SayHowLongTheLineIs) {
    ValidateOptions options = plain();
    options.rules.max_line_bytes = 300;
    for (const std::size_t length : {std::size_t{301}, std::size_t{2'500'000}}) {
        for (const std::string_view end : {"", "\n", "\r\n"}) {
            const auto result = verdict(std::string(length, 'x') + std::string(end), options);
            ASSERT_EQ(result.text(), "1 DOC-006\n");
            EXPECT_NE(result.findings[0].message.find(" " + std::to_string(length) + " bytes"), std::string::npos)
                << result.findings[0].message;
        }
    }
}

TEST(LongLines, TheDefaultLimitIs16MiB) {
    constexpr std::size_t kLimit = std::size_t{16} << 20;
    const std::size_t frame = segment(1, "OP", 0).size();
    const std::string fits = segment(1, "OP", kLimit - frame);
    ASSERT_EQ(fits.size(), kLimit);
    for (const unsigned threads : {1U, 2U}) {
        EXPECT_EQ(verdict(fits + "\n" + segment(2) + "\n", plain(threads)).text(), "1 SEG-001 /segment_id\n");
        EXPECT_EQ(verdict(fits + "\r\n" + segment(2), plain(threads)).text(), "1 SEG-001 /segment_id\n");
        EXPECT_EQ(verdict(fits, plain(threads)).text(), "1 SEG-001 /segment_id\n");
        EXPECT_EQ(verdict(segment(1, "OP", kLimit - frame + 1) + "\n" + segment(2) + "\n", plain(threads)).text(),
                  "1 DOC-006\n");
    }
}

}  // namespace
}  // namespace abonado
