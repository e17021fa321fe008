#include "bulk/arrow_text.hpp"

#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstring>
#include <limits>

#include "abonado/json.hpp"
#include "model/civil.hpp"

namespace abonado {

namespace {

constexpr std::int64_t kNanosPerSecond = 1'000'000'000;

void append_integer(std::string& out, std::int64_t value) {
    char digits[20];
    out.append(digits, std::to_chars(std::begin(digits), std::end(digits), value).ptr);
}

template <class T>
void append_floating(std::string& out, T value, T exact_below) {
    if (std::isnan(value)) return static_cast<void>(out += R"([["NaN"]])");
    if (std::isinf(value)) return static_cast<void>(out += value < 0 ? R"([["-Infinity"]])" : R"([["Infinity"]])");
    char text[32];
    const char* const end = std::to_chars(std::begin(text), std::end(text), value).ptr;
    const std::string_view digits(text, static_cast<std::size_t>(end - text));
    out += digits;
    if (std::abs(value) < exact_below) return;
    if (digits.find_first_of(".e") == std::string_view::npos) out += ".0";
}

// A magnitude of up to 256 bits, the lowest 32 first.
using Magnitude = std::array<std::uint32_t, 8>;

// Reads two's complement; true if it was negative.
bool read_magnitude(const void* bytes, std::size_t width, Magnitude& out) {
    out.fill(0);
    std::memcpy(out.data(), bytes, width);
    const std::size_t limbs = width / sizeof(std::uint32_t);
    if (out[limbs - 1] >> 31U == 0) return false;
    std::uint64_t carry = 1;
    for (std::size_t i = 0; i < limbs; ++i) {
        carry += ~out[i];
        out[i] = static_cast<std::uint32_t>(carry);
        carry >>= 32U;
    }
    return true;
}

// Writes the digits so that they end at `end`; returns where they begin. Zero has none.
char* put_digits(Magnitude& value, char* end) {
    constexpr std::uint32_t kBillion = 1'000'000'000;
    std::size_t limbs = value.size();
    while (true) {
        while (limbs > 0 && value[limbs - 1] == 0) --limbs;
        if (limbs == 0) return end;
        std::uint64_t rest = 0;
        for (std::size_t i = limbs; i-- > 0;) {
            rest = rest << 32U | value[i];
            value[i] = static_cast<std::uint32_t>(rest / kBillion);
            rest %= kBillion;
        }
        while (limbs > 0 && value[limbs - 1] == 0) --limbs;
        for (int i = 0; limbs > 0 ? i < 9 : rest > 0; ++i) {
            *--end = static_cast<char>('0' + rest % 10);
            rest /= 10;
        }
    }
}

// Whether the brackets that the first one opens are closed by the last character. Such a text is either one JSON value, or no
// JSON for whoever reads it in its place.
bool is_object(std::string_view text) {
    if (!text.starts_with('{')) return false;
    std::size_t depth = 0;
    bool is_quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (is_quoted) {
            if (static_cast<unsigned char>(c) < 0x20) return false;
            if (c == '\\') ++i;
            else if (c == '"') is_quoted = false;
        } else if (c == '"') {
            is_quoted = true;
        } else if (c == '{' || c == '[') {
            ++depth;
        } else if ((c == '}' || c == ']') && --depth == 0) {
            return i + 1 == text.size();
        }
    }
    return false;
}

}  // namespace

void append_real(std::string& out, float value) { append_floating(out, value, 0x1p24F); }
void append_real(std::string& out, double value) { append_floating(out, value, 0x1p53); }

float real_of_half(std::uint16_t bits) noexcept {
    const std::uint32_t sign = std::uint32_t{bits & 0x8000U} << 16U;
    const std::uint32_t exponent = bits >> 10U & 31U;
    const std::uint32_t fraction = bits & 1023U;
    if (exponent == 0) {
        const float small = static_cast<float>(fraction) * 0x1p-24F;
        return sign != 0 ? -small : small;
    }
    const std::uint32_t wide = exponent == 31 ? 255 : exponent + 112;
    return std::bit_cast<float>(sign | wide << 23U | fraction << 13U);
}

void append_decimal(std::string& out, const void* bytes, std::size_t width, int scale) {
    constexpr std::size_t kMostDigits = 78;  // of 256 bits
    constexpr std::size_t kMostScale = 100;
    std::array<char, kMostDigits + kMostScale + 1> text;
    text.fill('0');
    Magnitude value;
    const bool is_negative = read_magnitude(bytes, width, value);
    char* const end = text.data() + text.size();
    const char* begin = put_digits(value, end);
    if (begin == end) return static_cast<void>(out += '0');
    if (is_negative) out += '-';
    if (scale <= 0) {
        out.append(begin, static_cast<const char*>(end));
        out.append(static_cast<std::size_t>(-scale), '0');
        return;
    }
    const char* const point = end - scale;
    if (begin >= point) begin = point - 1;  // there are zeros
    out.append(begin, point);
    const char* last = end;
    while (last > point && last[-1] == '0') --last;
    if (last == point) return;
    out += '.';
    out.append(point, last);
}

void append_date(std::string& out, std::int64_t days) {
    if (days != static_cast<std::int32_t>(days)) return append_integer(out, days);
    std::array<char, detail::kMaxDateText + 2> text;
    char* end = text.data();
    *end++ = '"';
    end = detail::put_date(end, Date{static_cast<std::int32_t>(days)});
    *end++ = '"';
    out.append(text.data(), end);
}

void append_timestamp(std::string& out, std::int64_t value, std::int64_t units, bool has_zone) {
    const std::int64_t seconds = detail::floor_div(value, units);
    const std::int64_t days = detail::floor_div(seconds, detail::kSecondsPerDay);
    if (days != static_cast<std::int32_t>(days)) return append_integer(out, value);
    std::array<char, detail::kMaxDateText + 24> text;
    char* end = text.data();
    const auto put = [&end](std::int64_t number, int digits) {
        for (int i = digits; i-- > 0; number /= 10) end[i] = static_cast<char>('0' + number % 10);
        end += digits;
    };
    *end++ = '"';
    end = detail::put_date(end, Date{static_cast<std::int32_t>(days)});
    const std::int64_t of_day = detail::floor_mod(seconds, detail::kSecondsPerDay);
    *end++ = 'T';
    put(of_day / 3600, 2);
    *end++ = ':';
    put(of_day / 60 % 60, 2);
    *end++ = ':';
    put(of_day % 60, 2);
    const std::int64_t nanos = detail::floor_mod(value, units) * (kNanosPerSecond / units);
    if (nanos != 0) {
        *end++ = '.';
        if (nanos % 1000 == 0) put(nanos / 1000, 6);
        else put(nanos, 9);
    }
    if (has_zone) *end++ = 'Z';
    *end++ = '"';
    out.append(text.data(), end);
}

void append_embedded(std::string& out, std::string_view text) {
    constexpr std::string_view kSpace = " \t\r\n";
    const std::size_t begin = text.find_first_not_of(kSpace);
    const std::string_view object = begin == std::string_view::npos
                                        ? std::string_view()
                                        : text.substr(begin, text.find_last_not_of(kSpace) - begin + 1);
    if (!is_object(object)) return append_json_string(out, text);
    const std::size_t from = out.size();
    out += object;
    for (std::size_t i = from; i < out.size(); ++i) {
        if (out[i] == '\n' || out[i] == '\r') out[i] = ' ';
    }
}

}  // namespace abonado
