// The bulk pipeline: whatever bytes come, every line is counted, nothing crashes, hangs or is passed over in silence.
#include "abonado/validate.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "abonado/error.hpp"
#include "vectors.hpp"

namespace abonado {
namespace {

using namespace std::chrono_literals;
using vectors::verdict;
using vectors::Verdict;
using vectors::verdict_of_files;

std::string segment(int legacy_id, std::string_view id = "OM_GOLD", std::size_t padding = 7) {
    return R"({"kind":"segment","org":"euskaltel","legacy_id":)" + std::to_string(legacy_id) +
           R"(,"segment_class":"POSTPAID_MOBILE","body":{"segment_id":")" + std::string(id) +
           R"(","segment_value":"PREMIUM","reason":")" + std::string(padding, 'r') + R"("}})";
}

std::string max_record(int legacy_id, std::string_view uuid, std::string_view members = {}) {
    return R"({"kind":"max","org":"euskaltel","legacy_id":)" + std::to_string(legacy_id) + std::string(members) +
           R"(,"body":{"id":")" + std::string(uuid) +
           R"(","status":"ACTIVE","activation_date":"2023-02-02T10:30:00Z",)"
           R"("last_status_reason":"ACTIVATION_OK","catalogue_commercial_product_id":"MAX","legacy_account_id":880123,)"
           R"("creation_date":"2023-02-01T09:00:00Z","creation_user":"u","bundle_related_info":{},)"
           R"("specific_data":{"service_id":"s","product_id":"p"}}})";
}

std::string uuid_of(int number) {
    const std::string digits = std::to_string(number);
    return "00000000-0000-4000-8000-" + std::string(12 - digits.size(), '0') + digits;
}

ValidateOptions plain(unsigned threads = 1) {
    ValidateOptions options;
    options.threads = threads;
    return options;
}

std::string temporary(std::string_view name) {
    return testing::TempDir() + "abonado_validate_" + std::to_string(::getpid()) + "_" + std::string(name);
}

// A file with these bytes, gone at the end of the test.
class File {
public:
    File(std::string_view name, std::string_view bytes) : path_(temporary(name)) {
        vectors::replace_file(path_, bytes);
    }
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    ~File() { std::remove(path_.c_str()); }
    const std::string& path() const { return path_; }

private:
    std::string path_;
};

// ---- lines

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

