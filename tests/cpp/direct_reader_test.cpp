// The short way of reading a line says what the parser says, and gives up where it does not know.
#include "json/direct_reader.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "abonado/generate.hpp"
#include "record_text.hpp"
#include "vectors.hpp"

namespace abonado {
namespace {

using Kind = std::optional<RecordKind>;

// Reads texts in both ways, one after the other with the same readers, as a worker does.
class BothWays {
public:
    explicit BothWays(DecodeOptions options = {}) : direct_(options), short_(options), long_(without(options)) {}

    void compare(std::string_view text, Kind kind = {}) {
        fuzz::decode(short_, text, kind, a_);
        fuzz::decode(long_, text, kind, b_);
        const std::string said = fuzz::to_text(a_);
        EXPECT_EQ(said, fuzz::to_text(b_)) << text;
    }
    // The short way alone takes it.
    bool is_taken(std::string_view text, Kind kind = {}) {
        return kind ? direct_.read_body(text, *kind, a_) : direct_.read_line(text, a_);
    }
    void expect_taken(std::string_view text, Kind kind = {}) {
        EXPECT_TRUE(is_taken(text, kind)) << text;
        compare(text, kind);
    }
    void expect_given_up(std::string_view text, Kind kind = {}) {
        EXPECT_FALSE(is_taken(text, kind)) << text;
        compare(text, kind);
    }

private:
    static DecodeOptions without(DecodeOptions options) {
        options.reads_directly = false;
        return options;
    }

