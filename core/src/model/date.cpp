#include <array>
#include <charconv>

#include "abonado/value_types.hpp"
#include "model/civil.hpp"
#include "model/digits.hpp"

namespace abonado {

namespace {

constexpr std::size_t kDateLength = 10;
constexpr detail::Shape kYearMonth = detail::shape_of("0000-00-");
constexpr detail::Shape kYearMonthDay = detail::shape_of("00-00-00");

}  // namespace

std::optional<Date> Date::parse(std::string_view text) noexcept {
    if (text.size() != kDateLength) {
        return std::nullopt;
    }
    // Two overlapping words cover the ten characters.
    const std::uint64_t head = detail::strip(detail::load8(text.data()), kYearMonth);
    const std::uint64_t tail = detail::strip(detail::load8(text.data() + 2), kYearMonthDay);
    if ((detail::misfit(head, kYearMonth) | detail::misfit(tail, kYearMonthDay)) != 0) {
        return std::nullopt;
    }
    const std::uint64_t head_pairs = detail::pairs_of(head);
    const std::uint32_t year = detail::pair_at(head_pairs, 0) * 100 + detail::pair_at(head_pairs, 2);
    const std::uint32_t month = detail::pair_at(head_pairs, 5);
    const std::uint32_t day = detail::pair_at(detail::pairs_of(tail), 6);
    if (!detail::is_civil(year, month, day)) {
        return std::nullopt;
    }
    return Date{detail::days_from_civil(year, month, day)};
}

std::optional<Date> Date::from_ymd(int year, int month, int day) noexcept {
    const auto y = static_cast<std::uint32_t>(year);
    const auto m = static_cast<std::uint32_t>(month);
    const auto d = static_cast<std::uint32_t>(day);
    if (!detail::is_civil(y, m, d)) {  // a negative number is a huge one here
        return std::nullopt;
    }
    return Date{detail::days_from_civil(y, m, d)};
}

Date::Ymd Date::ymd() const noexcept {
    // Years start in March and come in cycles of 400, so that leap days fall at the end of everything.
    constexpr std::int64_t kDaysPerCycle = 146'097;
    const std::int64_t shifted = std::int64_t{days} + 719'468;
    const std::int64_t cycle = detail::floor_div(shifted, kDaysPerCycle);
    const std::int64_t of_cycle = shifted - cycle * kDaysPerCycle;
    const std::int64_t year = (of_cycle - of_cycle / 1460 + of_cycle / 36'524 - of_cycle / 146'096) / 365;
    const std::int64_t of_year = of_cycle - (365 * year + year / 4 - year / 100);
    const std::int64_t month = (5 * of_year + 2) / 153;  // 0 is March
    const std::int64_t day = of_year - (153 * month + 2) / 5 + 1;
    const bool next_year = month >= 10;
    return {static_cast<int>(year + cycle * 400 + (next_year ? 1 : 0)),
            static_cast<int>(next_year ? month - 9 : month + 3), static_cast<int>(day)};
}

void Date::append_to(std::string& out) const {
    std::array<char, detail::kMaxDateText> text{};
    out.append(text.data(), detail::put_date(text.data(), *this));
}

std::string Date::to_string() const {
    std::string text;
    append_to(text);
    return text;
}

char* detail::put_date(char* out, Date date) noexcept {
    const auto [year, month, day] = date.ymd();
    if (year >= 0 && year <= 9999) {
        out = put_padded(out, static_cast<std::uint32_t>(year), 4);
    } else {
        if (year > 0) {
            *out++ = '+';
        }
        out = std::to_chars(out, out + 8, year).ptr;
    }
    *out++ = '-';
    out = put_padded(out, static_cast<std::uint32_t>(month), 2);
    *out++ = '-';
    return put_padded(out, static_cast<std::uint32_t>(day), 2);
}

}  // namespace abonado