TEST(Lines, EveryByteInEveryPlaceIsAFindingOrPasses) {
    const std::string line = segment(1);
    for (std::size_t at = 0; at < line.size(); at += 3) {
        for (int byte = 0; byte < 256; byte += 5) {
            std::string text = line;
            text[at] = static_cast<char>(byte);
            const auto result = verdict(text + "\n" + segment(2) + "\n", plain());
            if (byte == '\n') continue;
            EXPECT_EQ(result.report.records, 2U) << at << ' ' << byte;
            EXPECT_EQ(result.report.valid + result.report.invalid, 2U);
        }
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

// ---- blocks and threads

// Several megabytes with findings of many rules, empty lines, garbage and long lines.
std::string large_dump() {
    std::string text;
    int number = 0;
    while (text.size() < (std::size_t{5} << 20)) {
        ++number;
        const auto padding = static_cast<std::size_t>(number % 700);
        text += segment(number, number % 29 == 0 ? "OP" : "OM", padding);
        text += number % 31 == 0 ? "\r\n\n" : "\n";
        if (number % 503 == 0) text += "garbage \xff\n";
        if (number % 1009 == 0) text += std::string(700'000, ' ') + segment(number - 5, "OM", padding) + "\n";
        if (number % 211 == 0) text += max_record(number, uuid_of(number / 500)) + "\n";
    }
    return text + segment(99, "OP");
}

TEST(Blocks, LinesAndOffsetsAreRightAcrossThem) {
    const std::string text = large_dump();
    const auto lines = vectors::lines(text);
    const auto result = verdict(text, plain());
    EXPECT_EQ(result.report.records,
              static_cast<std::uint64_t>(std::count_if(lines.begin(), lines.end(), [](const std::string& l) {
                  return l.find_first_not_of(" \r") != std::string::npos;
              })));
    EXPECT_EQ(result.report.bytes, text.size());
    std::vector<std::uint64_t> begin{0};
    for (const std::string& line : lines) begin.push_back(begin.back() + line.size() + 1);
    std::size_t prefixes = 0;
    for (const Finding& f : result.findings) {
        ASSERT_LE(f.line, lines.size());
        ASSERT_GE(f.byte_offset, begin[f.line - 1]);
        ASSERT_LT(f.byte_offset, begin[f.line]);
        if (rules()[f.rule].id != "SEG-001") continue;
        ++prefixes;
        EXPECT_EQ(text.substr(f.byte_offset, 4), "\"OP\"");
    }
    EXPECT_GT(prefixes, 100U);
}

TEST(Blocks, AnyNumberOfThreadsGivesTheSameFindings) {
    const std::string text = large_dump();
    const auto one = verdict(text, plain(1));
    EXPECT_GT(one.findings.size(), 150U);
    for (const unsigned threads : {2U, 4U, 0U}) {
        const auto many = verdict(text, plain(threads));
        EXPECT_TRUE(many.bytes() == one.bytes()) << threads;
        EXPECT_EQ(many.report.records, one.report.records);
        EXPECT_EQ(many.report.valid, one.report.valid);
        EXPECT_EQ(many.report.errors, one.report.errors);
        EXPECT_EQ(many.report.warnings, one.report.warnings);
        EXPECT_EQ(many.report.by_rule, one.report.by_rule);
        EXPECT_EQ(many.report.examples, one.report.examples);
    }
}

// Gives its bytes a few at a time, as a pipe does.
class Trickle : public Input {
public:
    Trickle(std::string_view bytes, std::size_t step) : bytes_(bytes), step_(step) {}
    const std::string& name() const override { return name_; }
    std::size_t read(char* buffer, std::size_t size) override {
        const std::size_t got = bytes_.copy(buffer, std::min(size, step_));
        bytes_.remove_prefix(got);
        position_ += got;
        return got;
    }
    std::uint64_t position() const override { return position_; }
    std::optional<std::uint64_t> size() const override { return std::nullopt; }

private:
    std::string_view bytes_;
    std::size_t step_;
    std::uint64_t position_ = 0;
    std::string name_ = "<trickle>";
};

Verdict verdict_of(std::unique_ptr<Input> input, const ValidateOptions& options, const Tick& tick = {}) {
    std::vector<std::unique_ptr<Input>> inputs;
    inputs.push_back(std::move(input));
    Verdict out;
    out.report = validate(
        inputs, options, [&out](const Finding& f) { out.findings.push_back(f); }, tick);
    return out;
}

TEST(Blocks, SizeOfTheReadsSaysNothing) {
    const std::string text = large_dump();
    const std::string expected = verdict(text, plain()).bytes();
    for (const std::size_t step : {std::size_t{13}, std::size_t{4096}, (std::size_t{1} << 20) - 1}) {
        EXPECT_TRUE(verdict_of(std::make_unique<Trickle>(text, step), plain()).bytes() == expected) << step;
        EXPECT_TRUE(verdict_of(std::make_unique<Trickle>(text, step), plain(2)).bytes() == expected) << step;
    }
}

// ---- files

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

TEST(Files, PlainOnesThatBeginLikePackedOnesAreNot) {
    EXPECT_EQ(verdict("\x1f\n" + segment(1), plain()).text(), "1 DOC-001\n");
    EXPECT_EQ(verdict("\x28\xb5\n" + segment(1), plain()).text(), "1 DOC-001\n");
    EXPECT_EQ(verdict("\x1f", plain()).report.records, 1U);
}

// ---- stopping

// Never has anything to give, and says so. Like those below it ends after some seconds, so that a run which cannot be
// cancelled ends all the same.
class Silent : public Input {
public:
    const std::string& name() const override { return name_; }
    std::size_t read(char*, std::size_t) override { return 0; }
    bool wait(int milliseconds) override {
        std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
        return is_over();
    }
    std::uint64_t position() const override { return 0; }
    std::optional<std::uint64_t> size() const override { return std::nullopt; }

protected:
    bool is_over() const { return std::chrono::steady_clock::now() > end_; }

private:
    std::chrono::steady_clock::time_point end_ = std::chrono::steady_clock::now() + 2s;
    std::string name_ = "<silent>";
};

// Has a byte to give every few milliseconds.
class Drip : public Silent {
public:
    std::size_t read(char* buffer, std::size_t) override {
        if (is_over()) return 0;
        std::this_thread::sleep_for(2ms);
        buffer[0] = 'x';
        return 1;
    }
    bool wait(int) override { return true; }
};

// Short lines as fast as they are read.
class Endless : public Silent {
public:
    std::size_t read(char* buffer, std::size_t size) override {
        if (is_over()) return 0;
        for (std::size_t i = 0; i < size; ++i) buffer[i] = i % 2 == 0 ? '7' : '\n';
        return size;
    }
    bool wait(int) override { return true; }
};

// One line as fast as it is read.
class EndlessLine : public Silent {
public:
    std::size_t read(char* buffer, std::size_t size) override {
        if (is_over()) return 0;
        std::fill_n(buffer, size, 'x');
        return size;
    }
    bool wait(int) override { return true; }
};

// Runs until the tick says stop, and how long it took from there.
std::chrono::milliseconds time_to_cancel(std::unique_ptr<Input> input, const ValidateOptions& options) {
    using Clock = std::chrono::steady_clock;
    const auto start = Clock::now();
    auto asked = start + 120ms;  // what a user's Ctrl-C is
    try {
        (void)verdict_of(std::move(input), options, [&](const Progress&) { return Clock::now() < asked; });
        ADD_FAILURE() << "came to an end";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::cancelled);
    }
    return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - asked);
}

// 100 ms are promised; the machine that runs the tests may be busy. A sanitizer makes the same work several times as long,
// and the promise is not about such a build.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr auto kAtOnce = 2000ms;
#else
constexpr auto kAtOnce = 400ms;
#endif

TEST(Cancel, WhileTheInputHasNothingToGive) {
    for (const unsigned threads : {1U, 2U}) {
        EXPECT_LT(time_to_cancel(std::make_unique<Silent>(), plain(threads)), kAtOnce) << threads;
    }
}

TEST(Cancel, WhileTheInputComesByteByByte) {
    for (const unsigned threads : {1U, 2U}) {
        EXPECT_LT(time_to_cancel(std::make_unique<Drip>(), plain(threads)), kAtOnce) << threads;
    }
}

TEST(Cancel, WhileTheInputNeverEnds) {
    for (const unsigned threads : {1U, 2U, 4U}) {
        ValidateOptions options = plain(threads);
        options.check_duplicates = false;
        EXPECT_LT(time_to_cancel(std::make_unique<Endless>(), options), kAtOnce) << threads;
    }
}

TEST(Cancel, WithinALineThatNeverEnds) {
    for (const unsigned threads : {1U, 2U}) {
        EXPECT_LT(time_to_cancel(std::make_unique<EndlessLine>(), plain(threads)), kAtOnce) << threads;
    }
}

// A pipe whose writer has written these bytes and then waits.
void expect_cancel_on_pipe(std::string_view written) {
    const std::string path = temporary("pipe");
    ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
    std::thread writer([&] {
        const int descriptor = ::open(path.c_str(), O_WRONLY);
        if (descriptor < 0) return;
        EXPECT_EQ(::write(descriptor, written.data(), written.size()), static_cast<ssize_t>(written.size()));
        std::this_thread::sleep_for(1500ms);  // so that a run which cannot be cancelled ends all the same
        ::close(descriptor);
    });
    const std::vector<std::string> paths{path};
    const auto start = std::chrono::steady_clock::now();
    try {
        (void)validate_files(paths, plain(), {}, [](const Progress&) { return false; });
        ADD_FAILURE() << "came to an end";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::cancelled);
    }
    EXPECT_LT(std::chrono::steady_clock::now() - start, 1000ms);
    writer.join();
    std::remove(path.c_str());
}

