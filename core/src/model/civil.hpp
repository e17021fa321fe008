// Calendar arithmetic of the proleptic Gregorian calendar, for days counted from 1970-01-01.
// Pure functions, nothing allocates, safe from any thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "abonado/value_types.hpp"

namespace abonado::detail {

inline constexpr std::int64_t kMicrosPerSecond = 1'000'000;
inline constexpr std::int64_t kSecondsPerDay = 86'400;
inline constexpr std::int32_t kFirstDay = -719'162;  // 0001-01-01
inline constexpr std::int32_t kLastDay = 2'932'896;  // 9999-12-31

/// Throws Error(invalid_argument) for a moment outside the years 0001 to 9999: what is stamped with it could not be read again.
void refuse_uncivil(Instant now);

// Months index these tables with four bits, so that a month that turns out to be wrong cannot read past the end.
inline constexpr std::array<std::uint16_t, 16> kDaysInMonth{0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 0, 0, 0};
// Days before the month in a year that starts in March: the leap day is then the last one and needs no case.
inline constexpr std::array<std::uint16_t, 16> kDaysBeforeMonth{0,   306, 337, 0,   31,  61, 92, 122,
                                                                153, 184, 214, 245, 275, 0,  0,  0};

/// Whether the day exists and the year is in 1..9999. Without branches: on the hot path nearly every date is good.
constexpr bool is_civil(std::uint32_t year, std::uint32_t month, std::uint32_t day) noexcept {
    const std::uint32_t century = year / 100;
    const std::uint32_t cycle = year == century * 100 ? century : year;
    const std::uint32_t leap_day = static_cast<std::uint32_t>(cycle % 4 == 0) & static_cast<std::uint32_t>(month == 2);
    const std::uint32_t length = kDaysInMonth[month & 15U] + leap_day;
    // Unsigned: 0 - 1 is huge, so one comparison checks both ends.
    return (static_cast<unsigned>(year - 1 < 9999) & static_cast<unsigned>(month <= 12) &
            static_cast<unsigned>(day - 1 < length)) != 0;
}

/// Days since 1970-01-01 of a day that is_civil. For anything else the result has no meaning, but is harmless.
constexpr std::int32_t days_from_civil(std::uint32_t year, std::uint32_t month, std::uint32_t day) noexcept {
    const std::uint32_t march_year = year - static_cast<std::uint32_t>(month < 3);
    const std::uint32_t century = march_year / 100;
    const std::uint32_t days = 365 * march_year + march_year / 4 - century + century / 4 +
                               kDaysBeforeMonth[month & 15U] + day;
    return static_cast<std::int32_t>(days - 719'469);  // day 1 of March of year 0 is 719468 days before 1970
}

/// Rounds towards the past, also before 1970 where `/` would round towards 1970.
constexpr std::int64_t floor_div(std::int64_t value, std::int64_t unit) noexcept {
    return value / unit - static_cast<std::int64_t>(value % unit < 0);
}

/// What floor_div leaves: 0..unit-1.
constexpr std::int64_t floor_mod(std::int64_t value, std::int64_t unit) noexcept {
    const std::int64_t rest = value % unit;
    return rest < 0 ? rest + unit : rest;
}

inline constexpr std::size_t kMaxDateText = 16;  // a sign, a year of seven digits, `-MM-DD`

/// Writes the text of Date::append_to, at most kMaxDateText characters, and returns the place after it.
char* put_date(char* out, Date date) noexcept;

}  // namespace abonado::detail
