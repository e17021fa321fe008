#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "abonado/value_types.hpp"

namespace abonado {
namespace {

static_assert(std::is_trivially_copyable_v<Instant> && sizeof(Instant) == 8);
static_assert(noexcept(Instant::parse(std::string_view{})));

// What the text reads as, written back; "refused" if it is none.
std::string read(std::string_view text, NaiveTime naive = NaiveTime::refuse) {
    const auto instant = Instant::parse(text, naive);
    return instant ? instant->to_string() : "refused";
}

struct Row {
    std::string_view text;
    std::string_view reads_as;
};

void expect_rows(const std::vector<Row>& rows, NaiveTime naive = NaiveTime::refuse) {
    for (const auto& [text, reads_as] : rows) {
        EXPECT_EQ(read(text, naive), reads_as) << text;
    }
}

void expect_refused(const std::vector<std::string_view>& texts, NaiveTime naive = NaiveTime::refuse) {
    for (const std::string_view text : texts) {
        EXPECT_EQ(read(text, naive), "refused") << text;
    }
}

TEST(Instant, CountsMicrosecondsFromTheUnixEpoch) {
    EXPECT_EQ(Instant::parse("1970-01-01T00:00:00Z"), Instant{0});
    EXPECT_EQ(Instant::parse("1970-01-01T00:00:00.000001Z"), Instant{1});
    EXPECT_EQ(Instant::parse("1969-12-31T23:59:59.999999Z"), Instant{-1});
    EXPECT_EQ(Instant::parse("2020-05-05T12:29:22Z"), Instant{1'588'681'762'000'000});
    EXPECT_EQ(Instant::parse("0001-01-01T00:00:00Z"), Instant{-62'135'596'800'000'000});
    EXPECT_EQ(Instant::parse("9999-12-31T23:59:59.999999Z"), Instant{253'402'300'799'999'999});
}

TEST(Instant, OffsetIsTakenAway) {
    expect_rows({
        {"2017-09-15T22:00:00Z", "2017-09-15T22:00:00Z"},
        {"2017-09-16T00:00:00+02:00", "2017-09-15T22:00:00Z"},
        {"2017-09-15T18:30:00-03:30", "2017-09-15T22:00:00Z"},
        {"2017-09-15T22:00:00+00:00", "2017-09-15T22:00:00Z"},
        {"2017-09-15T22:00:00-00:00", "2017-09-15T22:00:00Z"},
        {"2017-01-01T00:00:00+23:59", "2016-12-31T00:01:00Z"},
        {"2017-01-01T00:00:00-23:59", "2017-01-01T23:59:00Z"},
        {"2020-03-01T00:30:00.5+01:00", "2020-02-29T23:30:00.500000Z"},
    });
}

TEST(Instant, LowerCaseTAndZAreRead) {
    expect_rows({
        {"2017-09-15t22:00:00Z", "2017-09-15T22:00:00Z"},
        {"2017-09-15T22:00:00z", "2017-09-15T22:00:00Z"},
        {"2017-09-15t22:00:00.25z", "2017-09-15T22:00:00.250000Z"},
    });
}

TEST(Instant, FractionOfAnyLengthIsCutAtTheMicrosecond) {
    expect_rows({
        {"2017-09-15T22:00:00.0Z", "2017-09-15T22:00:00Z"},
        {"2017-09-15T22:00:00.5Z", "2017-09-15T22:00:00.500000Z"},
        {"2017-09-15T22:00:00.123Z", "2017-09-15T22:00:00.123000Z"},
        {"2017-09-15T22:00:00.123456Z", "2017-09-15T22:00:00.123456Z"},
        {"2017-09-15T22:00:00.1234569Z", "2017-09-15T22:00:00.123456Z"},
        {"2017-09-15T22:00:00.999999999999999999999999999999Z", "2017-09-15T22:00:00.999999Z"},
        {"1969-12-31T23:59:59.9999999Z", "1969-12-31T23:59:59.999999Z"},
        {"2017-09-15T22:00:00.000001+02:00", "2017-09-15T20:00:00.000001Z"},
    });
}

TEST(Instant, YearIsWithin1And9999AsWrittenAndInUtc) {
    expect_rows({
        {"0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"},
        {"0001-01-01T01:00:00+01:00", "0001-01-01T00:00:00Z"},
        {"9999-12-31T22:59:59-01:00", "9999-12-31T23:59:59Z"},
        {"0000-12-31T23:59:59Z", "refused"},
        {"0000-12-31T23:59:59-01:00", "refused"},  // year 1 in UTC, but not as written
        {"0001-01-01T00:59:59+01:00", "refused"},
        {"9999-12-31T23:00:00-01:00", "refused"},
        {"9999-12-31T23:59:60Z", "refused"},
    });
}

TEST(Instant, OffsetIsMandatory) { expect_refused({"2017-09-15T22:00:00", "2017-09-15T22:00:00.5", "2017-09-15"}); }

TEST(Instant, NaiveUtcAddsOnlyTheFormWithoutOffset) {
    expect_rows(
        {
            {"2017-09-15T22:00:00", "2017-09-15T22:00:00Z"},
            {"2017-09-15T22:00:00.5", "2017-09-15T22:00:00.500000Z"},
            {"2017-09-15T22:00:00Z", "2017-09-15T22:00:00Z"},
            {"2017-09-16T00:00:00+02:00", "2017-09-15T22:00:00Z"},
            {"2016-12-31T23:59:60", "2017-01-01T00:00:00Z"},
        },
        NaiveTime::utc);
    expect_refused({"2017-09-15", "2017-09-15 22:00:00", "2017-09-15T22:00", "2017-09-15T22:00:00.",
                    "2017-09-15T24:00:00", "2017-09-15T22:00:00 "},
                   NaiveTime::utc);
}

TEST(Instant, OtherFormsAreRefused) {
    expect_refused({
        "",
        "N/A",
        "2017-09-15 22:00:00Z",       // a space for T
        "2017-09-15T24:00:00Z",       // midnight has one name
        "20170915T220000Z",           // basic form
        "2017-W37-5T22:00:00Z",       // week form
        "2017-258T22:00:00Z",         // ordinal form
        "2017-09-15T22:00Z",          // no seconds
        "2017-09-15T22:00:00,5Z",     // comma
        "2017-09-15T22:00:00.Z",      // fraction without digits
        "2017-09-15T22:00:00.5.5Z",   //
        "2017-09-15T22:00:00+02",     // offset without minutes
        "2017-09-15T22:00:00+0200",   // basic offset
        "2017-09-15T22:00:00+2:00",   //
        "2017-09-15T22:00:00+24:00",  // offset hours up to 23
        "2017-09-15T22:00:00+02:60",  // offset minutes up to 59
        "2017-09-15T22:00:00+02:00Z",
        "2017-09-15T22:00:00ZZ",
        "2017-09-15T22:00:00Z ",
        " 2017-09-15T22:00:00Z",
        "+2017-09-15T22:00:00Z",
        "17-09-15T22:00:00Z",
        "2017-09-15T22:00:00\xE2\x88\x92"
        "02:00",  // U+2212 for a minus
    });
    EXPECT_EQ(read(std::string_view("2017-09-15T22:00:00\0", 20)), "refused");
}

TEST(Instant, DayAndTimeMustExist) {
    expect_refused({
        "2017-00-15T22:00:00Z",
        "2017-13-15T22:00:00Z",
        "2017-99-15T22:00:00Z",
        "2017-09-00T22:00:00Z",
        "2017-09-31T22:00:00Z",
        "2017-02-29T22:00:00Z",
        "1900-02-29T22:00:00Z",
        "2017-09-15T25:00:00Z",
        "2017-09-15T22:60:00Z",
        "2017-09-15T22:00:61Z",
        "2017-09-15T22:00:99Z",
    });
    expect_rows({{"2016-02-29T22:00:00Z", "2016-02-29T22:00:00Z"}, {"2000-02-29T23:59:59Z", "2000-02-29T23:59:59Z"}});
}

TEST(Instant, SixtiethSecondOnlyWhereUtcHadOne) {
    expect_rows({
        {"2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z"},
        {"2016-12-31T23:59:60.25Z", "2017-01-01T00:00:00.250000Z"},
        {"2017-01-01T00:59:60+01:00", "2017-01-01T00:00:00Z"},
        {"2016-12-31T20:29:60-03:30", "2017-01-01T00:00:00Z"},
        {"2016-12-31T23:59:60+01:00", "refused"},  // an hour before the leap second
        {"2016-12-31T22:59:60Z", "refused"},
        {"2017-12-31T23:59:60Z", "refused"},
        {"2017-06-30T23:59:60Z", "refused"},
        {"2020-05-05T12:29:60Z", "refused"},
        {"1971-12-31T23:59:60Z", "refused"},
    });
}

TEST(Instant, Has27LeapSeconds) {
    const std::vector<std::string> ends_of_june{"1972", "1981", "1982", "1983", "1985", "1992",
                                                "1993", "1994", "1997", "2012", "2015"};
    const std::vector<std::string> ends_of_december{"1972", "1973", "1974", "1975", "1976", "1977", "1978", "1979",
                                                    "1987", "1989", "1990", "1995", "1998", "2005", "2008", "2016"};
    int accepted = 0;
    for (auto day = Date::from_ymd(1950, 1, 1); day->days < Date::from_ymd(2100, 1, 1)->days; ++day->days) {
        accepted += Instant::parse(day->to_string() + "T23:59:60Z").has_value() ? 1 : 0;
    }
    EXPECT_EQ(accepted, 27);
    for (const std::string& year : ends_of_june) {
        EXPECT_EQ(read(year + "-06-30T23:59:60Z"), year + "-07-01T00:00:00Z");
    }
    for (const std::string& year : ends_of_december) {
        EXPECT_EQ(read(year + "-12-31T23:59:60Z"), std::to_string(std::stoi(year) + 1) + "-01-01T00:00:00Z");
    }
}

// The words of eight characters are checked with arithmetic: try every byte in every place, against a plain reading.
TEST(Instant, EveryCharacterIsCheckedInEveryPlace) {
    const std::string good = "2011-11-11T11:11:11Z";
    for (std::size_t at = 0; at < good.size(); ++at) {
        for (int byte = 0; byte < 256; ++byte) {
            std::string text = good;
            text[at] = static_cast<char>(byte);
            const char c = text[at];
            const bool is_digit = c >= '0' && c <= '9';
            bool expected = is_digit;
            if (at == 4 || at == 7) expected = c == '-';
            if (at == 13 || at == 16) expected = c == ':';
            if (at == 10) expected = c == 'T' || c == 't';
            if (at == 19) expected = c == 'Z' || c == 'z';
            if (at == 5) expected = c == '0' || c == '1';   // month 01, 11
            if (at == 6) expected = c >= '0' && c <= '2';   // month 10..12
            if (at == 8) expected = c >= '0' && c <= '2';   // November the 01, 11, 21, not 31
            if (at == 11) expected = c >= '0' && c <= '2';  // hour 01, 11, 21
            if (at == 14 || at == 17) expected = c >= '0' && c <= '5';
            EXPECT_EQ(Instant::parse(text).has_value(), expected) << at << ' ' << byte;
        }
    }
}

TEST(Instant, NothingIsReadPastTheEndOfTheText) {
    const std::string long_text = "2017-09-15T22:00:00.123456+02:00";
    for (std::size_t length = 0; length <= long_text.size(); ++length) {
        const std::vector<char> exact(long_text.begin(), long_text.begin() + static_cast<std::ptrdiff_t>(length));
        const auto instant = Instant::parse({exact.data(), exact.size()});
        EXPECT_EQ(instant.has_value(), length == long_text.size()) << length;
    }
}

TEST(Instant, WritesMicrosecondsOnlyIfThereAreSome) {
    EXPECT_EQ((Instant{0}).to_string(), "1970-01-01T00:00:00Z");
    EXPECT_EQ((Instant{-1}).to_string(), "1969-12-31T23:59:59.999999Z");
    EXPECT_EQ((Instant{10}).to_string(), "1970-01-01T00:00:00.000010Z");
    std::string text = "at ";
    Instant{1'000'000}.append_to(text);
    EXPECT_EQ(text, "at 1970-01-01T00:00:01Z");
}

TEST(Instant, WritesEvenWhatItWouldNotRead) {
    EXPECT_EQ((Instant{253'402'300'800'000'000}).to_string(), "+10000-01-01T00:00:00Z");
    EXPECT_EQ((Instant{std::numeric_limits<std::int64_t>::max()}).to_string(), "+294247-01-10T04:00:54.775807Z");
    EXPECT_EQ((Instant{std::numeric_limits<std::int64_t>::min()}).to_string(), "-290308-12-21T19:59:05.224192Z");
}

TEST(Instant, ComesBackFromItsText) {
    std::uint64_t state = 20'170'915;  // a fixed sequence: a failure can be run again
    const std::int64_t first = Instant::parse("0001-01-01T00:00:00Z")->micros;
    const std::int64_t last = Instant::parse("9999-12-31T23:59:59.999999Z")->micros;
    const auto span = static_cast<std::uint64_t>(last - first) + 1;
    for (int i = 0; i < 200'000; ++i) {
        state = state * 6'364'136'223'846'793'005U + 1'442'695'040'888'963'407U;
        const Instant instant{first + static_cast<std::int64_t>((state ^ (state >> 31U)) % span)};
        ASSERT_EQ(Instant::parse(instant.to_string()), instant);
    }
}

TEST(Instant, OrdersByTime) {
    EXPECT_LT(*Instant::parse("2017-09-16T00:00:00+02:00"), *Instant::parse("2017-09-15T22:00:01Z"));
    EXPECT_EQ(*Instant::parse("2017-09-16T00:00:00+02:00"), *Instant::parse("2017-09-15T22:00:00.000Z"));
}

}  // namespace
}  // namespace abonado
