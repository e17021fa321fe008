// What is held of each value type: what is accepted is written in one form, which is read as the same value; values stand in
// the order of what they mean. `value_checks` has every name of value_types.hpp (cpp/fuzz_test.cpp).
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>

#include "abonado/value_types.hpp"
#include "require.hpp"

namespace abonado::fuzz {

inline bool is_digit(char c) { return c >= '0' && c <= '9'; }
inline bool are_digits(std::string_view text) { return std::all_of(text.begin(), text.end(), is_digit); }
inline std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return out;
}

// The form that is written is read as the same value, and has no other one.
template <class T>
void check_form(const T& value, const std::string& written) {
    const auto again = T::parse(written);
    require(again.has_value(), "what is written can be read");
    require(*again == value, "what is written is read as the same value");
    require(again->to_string() == written, "there is one form");
}

// Two values stand as their written forms do, which `key` makes comparable.
template <class T, class Key>
void check_order(const T& a, const T& b, Key&& key) {
    require((a <=> b) == (key(a) <=> key(b)), "values stand in the order of what they mean");
    require((a == b) == (key(a) == key(b)), "values are equal that mean the same");
}

inline void check_day_in_madrid(Date day) {
    const Instant begin = start_of_day_in_madrid(day);
    require(date_in_madrid(begin) == day, "a day begins on that day");
    require(date_in_madrid({begin.micros - 1}).days == day.days - 1, "before a day is the day before");
}

inline void check_date(std::string_view a, std::string_view b) {
    const auto first = Date::parse(a);
    if (!first) return;
    require(first->to_string() == a, "a date is read in the form in which it is written");
    check_form(*first, first->to_string());
    const Date::Ymd ymd = first->ymd();
    require(Date::from_ymd(ymd.year, ymd.month, ymd.day) == first, "a date is its year, month and day");
    check_day_in_madrid(*first);
    if (const auto second = Date::parse(b)) check_order(*first, *second, [](Date d) { return d.to_string(); });
}

inline void check_instant(std::string_view a, std::string_view b) {
    const auto first = Instant::parse(a);
    const auto naive = Instant::parse(a, NaiveTime::utc);
    require(!first || naive == first, "an offset counts, whatever is done without one");
    if (naive && !first) require(Instant::parse(std::string(a) + "Z") == naive, "without an offset it is UTC");
    if (!naive) return;
    check_form(*naive, naive->to_string());
    const Date day = date_in_madrid(*naive);
    require(start_of_day_in_madrid(day) <= *naive || day.ymd().year > 9998, "an instant is on its day");
    require(*naive < start_of_day_in_madrid({day.days + 1}) || day.ymd().year > 9998, "an instant is on no later day");
    const auto second = Instant::parse(b, NaiveTime::utc);
    if (!second) return;
    check_order(*naive, *second, [](Instant i) {
        std::string text = i.to_string();
        if (text.size() < 27) text.insert(text.size() - 1, ".000000");  // the forms differ in length
        return text;
    });
}

inline void check_uuid(std::string_view a, std::string_view b) {
    const auto first = Uuid::parse(a);
    if (!first) return;
    require(first->to_string() == lower(a), "a uuid is written in lower case");
    check_form(*first, first->to_string());
    if (const auto second = Uuid::parse(b)) check_order(*first, *second, [](Uuid u) { return u.to_string(); });
}

inline void check_money(std::string_view a, std::string_view b) {
    const auto first = Money::parse(a);
    if (!first) return;
    check_form(*first, first->to_string());
    // Not exact, and not the way in which it is read.
    const long double about = std::strtold(std::string(a).c_str(), nullptr) * 1e6L;
    const auto exact = static_cast<long double>(first->millionths);
    require(std::fabs(about - exact) <= 1e-3L + std::fabs(exact) * 1e-15L, "an amount is what its literal says");
    const bool is_whole = a.find_first_of(".eE") == std::string_view::npos;
    if (a.find_first_of("eE") == std::string_view::npos) {
        require(Money::parse(std::string(a) + (is_whole ? ".0" : "0")) == first,
                "a zero behind the point says nothing");
    }
    if (first->millionths > 0) {
        require(Money::parse("-" + std::string(a)) == Money{-first->millionths}, "a sign turns an amount round");
    }
    const auto second = Money::parse(b);
    if (second) check_order(*first, *second, [](Money m) { return m.millionths; });
}

