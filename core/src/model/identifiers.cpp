#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>

#include "abonado/value_types.hpp"
#include "model/digits.hpp"
#include "model/hex.hpp"

namespace abonado {

namespace {

constexpr std::string_view kSpain = "+34";
constexpr std::size_t kNationalLength = 9;
constexpr std::size_t kMinDigits = 8;
constexpr std::size_t kMaxDigits = 15;  // E.164

bool all_digits(std::string_view text) noexcept { return std::all_of(text.begin(), text.end(), detail::is_digit); }

// Text as typed, less its spacing. Room for the longest number written with 00, and one more to notice excess.
class Compact {
public:
    explicit Compact(std::string_view text) noexcept {
        for (const char c : text) {
            if (c == ' ' || c == '-' || c == '.') {
                continue;
            }
            if (size_ == text_.size()) {
                break;
            }
            text_[size_++] = c;
        }
    }
    std::string_view view() const noexcept { return {text_.data(), size_}; }

private:
    std::array<char, kMaxDigits + 3> text_{};
    std::size_t size_ = 0;
};

// Nine digits after +34, or nothing.
std::string_view spanish_national(std::string_view e164) noexcept {
    return e164.size() == kSpain.size() + kNationalLength && e164.starts_with(kSpain) &&
                   all_digits(e164.substr(kSpain.size()))
               ? e164.substr(kSpain.size())
               : std::string_view{};
}

bool is_mobile(std::string_view national) noexcept {
    return !national.empty() && (national[0] == '6' || (national[0] == '7' && national[1] != '0'));
}

bool is_landline(std::string_view national) noexcept {
    return !national.empty() && (national[0] == '8' || national[0] == '9');
}

bool is_e164(std::string_view text) noexcept {
    if (!text.starts_with('+')) {
        return false;
    }
    const std::string_view digits = text.substr(1);
    if (digits.size() < kMinDigits || digits.size() > kMaxDigits || digits[0] == '0' || !all_digits(digits)) {
        return false;
    }
    const std::string_view national = spanish_national(text);
    return !text.starts_with(kSpain) || is_mobile(national) || is_landline(national);
}

}  // namespace

std::optional<LegacyId> LegacyId::parse(std::string_view digits) noexcept {
    // from_chars would take a minus sign.
    if (digits.empty() || !all_digits(digits)) {
        return std::nullopt;
    }
    LegacyId id;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), id.value);
    return error == std::errc{} && id.value > 0 ? std::optional{id} : std::nullopt;
}

void LegacyId::append_to(std::string& out) const {
    std::array<char, 20> text{};
    out.append(text.data(), std::to_chars(text.data(), text.data() + text.size(), value).ptr);
}

std::string LegacyId::to_string() const {
    std::string text;
    append_to(text);
    return text;
}

std::optional<Msisdn> Msisdn::normalise(std::string_view text) {
    const Compact compact(text);
    std::string_view number = compact.view();
    std::string_view prefix;
    if (number.starts_with("00")) {
        prefix = "+";
        number.remove_prefix(2);
    } else if (number.size() == kNationalLength && all_digits(number)) {
        prefix = kSpain;
    } else if (number.size() == kNationalLength + 2 && number.starts_with("34") && all_digits(number)) {
        prefix = "+";
    }
    Msisdn msisdn;
    msisdn.e164.append(prefix).append(number);
    if (!is_e164(msisdn.e164)) {
        return std::nullopt;
    }
    return msisdn;
}

bool Msisdn::is_spanish_mobile() const noexcept { return is_mobile(spanish_national(e164)); }

bool Msisdn::is_spanish_landline() const noexcept { return is_landline(spanish_national(e164)); }

bool is_well_formed_imsi(std::string_view text) noexcept { return text.size() == 15 && all_digits(text); }

bool is_well_formed_iccid(std::string_view text) noexcept {
    if ((text.size() != 19 && text.size() != 20) || !all_digits(text)) {
        return false;
    }
    // Luhn: from the right, every second digit counts twice, and its two digits are added up.
    int sum = 0;
    bool twice = false;
    for (auto digit = text.rbegin(); digit != text.rend(); ++digit, twice = !twice) {
        const int value = *digit - '0';
        const int doubled = value * 2 > 9 ? value * 2 - 9 : value * 2;
        sum += twice ? doubled : value;
    }
    return sum % 10 == 0;
}

bool is_well_formed_mac(std::string_view text) noexcept {
    const bool separated = text.size() == 17 && (text[2] == ':' || text[2] == '-');
    if (!separated && text.size() != 12) {
        return false;
    }
    const std::size_t step = separated ? 3 : 2;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool is_separator = i % step == 2;
        if (is_separator ? text[i] != text[2] : detail::hex_value(text[i]) == detail::kNotHex) {
            return false;
        }
    }
    return true;
}

std::optional<Imsi> Imsi::parse(std::string_view text) {
    return is_well_formed_imsi(text) ? std::optional{Imsi{std::string{text}}} : std::nullopt;
}

std::optional<Iccid> Iccid::parse(std::string_view text) {
    return is_well_formed_iccid(text) ? std::optional{Iccid{std::string{text}}} : std::nullopt;
}

}  // namespace abonado
