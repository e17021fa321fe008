#include <array>
#include <cstddef>

#include "abonado/value_types.hpp"
#include "model/hex.hpp"

namespace abonado {

namespace {

constexpr std::size_t kUuidLength = 36;
// Where the two digits of each byte are, around the hyphens at 8, 13, 18 and 23.
constexpr std::array<std::uint8_t, 16> kPairAt{0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34};
constexpr std::array<std::uint8_t, 4> kHyphenAt{8, 13, 18, 23};

}  // namespace

std::optional<Uuid> Uuid::parse(std::string_view text) noexcept {
    if (text.size() != kUuidLength) {
        return std::nullopt;
    }
    // One check at the end: nearly every uuid is good, and kNotHex leaves its high bits in the sum of all digits.
    Uuid uuid;
    unsigned seen = 0;
    for (std::size_t i = 0; i < uuid.bytes.size(); ++i) {
        const unsigned high = detail::hex_value(text[kPairAt[i]]);
        const unsigned low = detail::hex_value(text[kPairAt[i] + 1U]);
        seen |= high | low;
        uuid.bytes[i] = static_cast<std::uint8_t>((high << 4U) | low);
    }
    for (const std::uint8_t at : kHyphenAt) {
        seen |= text[at] == '-' ? 0U : 0x10U;
    }
    return seen <= 0x0F ? std::optional<Uuid>{uuid} : std::nullopt;
}

void Uuid::append_to(std::string& out) const {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::array<char, kUuidLength> text{};
    for (const std::uint8_t at : kHyphenAt) {
        text[at] = '-';
    }
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        text[kPairAt[i]] = kDigits[bytes[i] >> 4U];
        text[kPairAt[i] + 1U] = kDigits[bytes[i] & 0x0FU];
    }
    out.append(text.data(), text.size());
}

std::string Uuid::to_string() const {
    std::string text;
    append_to(text);
    return text;
}

}  // namespace abonado
