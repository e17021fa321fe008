#include <array>
#include <cstddef>

#include "abonado/value_types.hpp"
#include "model/digits.hpp"
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
    // The 32 digits as four words. One check at the end: nearly every uuid is good.
    const char* const p = text.data();
    const std::array<detail::HexWord, 4> words{
        detail::read_hex(detail::load8(p)), detail::read_hex(detail::join_halves(p + 9, p + 14)),
        detail::read_hex(detail::join_halves(p + 19, p + 24)), detail::read_hex(detail::load8(p + 28))};
    bool good = true;
    for (const std::uint8_t at : kHyphenAt) {
        good &= text[at] == '-';
    }
    Uuid uuid;
    for (std::size_t i = 0; i < words.size(); ++i) {
        good &= words[i].misfit == 0;
        for (std::size_t byte = 0; byte < 4; ++byte) {
            uuid.bytes[i * 4 + byte] = static_cast<std::uint8_t>(words[i].bytes >> (8 * byte));
        }
    }
    return good ? std::optional<Uuid>{uuid} : std::nullopt;
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