    DirectReader direct_;
    Decoder short_;
    Decoder long_;
    Record a_;
    Record b_;
};

std::vector<std::string> generated(const GenerateOptions& options) {
    std::vector<std::string> out;
    generate(options, [&out](std::string_view line) {
        out.emplace_back(line);
        return true;
    });
    return out;
}

GenerateOptions some(std::uint64_t records) {
    GenerateOptions out;
    out.records = records;
    return out;
}

std::string one_of(RecordKind kind) {
    GenerateOptions options = some(1);
    options.kinds[kind] = 1;
    return generated(options).front();
}

std::vector<std::string> one_of_each_kind() {
    std::vector<std::string> out;
    for (const KindInfo& kind : kRecordKinds) out.push_back(one_of(kind.kind));
    return out;
}

TEST(DirectReader, TakesRecordsOfEveryKind) {
    BothWays both;
    for (const KindInfo& kind : kRecordKinds) {
        const std::string line = one_of(kind.kind);
        // It may name others by their ids alone, which are left to the parser.
        if (kind.kind == RecordKind::catalogue_product) both.compare(line);
        else both.expect_taken(line);
    }
    std::size_t taken = 0;
    const std::vector<std::string> lines = generated(some(2000));
    for (const std::string& line : lines) {
        if (both.is_taken(line)) ++taken;
        both.compare(line);
    }
    EXPECT_GT(taken, lines.size() * 9 / 10);
}

TEST(DirectReader, SaysTheSameOfDefectsOfEveryRule) {
    GenerateOptions options = some(3000);
    const std::vector<std::uint16_t> injected = injectable_rules();
    for (const std::uint16_t rule : injected) {
        options.defects[std::string(rules()[rule].id)] = 0.9 / static_cast<double>(injected.size());
    }
    for (const NaiveTime naive : {NaiveTime::refuse, NaiveTime::utc}) {
        DecodeOptions how;
        how.naive = naive;
        BothWays both(how);
        for (const std::string& line : generated(options)) both.compare(line);
    }
}

TEST(DirectReader, SaysTheSameOfTheVectors) {
    BothWays both;
    std::size_t count = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(vectors::path("rules"))) {
        if (entry.path().extension() != ".ndjson") continue;
        const std::string name = std::filesystem::relative(entry.path(), vectors::path("")).string();
        for (const std::string& line : vectors::lines(vectors::read(name))) {
            if (line.size() < 100'000) both.compare(line);
            ++count;
        }
    }
    EXPECT_GT(count, 500U);
}

// In memory of exactly this size, so that a sanitizer sees what is read beyond it.
void compare_exactly(BothWays& both, std::string_view text) {
    const std::vector<char> copy(text.begin(), text.end());
    both.compare({copy.data(), copy.size()});
}

TEST(DirectReader, SaysTheSameWhereverALineEnds) {
    BothWays both;
    for (const std::string& line : one_of_each_kind()) {
        for (std::size_t size = 0; size < std::min<std::size_t>(line.size(), 600); ++size) {
            compare_exactly(both, std::string_view(line).substr(0, size));
            compare_exactly(both, std::string_view(line).substr(line.size() - size));
        }
    }
}

TEST(DirectReader, SaysTheSameWhicheverCharacterIsReplaced) {
    using namespace std::string_view_literals;
    BothWays both;
    const std::string line = one_of(RecordKind::credit_limits);
    for (std::size_t at = 0; at < line.size(); ++at) {
        for (const char c : "\"\\{}[]:,0-.eE 9nZ+\n\0\x01\x7f\xc3\x80\xff"sv) {
            std::string changed = line;
            changed[at] = c;
            both.compare(changed);
            changed.insert(at, 1, c);
            both.compare(changed);
        }
        both.compare(std::string(line).erase(at, 1));
    }
}

// Names are compared in words of fixed size: whatever stands in place of one, nothing of the same length passes for it.
TEST(DirectReader, SaysTheSameWhateverStandsInPlaceOfAName) {
    BothWays both;
    for (const std::string& line : one_of_each_kind()) {
        for (std::size_t at = line.find("\":"); at != std::string::npos; at = line.find("\":", at + 1)) {
            const std::size_t begin = line.rfind('"', at - 1);
            const std::size_t size = at + 1 - begin;
            for (const char first : {'\0', '"', 'x'}) {
                std::string changed = line;
                changed.replace(begin, size, std::string(1, first) + std::string(size - 1, 'x'));
                both.compare(changed);
                changed.replace(begin, size, std::string(1, first) + std::string(size - 2, '\0') + '"');
                both.compare(changed);
                for (const std::size_t rest : {31U, 32U, 47U, 48U}) {
                    compare_exactly(both, std::string_view(changed).substr(0, begin + rest));
                }
            }
        }
    }
}

std::string limit(std::string_view value, std::string_view reason = R"("a")") {
    std::string out = R"({"kind":"credit_limits","org":"rcable","legacy_id":7,"body":{"subscription_type":"MOBILE",)";
    out += R"("credit_limits":[{"credit_limit_id":"MOBILE_SUBSCRIPTION_TOTAL_CREDIT_LIMIT","credit_limit_value":)";
    return out.append(value).append(R"(,"reason":)").append(reason).append("}]}}");
}

TEST(DirectReader, TakesMembersInAnyOrderAndWithSpaces) {
    BothWays both;
    constexpr std::string_view kBody = R"("body" : {"reason":"a", "segment_value" : "GOLD" ,"segment_id":"OM"})";
    const std::string kind_first =
        "{\"kind\":\"segment\",\"org\":\"rcable\",\"legacy_id\":1,\"segment_class\":\"POSTPAID_MOBILE\"";
    both.expect_taken(kind_first + "," + std::string(kBody) + "}");
    both.expect_taken("\t {\r\n\"legacy_id\" : 1 , " + std::string(kBody) +
                      R"(,"segment_class":"POSTPAID_MOBILE","kind":"segment","org":"rcable"} )");
}

// A segment whose body stands first; `behind` is what follows it.
std::string segment_body_first(std::string_view behind) {
    return R"({"body":{"segment_value":"GOLD","segment_id":"OM","reason":"a"},)" + std::string(behind) + "}";
}

TEST(DirectReader, LooksBehindABodyForItsKind) {
    constexpr std::string_view kOthers = R"("org":"rcable","legacy_id":1,"segment_class":"POSTPAID_MOBILE")";
    BothWays both;
    for (const std::string_view kind : {R"("kind":"segment")", "\"kind\" :\n \"segment\" "}) {
        both.expect_taken(segment_body_first(std::string(kind) + "," + std::string(kOthers)));
        both.expect_taken(segment_body_first(std::string(kOthers) + "," + std::string(kind)));
        both.expect_taken(limit("40"));  // of another kind
    }
    for (const std::string_view kind : {R"("kind")", R"("kind":)", R"("kind":7)", R"("kind":"other")",
                                        R"("kind":"max")", R"("\u006bind":"segment")", R"("name":"kind")"}) {
        both.expect_given_up(segment_body_first(std::string(kOthers) + "," + std::string(kind)));
    }
    both.expect_given_up(segment_body_first(kOthers));
}

// What stands last is not the envelope's own: the parser reads the line.
TEST(DirectReader, GivesUpABodyThatWasReadAsOneOfAnotherKind) {
    BothWays both;
    both.expect_given_up(segment_body_first(
        R"("kind":"segment","org":"rcable","legacy_id":1,"segment_class":"POSTPAID_MOBILE","identifiers":{"kind":"max"})"));
    both.expect_given_up(R"({"body":{"kind":"segment"},"org":"rcable","legacy_id":1})");
}

TEST(DirectReader, TakesTextsWithEscapesAndCharactersBeyondAscii) {
    BothWays both;
    for (const std::string_view text : {R"("Peña")", R"("Pe\u00f1a")", R"("\"\\\/\b\f\n\r\t")", R"("\ud83d\ude00!")",
                                        R"("😀")", R"("\u0000")", R"("a\u0062c\u0064")", R"("ñ\u00f1ñ")"}) {
        both.expect_taken(limit("40", text));
    }
    for (const std::string_view text :
         {R"("\ud83d")", R"("\ude00")", R"("\ud83d\u0041")", R"("\x")", R"("\u00g1")", "\"\xc3\"", "\"\xed\xa0\x80\"",
          "\"\xc0\x80\"", "\"\xf5\x80\x80\x80\"", "\"\x01\"", "\"\\u00f1\x01\"", "\"\\u00f1\xc3\""}) {
        both.expect_given_up(limit("40", text));
    }
}

TEST(DirectReader, TakesNumbersOfAnySaneForm) {
    BothWays both;
    for (const std::string_view value : {"0", "40", "-1", "320.653007", "0.5", "123456789012", "1.0"}) {
        both.expect_taken(limit(value));
    }
    // Of these the parser takes some: what is rare need not be fast.
    for (const std::string_view value :
         {"-0", "01", "1.", ".5", "+1", "1e3", "1E-2", "-", "1.5.5", "9223372036854775807", "9223372036854775808",
          "0.1234567", "NaN", "true", "\"1\"", "[1]", "{}"}) {
        both.expect_given_up(limit(value));
    }
}

TEST(DirectReader, GivesUpWhatIsNotPlainlyGood) {
    BothWays both;
    const std::string good = limit("40");
    both.expect_given_up(vectors::with(good, "\"reason\"", "\"cause\""));         // a member of no table
    both.expect_given_up(vectors::with(good, "\"reason\"", "\"re\\u0061son\""));  // a name with an escape
    both.expect_given_up(vectors::with(good, "\"MOBILE\"", "\"MOBIL\""));         // no word of the enumeration
    both.expect_given_up(vectors::with(good, "\"MOBILE\"", "null"));              // required
    both.expect_given_up(vectors::with(good, ",\"reason\"", ",\"reason\":\"b\",\"reason\""));
    both.expect_given_up(vectors::with(good, "[{", "[null,{"));
    both.expect_given_up(good + "x");
    both.expect_given_up(good + good);
    both.expect_given_up("[" + good + "]");
    both.expect_given_up("");
    both.expect_given_up(" ");
    both.expect_given_up(limit("40", R"("")"));  // a reason has to say something
    both.expect_given_up(limit("40", "null"));
}

// The short way takes the text from this value of the limit on, and both ways agree below and above it.
void expect_taken_from(std::size_t DecodeOptions::*limit, std::size_t least, std::string_view text) {
    for (const std::size_t value : {least - 1, least, least + 1}) {
        DecodeOptions options;
        options.*limit = value;
        BothWays both(options);
        EXPECT_EQ(both.is_taken(text), value >= least) << value;
        both.compare(text);
    }
}

TEST(DirectReader, KeepsToTheLimits) {
    const std::string good = limit("40");  // of depth 4, with 3 objects
    expect_taken_from(&DecodeOptions::max_depth, 4, good);
    expect_taken_from(&DecodeOptions::max_elements, 3, good);
}

}  // namespace
}  // namespace abonado
