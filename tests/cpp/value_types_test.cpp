#include "abonado/value_types.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <limits>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace abonado {
namespace {

static_assert(std::is_trivially_copyable_v<Date> && sizeof(Date) == 4);
static_assert(std::is_trivially_copyable_v<Uuid> && sizeof(Uuid) == 16);
static_assert(std::is_trivially_copyable_v<Money> && sizeof(Money) == 8);

// --- Date ---------------------------------------------------------------------------------------------------------

TEST(Date, ReadsADayThatExists) {
    for (const std::string_view text :
         {"1970-01-01", "0001-01-01", "9999-12-31", "2016-02-29", "2000-02-29", "2400-02-29", "2017-02-28"}) {
        const auto date = Date::parse(text);
        ASSERT_TRUE(date) << text;
        EXPECT_EQ(date->to_string(), text);
    }
}

TEST(Date, RefusesEverythingElse) {
    for (const std::string_view text :
         {"",           "2017-02-29",           "1900-02-29",  "2100-02-29",  "2017-04-31",  "2017-00-10",
          "2017-13-10", "2017-01-00",           "2017-01-32",  "0000-01-01",  "2017-1-01",   "20170101",
          "2017/01/01", "01-01-2017",           "2017-01-01T", " 2017-01-01", "2017-01-01 ", "-017-01-01",
          "2017-01-0x", "2017-01-01T00:00:00Z", "N/A"}) {
        EXPECT_FALSE(Date::parse(text)) << text;
    }
}

TEST(Date, EveryCharacterIsCheckedInEveryPlace) {
    const std::string good = "2011-11-11";
    for (std::size_t at = 0; at < good.size(); ++at) {
        for (int byte = 0; byte < 256; ++byte) {
            std::string text = good;
            text[at] = static_cast<char>(byte);
            const char c = text[at];
            bool expected = c >= '0' && c <= '9';
            if (at == 4 || at == 7) expected = c == '-';
            if (at == 5) expected = c == '0' || c == '1';
            if (at == 6 || at == 8) expected = c >= '0' && c <= '2';
            EXPECT_EQ(Date::parse(text).has_value(), expected) << at << ' ' << byte;
        }
    }
}

TEST(Date, AgreesWithTheStandardCalendarOnEveryDay) {
    using std::chrono::sys_days;
    const auto first = sys_days{std::chrono::year{1} / 1 / 1};
    const auto last = sys_days{std::chrono::year{9999} / 12 / 31};
    for (auto day = first; day <= last; day += std::chrono::days{1}) {
        const std::chrono::year_month_day civil{day};
        const int year = static_cast<int>(civil.year());
        const int month = static_cast<int>(static_cast<unsigned>(civil.month()));
        const int of_month = static_cast<int>(static_cast<unsigned>(civil.day()));
        const Date date{static_cast<std::int32_t>(day.time_since_epoch().count())};
        const Date::Ymd ymd = date.ymd();
        ASSERT_TRUE(ymd.year == year && ymd.month == month && ymd.day == of_month) << date.days;
        ASSERT_EQ(Date::from_ymd(year, month, of_month), date);
        ASSERT_EQ(Date::parse(date.to_string()), date);
    }
}

TEST(Date, FromNumbersFollowsTheSameRule) {
    EXPECT_EQ(Date::from_ymd(1970, 1, 1), Date{0});
    EXPECT_EQ(Date::from_ymd(1969, 12, 31), Date{-1});
    constexpr int kMin = std::numeric_limits<int>::min();
    constexpr int kMax = std::numeric_limits<int>::max();
    for (const Date::Ymd& bad : {Date::Ymd{0, 1, 1},
                                 {10000, 1, 1},
                                 {-1, 1, 1},
                                 {2017, 0, 1},
                                 {2017, 13, 1},
                                 {2017, 17, 1},
                                 {2017, -1, 1},
                                 {2017, 1, 0},
                                 {2017, 1, 32},
                                 {2017, 1, -1},
                                 {2017, 2, 29},
                                 {kMin, kMin, kMin},
                                 {kMax, kMax, kMax}}) {
        EXPECT_FALSE(Date::from_ymd(bad.year, bad.month, bad.day)) << bad.year << ' ' << bad.month << ' ' << bad.day;
    }
}

TEST(Date, WritesEvenWhatItWouldNotRead) {
    EXPECT_EQ(Date{2'932'897}.to_string(), "+10000-01-01");
    EXPECT_EQ(Date{-719'163}.to_string(), "0000-12-31");
    EXPECT_EQ(Date{-719'529}.to_string(), "-1-12-31");
    EXPECT_EQ(Date{std::numeric_limits<std::int32_t>::max()}.to_string(), "+5881580-07-11");
    EXPECT_EQ(Date{std::numeric_limits<std::int32_t>::min()}.to_string(), "-5877641-06-23");
}

// --- Uuid ---------------------------------------------------------------------------------------------------------

TEST(Uuid, EitherCaseInLowerCaseOut) {
    const std::string lower = "0123abcd-4567-89ef-cdef-fedcba987654";
    EXPECT_EQ(Uuid::parse(lower)->to_string(), lower);
    EXPECT_EQ(Uuid::parse("0123ABCD-4567-89EF-cDeF-FEDCBA987654")->to_string(), lower);
    EXPECT_EQ(Uuid::parse(lower)->bytes[0], 0x01);
    EXPECT_EQ(Uuid::parse(lower)->bytes[3], 0xCD);
    EXPECT_EQ(Uuid::parse(lower)->bytes[15], 0x54);
}

TEST(Uuid, AnyVersionIsRead) {
    for (const std::string_view text :
         {"00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff",
          "6ba7b810-9dad-11d1-80b4-00c04fd430c8", "018f3c2e-7b1a-7c3d-9e4f-0123456789ab"}) {
        ASSERT_TRUE(Uuid::parse(text)) << text;
        EXPECT_EQ(Uuid::parse(text)->to_string(), text);
    }
}

TEST(Uuid, OtherFormsAreRefused) {
    for (const std::string_view text :
         {"", "0123abcd456789efcdeffedcba987654", "{0123abcd-4567-89ef-cdef-fedcba987654}",
          "urn:uuid:0123abcd-4567-89ef-cdef-fedcba987654", "0123abcd-4567-89ef-cdef-fedcba98765",
          "0123abcd-4567-89ef-cdef-fedcba9876540", "0123abcd4-567-89ef-cdef-fedcba987654"}) {
        EXPECT_FALSE(Uuid::parse(text)) << text;
    }
}

TEST(Uuid, EveryCharacterIsCheckedInEveryPlace) {
    const std::string good = "0123abcd-4567-89ef-cdef-fedcba987654";
    for (std::size_t at = 0; at < good.size(); ++at) {
        for (int byte = 0; byte < 256; ++byte) {
            std::string text = good;
            text[at] = static_cast<char>(byte);
            const char c = text[at];
            const bool is_hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
            EXPECT_EQ(Uuid::parse(text).has_value(), good[at] == '-' ? c == '-' : is_hex) << at << ' ' << byte;
        }
    }
}

TEST(Uuid, OrdersAsItsText) {
    EXPECT_LT(*Uuid::parse("0123abcd-4567-89ef-cdef-fedcba987654"),
              *Uuid::parse("0123abce-0000-0000-0000-000000000000"));
    EXPECT_LT(*Uuid::parse("7fffffff-0000-0000-0000-000000000000"),
              *Uuid::parse("80000000-0000-0000-0000-000000000000"));
}

// --- Money --------------------------------------------------------------------------------------------------------

struct Amount {
    std::string_view literal;
    std::int64_t millionths;
    std::string_view written;
};

TEST(Money, LiteralIsReadExactlyAndWrittenShortest) {
    const std::vector<Amount> rows{
        {"300", 300'000'000, "300"},
        {"87.264463", 87'264'463, "87.264463"},
        {"-0.5", -500'000, "-0.5"},
        {"0", 0, "0"},
        {"-0", 0, "0"},
        {"-0.000e7", 0, "0"},
        {"0.1", 100'000, "0.1"},
        {"0.000001", 1, "0.000001"},
        {"-0.000001", -1, "-0.000001"},
        {"10.10", 10'100'000, "10.1"},
        {"1e2", 100'000'000, "100"},
        {"1E+2", 100'000'000, "100"},
        {"1.5e-3", 1'500, "0.0015"},
        {"12345.678e3", 12'345'678'000'000, "12345678"},
        {"100e-2", 1'000'000, "1"},
        {"0.1000000000000000000000000000000000000000", 100'000, "0.1"},
        {"1.000000000000000000000000000000000000", 1'000'000, "1"},
        {"1000000000000000000000000000000e-30", 1'000'000, "1"},
        {"0.000000000000000000000000000001e30", 1'000'000, "1"},
        {"9223372036854.775807", std::numeric_limits<std::int64_t>::max(), "9223372036854.775807"},
        {"-9223372036854.775808", std::numeric_limits<std::int64_t>::min(), "-9223372036854.775808"},
        {"9007199254740.993", 9'007'199'254'740'993'000, "9007199254740.993"},  // a double would say .992
    };
    for (const auto& [literal, millionths, written] : rows) {
        const auto money = Money::parse(literal);
        ASSERT_TRUE(money) << literal;
        EXPECT_EQ(money->millionths, millionths) << literal;
        EXPECT_EQ(money->to_string(), written) << literal;
    }
}

TEST(Money, MoreThanSixPlacesAreRefusedUnlessTheyAreZeros) {
    for (const std::string_view text : {"0.0000001", "87.2644631", "1e-7", "1.5e-6", "123.45678912e1", "1e-400",
                                        "1.00000000000000000000000000000000001"}) {
        EXPECT_FALSE(Money::parse(text)) << text;
    }
    EXPECT_EQ(Money::parse("87.2644630"), Money{87'264'463});
    EXPECT_EQ(Money::parse("10e-7"), Money{1});
}

TEST(Money, AmountsThatDoNotFitAreRefused) {
    for (const std::string_view text :
         {"9223372036854.775808", "-9223372036854.775809", "9223372036855", "1e13", "18446744073709.551616",
          "99999999999999999999", "10000000000000000000000000", "1e400"}) {
        EXPECT_FALSE(Money::parse(text)) << text;
    }
}

TEST(Money, HugeExponentsEndAtOnce) {
    EXPECT_FALSE(Money::parse("1e999999999999999999999999999999"));
    EXPECT_FALSE(Money::parse("1e-999999999999999999999999999999"));
    EXPECT_FALSE(Money::parse("1e9223372036854775807"));
    EXPECT_FALSE(Money::parse("1e-9223372036854775808"));
    EXPECT_EQ(Money::parse("0e999999999999999999999999999999"), Money{0});
    EXPECT_EQ(Money::parse("1e000000000000000000000000000002"), Money{100'000'000});
}

TEST(Money, WhatIsNotAJsonNumberIsRefused) {
    for (const std::string_view text :
         {"",     "-",   "+1",       ".5",    "5.",      "-.5",   "01", "-01",   "00",    "1e",
          "1e+",  "1e-", "e5",       "1.e5",  "1,5",     " 1",    "1 ", "1.2.3", "1e2.5", "--1",
          "0x10", "NaN", "Infinity", "1_000", "300 EUR", "1e2e3", "1-", "1.5-"}) {
        EXPECT_FALSE(Money::parse(text)) << text;
    }
}

TEST(Money, ComesBackFromItsText) {
    std::uint64_t state = 87'264'463;
    for (int i = 0; i < 200'000; ++i) {
        state = state * 6'364'136'223'846'793'005U + 1'442'695'040'888'963'407U;
        const Money money{static_cast<std::int64_t>(state) >> (state % 61)};
        ASSERT_EQ(Money::parse(money.to_string()), money) << money.millionths;
    }
}

}  // namespace
}  // namespace abonado