TEST(Cancel, WhileAPipeIsSilentFromTheBeginning) { expect_cancel_on_pipe(""); }
TEST(Cancel, WhileAPipeIsSilentAfterALine) { expect_cancel_on_pipe(segment(1) + "\n"); }
TEST(Cancel, WhileAPipeIsSilentAfterItsFirstTwoBytes) { expect_cancel_on_pipe("{\""); }
TEST(Cancel, WhileAPipeIsSilentWithinGzip) {
    expect_cancel_on_pipe(vectors::read("bulk/small.ndjson.gz").substr(0, 40));
}
TEST(Cancel, WhileAPipeIsSilentWithinZstd) {
    expect_cancel_on_pipe(vectors::read("bulk/small.ndjson.zst").substr(0, 40));
}

TEST(Progress, IsToldAtTheEndAndNeverGoesBack) {
    const std::string text = large_dump();
    for (const unsigned threads : {1U, 2U}) {
        std::vector<Progress> seen;
        const auto result = verdict_of(std::make_unique<Trickle>(text, 4096), plain(threads), [&](const Progress& p) {
            if (!seen.empty()) {
                EXPECT_GE(p.position, seen.back().position);
            }
            seen.push_back(p);
            return true;
        });
        ASSERT_FALSE(seen.empty());
        EXPECT_EQ(seen.back().position, text.size());
        EXPECT_EQ(seen.back().records, result.report.records);
        EXPECT_EQ(seen.back().errors, result.report.errors);
    }
}