inline void check_legacy_id(std::string_view a, std::string_view b) {
    const auto first = LegacyId::parse(a);
    if (!first) return;
    require(!a.empty() && are_digits(a) && first->value > 0, "an id is digits and above 0");
    require(LegacyId::parse("0" + std::string(a)) == first, "a zero in front says nothing");
    check_form(*first, first->to_string());
    if (const auto second = LegacyId::parse(b)) check_order(*first, *second, [](LegacyId i) { return i.value; });
}

inline void check_msisdn(std::string_view a, std::string_view) {
    const auto number = Msisdn::normalise(a);
    if (!number) return;
    const std::string& text = number->e164;
    require(text.size() >= 9 && text.size() <= 16 && text[0] == '+' && text[1] != '0', "a number is E.164");
    require(are_digits(std::string_view(text).substr(1)), "a number is digits behind its sign");
    require(Msisdn::normalise(text) == number, "a number in its form stays as it is");
    const bool is_spanish = text.starts_with("+34");
    require(is_spanish == (number->is_spanish_mobile() || number->is_spanish_landline()),
            "a Spanish number is of a mobile or a landline");
    require(!(number->is_spanish_mobile() && number->is_spanish_landline()), "a number is of one sort");
}

inline void check_imsi(std::string_view a, std::string_view) {
    const bool is_good = a.size() == 15 && are_digits(a);
    require(is_well_formed_imsi(a) == is_good, "an IMSI is 15 digits");
    const auto imsi = Imsi::parse(a);
    require(imsi.has_value() == is_good && (!imsi || imsi->text == a), "an IMSI is kept as it is given");
}

inline void check_iccid(std::string_view a, std::string_view) {
    int sum = 0;
    for (std::size_t i = 0; i < a.size() && are_digits(a); ++i) {
        const int digit = a[a.size() - 1 - i] - '0';
        sum += i % 2 == 0 ? digit : digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
    }
    const bool is_good = (a.size() == 19 || a.size() == 20) && are_digits(a) && sum % 10 == 0;
    require(is_well_formed_iccid(a) == is_good, "an ICCID is 19 or 20 digits with Luhn's sum");
    const auto iccid = Iccid::parse(a);
    require(iccid.has_value() == is_good && (!iccid || iccid->text == a), "an ICCID is kept as it is given");
}

inline void check_mac(std::string_view a, std::string_view) {
    if (!is_well_formed_mac(a)) return;
    require(a.size() == 12 || a.size() == 17, "a MAC address has 12 digits");
    require(is_well_formed_mac(lower(a)), "its case says nothing");
}

// Any day and instant, not only those that have a text: eight bytes each.
inline void check_madrid(std::string_view a, std::string_view) {
    std::array<char, sizeof(std::int64_t)> bytes{};
    std::copy_n(a.begin(), std::min(a.size(), bytes.size()), bytes.begin());
    std::int64_t number = 0;
    std::memcpy(&number, bytes.data(), sizeof number);
    const Date day{static_cast<std::int32_t>(number)};
    require(!day.to_string().empty() && !Instant{number}.to_string().empty(), "every value is written");
    static_cast<void>(date_in_madrid({number}));
    static_cast<void>(start_of_day_in_madrid(day));
    const Date::Ymd ymd = day.ymd();
    if (ymd.year >= 1 && ymd.year < 9999 && day.days > Date::from_ymd(1, 1, 1)->days) check_day_in_madrid(day);
}

struct ValueCheck {
    std::string_view name;
    void (*check)(std::string_view, std::string_view);
};
inline constexpr std::array kValueChecks{
    ValueCheck{"Date", &check_date},
    ValueCheck{"Iccid", &check_iccid},
    ValueCheck{"Imsi", &check_imsi},
    ValueCheck{"Instant", &check_instant},
    ValueCheck{"LegacyId", &check_legacy_id},
    ValueCheck{"Money", &check_money},
    ValueCheck{"Msisdn", &check_msisdn},
    ValueCheck{"Uuid", &check_uuid},
    ValueCheck{"date_in_madrid", &check_madrid},
    ValueCheck{"is_well_formed_iccid", &check_iccid},
    ValueCheck{"is_well_formed_imsi", &check_imsi},
    ValueCheck{"is_well_formed_mac", &check_mac},
    ValueCheck{"start_of_day_in_madrid", &check_madrid},
};

}  // namespace abonado::fuzz
