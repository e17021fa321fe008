#include <array>
#include <charconv>
#include <cstddef>
#include <limits>

#include "abonado/value_types.hpp"
#include "model/digits.hpp"

namespace abonado {

namespace {

constexpr int kPlaces = 6;
constexpr std::uint64_t kUnit = 1'000'000;  // millionths
constexpr std::int64_t kMaxDigits = 19;     // of a positive int64; any 19 digits fit a uint64

constexpr std::array<std::uint64_t, kMaxDigits + 1> kPowersOfTen = [] {
    std::array<std::uint64_t, kMaxDigits + 1> powers{};
    std::uint64_t power = 1;
    for (std::uint64_t& entry : powers) {
        entry = power;
        power *= 10;  // after the last entry it wraps, and is not used
    }
    return powers;
}();

// Digits as they are read. Zeros wait until a digit follows, so that `digits` never ends in one: leading zeros and
// zeros at the end, however many, then cost no precision and no overflow.
struct Decimal {
    std::uint64_t digits = 0;
    std::int64_t count = 0;  // of digits
    std::int64_t zeros = 0;  // read after digits

    // False once the number has more digits than any amount.
    bool push(char digit) noexcept {
        if (digit == '0') {
            zeros += count > 0 ? 1 : 0;
            return true;
        }
        if (zeros >= kMaxDigits - count) {
            return false;
        }
        digits = digits * kPowersOfTen[static_cast<std::size_t>(zeros + 1)] + static_cast<std::uint64_t>(digit - '0');
        count += zeros + 1;
        zeros = 0;
        return true;
    }
};

// Reads one or more digits from `at` on and returns the place after them; nothing if there is none or too many.
std::optional<std::size_t> push_digits(std::string_view text, std::size_t at, Decimal& decimal) noexcept {
    const std::size_t first = at;
    for (; at < text.size() && detail::is_digit(text[at]); ++at) {
        if (!decimal.push(text[at])) {
            return std::nullopt;
        }
    }
    return at > first ? std::optional{at} : std::nullopt;
}

// The exponent after the `e`, to the end of the text.
std::optional<std::int64_t> read_exponent(std::string_view text) noexcept {
    // More than any text is long: beyond it the amount cannot fit, or is 0 anyway, and further digits say nothing new.
    constexpr std::int64_t kCeiling = std::numeric_limits<std::int64_t>::max() / 100;
    const bool negative = !text.empty() && text[0] == '-';
    if (negative || (!text.empty() && text[0] == '+')) {
        text.remove_prefix(1);
    }
    if (text.empty()) {
        return std::nullopt;
    }
    std::int64_t value = 0;
    for (const char c : text) {
        if (!detail::is_digit(c)) {
            return std::nullopt;
        }
        value = value < kCeiling ? value * 10 + (c - '0') : value;
    }
    return negative ? -value : value;
}

// digits · 10^(zeros + exponent) units, as millionths with their sign.
std::optional<Money> to_money(const Decimal& decimal, std::int64_t exponent, bool negative) noexcept {
    if (decimal.count == 0) {
        return Money{0};
    }
    const std::int64_t shift = decimal.zeros + exponent + kPlaces;
    if (shift < 0 || shift > kMaxDigits - decimal.count) {
        return std::nullopt;  // below a millionth (the last digit is not 0), or too large
    }
    const std::uint64_t size = decimal.digits * kPowersOfTen[static_cast<std::size_t>(shift)];
    constexpr auto kMax = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    if (size > kMax + (negative ? 1 : 0)) {
        return std::nullopt;
    }
    return Money{static_cast<std::int64_t>(negative ? 0 - size : size)};
}

}  // namespace

std::optional<Money> Money::parse(std::string_view literal) noexcept {
    const bool negative = !literal.empty() && literal.front() == '-';
    const std::size_t first = negative ? 1 : 0;
    Decimal decimal;
    std::optional<std::size_t> end = push_digits(literal, first, decimal);
    if (!end || (literal[first] == '0' && *end > first + 1)) {
        return std::nullopt;
    }
    std::int64_t exponent = 0;
    if (*end < literal.size() && literal[*end] == '.') {
        const std::size_t dot = *end;
        end = push_digits(literal, dot + 1, decimal);
        if (!end) {
            return std::nullopt;
        }
        exponent = -static_cast<std::int64_t>(*end - dot - 1);
    }
    if (*end < literal.size()) {
        const bool marked = literal[*end] == 'e' || literal[*end] == 'E';
        const std::optional<std::int64_t> written = marked ? read_exponent(literal.substr(*end + 1)) : std::nullopt;
        if (!written) {
            return std::nullopt;
        }
        exponent += *written;
    }
    return to_money(decimal, exponent, negative);
}

void Money::append_to(std::string& out) const {
    std::array<char, 24> text{};  // a sign, 13 digits, a point, six digits
    char* end = text.data();
    auto size = static_cast<std::uint64_t>(millionths);
    if (millionths < 0) {
        *end++ = '-';
        size = 0 - size;  // unsigned, because the most negative amount has no positive twin
    }
    end = std::to_chars(end, text.data() + text.size(), size / kUnit).ptr;
    if (const auto fraction = static_cast<std::uint32_t>(size % kUnit); fraction != 0) {
        *end++ = '.';
        end = detail::put_padded(end, fraction, kPlaces);
        while (end[-1] == '0') {
            --end;
        }
    }
    out.append(text.data(), end);
}

std::string Money::to_string() const {
    std::string text;
    append_to(text);
    return text;
}

}  // namespace abonado
