#include <algorithm>

#include "abonado/value_types.hpp"
#include "model/civil.hpp"

namespace abonado {

namespace {

using detail::kMicrosPerSecond;
using detail::kSecondsPerDay;

constexpr std::int64_t kWinterOffset = 3600;  // CET
constexpr std::int64_t kSummerOffset = 7200;  // CEST
constexpr std::int64_t kChangeTime = 3600;    // 01:00 UTC, everywhere in the Union

constexpr int kFirstSummerYear = 1981;   // the rule of March; up to 1980 summer began in April, on other days each year
constexpr int kFirstOctoberYear = 1996;  // directive 94/21/EC moved the end of summer from September

// 1970-01-01 was a Thursday: adding 4 makes Sunday the day 0 of its week.
constexpr std::int32_t sunday_on_or_before(std::int32_t days) noexcept {
    const std::int32_t of_week = (days + 4) % 7;
    return days - (of_week < 0 ? of_week + 7 : of_week);
}

// The days at 01:00 UTC of which summer time begins and ends.
struct Summer {
    std::int32_t first;
    std::int32_t last;
};

constexpr Summer summer_of(int year) noexcept {
    const auto y = static_cast<std::uint32_t>(year);
    const std::int32_t end = year < kFirstOctoberYear ? detail::days_from_civil(y, 9, 30)
                                                      : detail::days_from_civil(y, 10, 31);
    return {sunday_on_or_before(detail::days_from_civil(y, 3, 31)), sunday_on_or_before(end)};
}

constexpr bool has_summer(int year) noexcept { return year >= kFirstSummerYear && year <= 9999; }

}  // namespace

Instant start_of_day_in_madrid(Date day) noexcept {
    const Date known{std::clamp(day.days, detail::kFirstDay, detail::kLastDay)};  // further out the micros overflow
    const int year = known.ymd().year;
    std::int64_t offset = kWinterOffset;
    if (has_summer(year)) {
        // The clock changes after midnight, so a day of change still begins in the time of the day before.
        const Summer summer = summer_of(year);
        offset = known.days > summer.first && known.days <= summer.last ? kSummerOffset : kWinterOffset;
    }
    return Instant{(known.days * kSecondsPerDay - offset) * kMicrosPerSecond};
}

Date date_in_madrid(Instant instant) noexcept {
    const std::int64_t seconds = detail::floor_div(instant.micros, kMicrosPerSecond);
    // New Year in UTC and in Madrid are an hour apart, but both far from summer: the year of UTC will do.
    const int year = Date{static_cast<std::int32_t>(detail::floor_div(seconds, kSecondsPerDay))}.ymd().year;
    std::int64_t offset = kWinterOffset;
    if (has_summer(year)) {
        const Summer summer = summer_of(year);
        const bool is_summer = seconds >= summer.first * kSecondsPerDay + kChangeTime &&
                               seconds < summer.last * kSecondsPerDay + kChangeTime;
        offset = is_summer ? kSummerOffset : kWinterOffset;
    }
    return Date{static_cast<std::int32_t>(detail::floor_div(seconds + offset, kSecondsPerDay))};
}

}  // namespace abonado
