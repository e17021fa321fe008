#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "abonado/value_types.hpp"

namespace abonado {
namespace {

constexpr std::int64_t kHour = 3'600'000'000;

struct Row {
    std::string_view day;
    std::string_view begins_at;
};

TEST(Madrid, DayBeginsAnHourBeforeUtcInWinterAndTwoInSummer) {
    const std::vector<Row> rows{
        {"2017-09-16", "2017-09-15T22:00:00Z"},  // an activation date of the documents is such a midnight
        {"2020-01-01", "2019-12-31T23:00:00Z"}, {"2020-07-01", "2020-06-30T22:00:00Z"},
        {"2020-03-29", "2020-03-28T23:00:00Z"},  // the clock changes later that day
        {"2020-03-30", "2020-03-29T22:00:00Z"}, {"2020-10-25", "2020-10-24T22:00:00Z"},
        {"2020-10-26", "2020-10-25T23:00:00Z"}, {"2015-03-29", "2015-03-28T23:00:00Z"},
        {"2024-03-31", "2024-03-30T23:00:00Z"},  // a last Sunday on the 31st
        {"2024-04-01", "2024-03-31T22:00:00Z"}, {"2021-10-31", "2021-10-30T22:00:00Z"},
        {"2021-11-01", "2021-10-31T23:00:00Z"},
    };
    for (const auto& [day, begins_at] : rows) {
        EXPECT_EQ(start_of_day_in_madrid(*Date::parse(day)).to_string(), begins_at) << day;
    }
}

TEST(Madrid, SummerEndedInSeptemberUntil1995) {
    const std::vector<Row> rows{
        {"1995-09-24", "1995-09-23T22:00:00Z"}, {"1995-09-25", "1995-09-24T23:00:00Z"},
        {"1996-09-30", "1996-09-29T22:00:00Z"}, {"1996-10-27", "1996-10-26T22:00:00Z"},
        {"1996-10-28", "1996-10-27T23:00:00Z"}, {"1981-03-30", "1981-03-29T22:00:00Z"},
    };
    for (const auto& [day, begins_at] : rows) {
        EXPECT_EQ(start_of_day_in_madrid(*Date::parse(day)).to_string(), begins_at) << day;
    }
}

TEST(Madrid, NoSummerTimeIsKnownBefore1981) {
    EXPECT_EQ(start_of_day_in_madrid(*Date::parse("1980-07-01")).to_string(), "1980-06-30T23:00:00Z");
    EXPECT_EQ(start_of_day_in_madrid(*Date::parse("1965-07-01")).to_string(), "1965-06-30T23:00:00Z");
}

TEST(Madrid, RuleGoesOnAfter2100) {
    EXPECT_EQ(start_of_day_in_madrid(*Date::parse("2400-07-01")).to_string(), "2400-06-30T22:00:00Z");
    EXPECT_EQ(start_of_day_in_madrid(*Date::parse("9999-12-31")).to_string(), "9999-12-30T23:00:00Z");
}

TEST(Madrid, DateAtAnInstantFollowsTheClockThatDay) {
    const std::vector<Row> rows{
        {"2017-09-16", "2017-09-15T22:00:00Z"}, {"2017-09-15", "2017-09-15T21:59:59.999999Z"},
        {"2020-03-29", "2020-03-29T00:59:59Z"}, {"2020-03-29", "2020-03-29T21:59:59Z"},
        {"2020-03-30", "2020-03-29T22:00:00Z"}, {"2020-10-25", "2020-10-25T22:59:59Z"},
        {"2020-10-26", "2020-10-25T23:00:00Z"}, {"2021-01-01", "2020-12-31T23:00:00Z"},
    };
    for (const auto& [day, instant] : rows) {
        EXPECT_EQ(date_in_madrid(*Instant::parse(instant)).to_string(), day) << instant;
    }
}

TEST(Madrid, EveryDayIsOneOf23To25HoursAndComesBack) {
    int short_days = 0;
    int long_days = 0;
    const Date last = *Date::from_ymd(9999, 12, 30);
    for (Date day = *Date::from_ymd(1, 1, 1); day <= last; ++day.days) {
        const Instant begin = start_of_day_in_madrid(day);
        const Instant end = start_of_day_in_madrid(Date{day.days + 1});
        short_days += end.micros - begin.micros == 23 * kHour ? 1 : 0;
        long_days += end.micros - begin.micros == 25 * kHour ? 1 : 0;
        ASSERT_EQ(date_in_madrid(begin), day) << day.to_string();
        ASSERT_EQ(date_in_madrid(Instant{end.micros - 1}), day) << day.to_string();
    }
    EXPECT_EQ(short_days, 9999 - 1980);  // one each year from 1981 on
    EXPECT_EQ(long_days, 9999 - 1980);
}

TEST(Madrid, ValuesOutOfRangeDoNoHarm) {
    constexpr std::int32_t kMax = std::numeric_limits<std::int32_t>::max();
    constexpr std::int64_t kMaxMicros = std::numeric_limits<std::int64_t>::max();
    EXPECT_EQ(start_of_day_in_madrid(Date{kMax}), start_of_day_in_madrid(*Date::from_ymd(9999, 12, 31)));
    EXPECT_EQ(start_of_day_in_madrid(Date{-kMax - 1}), start_of_day_in_madrid(*Date::from_ymd(1, 1, 1)));
    EXPECT_EQ(date_in_madrid(Instant{kMaxMicros}).to_string(), "+294247-01-10");
    EXPECT_EQ(date_in_madrid(Instant{-kMaxMicros - 1}).to_string(), "-290308-12-21");
}

}  // namespace
}  // namespace abonado
