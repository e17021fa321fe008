#include "abonado/redaction.hpp"

#include <algorithm>
#include <cstdlib>

#include "abonado/enums.hpp"
#include "abonado/value_types.hpp"
#include "base/keyed_hash.hpp"

namespace abonado {

namespace {

constexpr std::size_t kHexDigits = 16;

// A value in the one form that equal ones share.
std::string canonical(std::string_view value) {
    if (const auto uuid = Uuid::parse(value)) return uuid->to_string();
    if (const auto instant = Instant::parse(value)) return instant->to_string();
    if (const auto number = Money::parse(value)) return number->to_string();
    return std::string(value);
}

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Long enough for the names of companies, too few digits for whatever tells a person.
bool is_harmless_name(std::string_view name) {
    constexpr std::size_t kLongest = 32;
    constexpr std::ptrdiff_t kMostDigits = 3;
    const auto is_of_names = [](char c) {
        return is_letter(c) || is_digit(c) || c == ' ' || c == '-' || c == '_' || c == '.';
    };
    return name.size() <= kLongest && std::all_of(name.begin(), name.end(), is_of_names) &&
           std::count_if(name.begin(), name.end(), is_digit) <= kMostDigits;
}

}  // namespace

Redaction Redaction::with_secret(std::string_view secret) {
    if (secret.size() < kMinSecret) {
        throw Error(ErrorCode::invalid_argument, "a redaction key has at least " + std::to_string(kMinSecret) +
                                                     " bytes: a shorter one could be guessed");
    }
    Redaction out;
    out.is_on_ = true;
    out.key_ = key_of(secret);
    return out;
}

Redaction Redaction::with_random_key() {
    Redaction out;
    out.is_on_ = true;
    out.key_ = random_key();
    return out;
}

// 63 bits, and not 0, so that it is an id too.
std::uint64_t Redaction::hash(std::string_view canonical_value) const {
    const std::uint64_t out = keyed_hash(canonical_value, key_) & ~std::uint64_t{0} >> 1U;
    return std::max<std::uint64_t>(out, 1);
}

std::string Redaction::text(std::string_view value) const {
    if (!is_on_) return std::string(value);
    static constexpr char kHex[] = "0123456789abcdef";
    const std::uint64_t digits = hash(canonical(value));
    std::string out = "#";
    for (std::size_t i = kHexDigits; i-- > 0;) out += kHex[digits >> (4 * i) & 15U];
    return out;
}

std::string Redaction::text_of(std::string_view member, std::string_view value) const {
    return member == "MSISDN" || member == "LANDLINENUMBER" ? phone_number(value) : text(value);
}

std::string Redaction::phone_number(std::string_view value) const {
    const auto number = is_on_ ? Msisdn::normalise(value) : std::nullopt;
    return text(number ? std::string_view(number->e164) : value);
}

std::int64_t Redaction::id(std::int64_t value) const {
    if (!is_on_ || value == 0) return value;
    return static_cast<std::int64_t>(hash(canonical(std::to_string(value))));
}

std::string Redaction::organisation(std::string_view name) const {
    return !is_on_ || is_harmless_name(name) ? std::string(name) : text(name);
}

std::string Redaction::text(const std::string& words, const ValueSpans& values) const {
    if (!is_on_ || values.empty()) return words;
    std::string out;
    std::size_t at = 0;
    for (const ValueSpan& value : values) {
        out.append(words, at, value.begin - at);
        const std::string_view part = std::string_view(words).substr(value.begin, value.size);
        if (value.kind == ValueKind::phone_number) out += phone_number(part);
        else if (value.kind == ValueKind::organisation) out += organisation(part);
        else out += text(part);
        at = value.begin + value.size;
    }
    return out.append(words, at);
}

}  // namespace abonado