TEST(MaxErrors, StopsTheRunAndSaysSo) {
    std::string text;
    for (int i = 1; i <= 60'000; ++i) text += segment(i, i % 2 == 0 ? "OP" : "OM") + "\n";
    const auto all = verdict(text, plain());
    EXPECT_EQ(all.report.invalid, 30'000U);
    EXPECT_FALSE(all.report.stopped);
    for (const unsigned threads : {1U, 2U}) {
        ValidateOptions options = plain(threads);
        options.max_errors = 100;
        const auto result = verdict(text, options);
        EXPECT_TRUE(result.report.stopped);
        EXPECT_FALSE(result.report.ok());
        EXPECT_GT(result.report.invalid, 100U);
        EXPECT_LT(result.report.records, 60'000U);
        EXPECT_EQ(result.report.valid + result.report.invalid, result.report.records);
        options.max_errors = 30'000;
        EXPECT_FALSE(verdict(text, options).report.stopped);
    }
}

TEST(Sink, WhatItThrowsComesOutOfTheCall) {
    struct Stop {};
    const std::string text = large_dump();
    for (const unsigned threads : {1U, 2U}) {
        EXPECT_THROW((void)validate_text(text, plain(threads), [](const Finding&) { throw Stop{}; }), Stop);
    }
}

// ---- duplicates

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

// ---- options

TEST(Options, WithoutSenseAreRefused) {
    const auto refused = [](auto change) {
        ValidateOptions options = plain();
        change(options);
        try {
            (void)verdict(segment(1), options);
        } catch (const Error& error) {
            return error.code() == ErrorCode::invalid_argument;
        }
        return false;
    };
    EXPECT_TRUE(refused([](ValidateOptions& o) { o.threads = 100'000; }));
    EXPECT_TRUE(refused([](ValidateOptions& o) { o.rules.max_line_bytes = 0; }));
    EXPECT_TRUE(refused([](ValidateOptions& o) { o.rules.max_line_bytes = std::size_t{1} << 40; }));
    EXPECT_TRUE(refused([](ValidateOptions& o) { o.rules.max_depth = 0; }));
    EXPECT_TRUE(refused([](ValidateOptions& o) { o.rules.max_depth = 1'000'000; }));
    EXPECT_TRUE(refused([](ValidateOptions& o) { o.org = "euskaltel"; }));
    EXPECT_TRUE(refused([](ValidateOptions& o) { o.rules.severities["NO-001"] = Severity::off; }));
    EXPECT_FALSE(refused([](ValidateOptions& o) { o.threads = 3; }));
}

TEST(BareBodies, AreReadWithKindAndOrganisation) {
    ValidateOptions options = plain();
    options.kind = RecordKind::legacy_subscription;
    options.org = "yoigo";
    const std::string body = R"({"id":5652763,"subscription_type":"MOBILE","current_status":"ACTIVE"})";
    const auto result = verdict(body + "\n" + vectors::with(body, "MOBILE", "FAX") + "\n", options);
    ASSERT_EQ(result.text(), "2 DOC-007 /subscription_type\n2 DUP-001 /id\n");
    EXPECT_EQ(result.findings[0].kind, "legacy_subscription");
    EXPECT_EQ(result.findings[0].org, "yoigo");
    EXPECT_EQ(result.findings[0].legacy_id, 5652763);
    EXPECT_EQ(verdict(segment(1) + "\n", options).report.invalid, 1U);
}

TEST(BareBodies, OfEveryKindHaveTheVerdictOfTheirEnvelopes) {
    for (const RuleInfo& rule : rules()) {
        if (rule.scope == Scope::dump || rule.subject == "Envelope" || rule.subject == "Identifiers") continue;
        for (const std::string& line : vectors::lines(vectors::read("rules/" + std::string(rule.id) + "/bad.ndjson"))) {
            const auto json = vectors::json(line);
            if (!json || json->find("body") == nullptr || json->find("kind") == nullptr) continue;
            // Without an envelope nobody says the class of a segment, the billing type or the organisation.
            const auto kind = from_word<RecordKind>(json->find("kind")->text);
            const Verdict with_envelope = verdict(line);
            if (!kind || *kind == RecordKind::segment) continue;
            ValidateOptions options = vectors::options();
            options.kind = kind;
            options.org = "euskaltel";
            const Verdict bare = verdict(json->find("body")->raw, options);
            const bool in_envelope = std::any_of(
                with_envelope.findings.begin(), with_envelope.findings.end(), [&](const Finding& f) {
                    return json->find("body")->at(f.pointer).empty() && !json->at(f.pointer).empty();
                });
            if (in_envelope || rule.id == "DOC-006") continue;
            EXPECT_EQ(bare.text(), with_envelope.text()) << line;
        }
    }
}

}  // namespace
}  // namespace abonado
