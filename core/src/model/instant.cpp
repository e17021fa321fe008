#include <algorithm>
#include <array>

#include "abonado/error.hpp"
#include "abonado/value_types.hpp"
#include "model/civil.hpp"
#include "model/digits.hpp"

namespace abonado {

namespace {

using detail::kMicrosPerSecond;
using detail::kSecondsPerDay;

constexpr std::size_t kClockLength = 19;  // YYYY-MM-DDThh:mm:ss
constexpr std::size_t kOffsetLength = 6;  // ±hh:mm
constexpr std::int64_t kFirstSecond = detail::kFirstDay * kSecondsPerDay;
constexpr std::int64_t kEndSecond = (detail::kLastDay + 1) * kSecondsPerDay;

constexpr detail::Shape kYearMonth = detail::shape_of("0000-00-");
constexpr detail::Shape kDayHourMinute = detail::shape_of("00T00:00");
constexpr detail::Shape kHourMinuteSecond = detail::shape_of("00:00:00");

// Upper case of a letter, if it is one; here only compared with letters, so what it makes of the rest is no matter.
constexpr std::uint64_t kCaseBit = 0x20;
constexpr std::uint64_t kCaseBitOfT = kCaseBit << 16U;

// The days before whose 00:00:00Z a second was inserted: the 27 of IERS Bulletin C up to 2016. None is announced.
struct MonthStart {
    std::uint16_t year;
    std::uint8_t month;
};
constexpr std::array<MonthStart, 27> kAfterLeapSecond{{
    {1972, 7}, {1973, 1}, {1974, 1}, {1975, 1}, {1976, 1}, {1977, 1}, {1978, 1}, {1979, 1}, {1980, 1},
    {1981, 7}, {1982, 7}, {1983, 7}, {1985, 7}, {1988, 1}, {1990, 1}, {1991, 1}, {1992, 7}, {1993, 7},
    {1994, 7}, {1996, 1}, {1997, 7}, {1999, 1}, {2006, 1}, {2009, 1}, {2012, 7}, {2015, 7}, {2017, 1},
}};

bool follows_leap_second(std::int64_t second) noexcept {
    return std::any_of(kAfterLeapSecond.begin(), kAfterLeapSecond.end(), [second](MonthStart start) {
        return detail::days_from_civil(start.year, start.month, 1) * kSecondsPerDay == second;
    });
}

struct Clock {
    std::int64_t seconds;     // since the epoch, as if the clock showed UTC
    std::uint32_t of_minute;  // 0..60
    bool valid;
};

// Reads the first 19 characters: three overlapping words, every check folded into one flag, so that good text, which
// is nearly all text, runs without a branch.
inline Clock read_clock(const char* text) noexcept {
    const std::uint64_t month_word = detail::strip(detail::load8(text), kYearMonth);
    const std::uint64_t day_word = detail::strip(detail::load8(text + 8) & ~kCaseBitOfT, kDayHourMinute);
    const std::uint64_t time_word = detail::strip(detail::load8(text + 11), kHourMinuteSecond);
    const std::uint64_t misfit = detail::misfit(month_word, kYearMonth) | detail::misfit(day_word, kDayHourMinute) |
                                 detail::misfit(time_word, kHourMinuteSecond);
    const std::uint64_t month_pairs = detail::pairs_of(month_word);
    const std::uint64_t time_pairs = detail::pairs_of(time_word);
    const std::uint32_t year = detail::pair_at(month_pairs, 0) * 100 + detail::pair_at(month_pairs, 2);
    const std::uint32_t month = detail::pair_at(month_pairs, 5);
    const std::uint32_t day = detail::pair_at(detail::pairs_of(day_word), 0);
    const std::uint32_t hour = detail::pair_at(time_pairs, 0);
    const std::uint32_t minute = detail::pair_at(time_pairs, 3);
    const std::uint32_t second = detail::pair_at(time_pairs, 6);
    const unsigned valid = static_cast<unsigned>(misfit == 0) & static_cast<unsigned>(hour < 24) &
                           static_cast<unsigned>(minute < 60) & static_cast<unsigned>(second <= 60) &
                           static_cast<unsigned>(detail::is_civil(year, month, day));
    const std::int64_t seconds = detail::days_from_civil(year, month, day) * kSecondsPerDay +
                                 static_cast<std::int64_t>(hour * 3600 + minute * 60 + second);
    return {seconds, second, valid != 0};
}

inline bool is_zulu(char c) noexcept { return (static_cast<unsigned char>(c) & ~kCaseBit) == 'Z'; }

// Takes a fraction off the front of `tail`, and gives its microseconds; 0 if there is none. Nothing if it has no digit.
std::optional<std::int64_t> take_fraction(std::string_view& tail) noexcept {
    if (tail.empty() || tail.front() != '.') {
        return 0;
    }
    std::size_t end = 1;
    std::int64_t micros = 0;
    std::int64_t place = kMicrosPerSecond;
    for (; end < tail.size() && detail::is_digit(tail[end]); ++end) {
        place /= 10;  // reaches 0 at the seventh digit: the rest is dropped
        micros += place * (tail[end] - '0');
    }
    if (end == 1) {
        return std::nullopt;
    }
    tail.remove_prefix(end);
    return micros;
}

// The seconds that a local clock with this offset is ahead of UTC.
std::optional<std::int64_t> read_offset(std::string_view text, NaiveTime naive) noexcept {
    if (text.empty()) {
        return naive == NaiveTime::utc ? std::optional<std::int64_t>{0} : std::nullopt;
    }
    if (text.size() == 1 && is_zulu(text[0])) {
        return 0;
    }
    if (text.size() != kOffsetLength || (text[0] != '+' && text[0] != '-') || text[3] != ':' ||
        !detail::is_digit(text[1]) || !detail::is_digit(text[2]) || !detail::is_digit(text[4]) ||
        !detail::is_digit(text[5])) {
        return std::nullopt;
    }
    const int hours = (text[1] - '0') * 10 + (text[2] - '0');
    const int minutes = (text[4] - '0') * 10 + (text[5] - '0');
    if (hours > 23 || minutes > 59) {
        return std::nullopt;
    }
    const int ahead = hours * 3600 + minutes * 60;
    return text[0] == '+' ? ahead : -ahead;
}

// Everything that is not `…ssZ`: fractions, offsets, none of them, and leap seconds.
std::optional<Instant> finish(Clock clock, std::string_view tail, NaiveTime naive) noexcept {
    const std::optional<std::int64_t> micros = take_fraction(tail);
    const std::optional<std::int64_t> offset = micros ? read_offset(tail, naive) : std::nullopt;
    if (!offset) {
        return std::nullopt;
    }
    const std::int64_t seconds = clock.seconds - *offset;
    if (seconds < kFirstSecond || seconds >= kEndSecond) {
        return std::nullopt;
    }
    // Offsets are whole minutes, so :60 here is :60 in UTC, and adding it up gave the second that follows.
    if (clock.of_minute == 60 && !follows_leap_second(seconds)) {
        return std::nullopt;
    }
    return Instant{seconds * kMicrosPerSecond + *micros};
}

}  // namespace

std::optional<Instant> Instant::parse(std::string_view text, NaiveTime naive) noexcept {
    if (text.size() < kClockLength) {
        return std::nullopt;
    }
    const Clock clock = read_clock(text.data());
    if (!clock.valid) {
        return std::nullopt;
    }
    if (text.size() == kClockLength + 1 && is_zulu(text[kClockLength]) && clock.of_minute < 60) [[likely]] {
        return Instant{clock.seconds * kMicrosPerSecond};
    }
    return finish(clock, text.substr(kClockLength), naive);
}

void Instant::append_to(std::string& out) const {
    const std::int64_t seconds = detail::floor_div(micros, kMicrosPerSecond);
    const std::int64_t days = detail::floor_div(seconds, kSecondsPerDay);
    const auto fraction = static_cast<std::uint32_t>(detail::floor_mod(micros, kMicrosPerSecond));
    const auto of_day = static_cast<std::uint32_t>(detail::floor_mod(seconds, kSecondsPerDay));
    std::array<char, detail::kMaxDateText + 17> text{};  // Thh:mm:ss.ffffffZ
    char* end = detail::put_date(text.data(), Date{static_cast<std::int32_t>(days)});
    *end++ = 'T';
    end = detail::put_padded(end, of_day / 3600, 2);
    *end++ = ':';
    end = detail::put_padded(end, of_day / 60 % 60, 2);
    *end++ = ':';
    end = detail::put_padded(end, of_day % 60, 2);
    if (fraction != 0) {
        *end++ = '.';
        end = detail::put_padded(end, fraction, 6);
    }
    *end++ = 'Z';
    out.append(text.data(), end);
}

std::string Instant::to_string() const {
    std::string text;
    append_to(text);
    return text;
}

void detail::refuse_uncivil(Instant now) {
    if (now.micros >= kFirstSecond * kMicrosPerSecond && now.micros < kEndSecond * kMicrosPerSecond) return;
    throw Error(ErrorCode::invalid_argument, "the moment that is given for now is not in the years 0001 to 9999");
}

}  // namespace abonado
