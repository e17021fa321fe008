// Hexadecimal digits: one by table, a load instead of three comparisons; eight at once by arithmetic.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace abonado::detail {

inline constexpr std::uint8_t kNotHex = 0xFF;

inline constexpr std::array<std::uint8_t, 256> kHexValue = [] {
    std::array<std::uint8_t, 256> table{};
    table.fill(kNotHex);
    for (std::uint8_t i = 0; i < 10; ++i) {
        table[static_cast<std::size_t>('0') + i] = i;
    }
    for (std::uint8_t i = 0; i < 6; ++i) {
        table[static_cast<std::size_t>('a') + i] = static_cast<std::uint8_t>(10 + i);
        table[static_cast<std::size_t>('A') + i] = static_cast<std::uint8_t>(10 + i);
    }
    return table;
}();

/// 0..15, or kNotHex.
constexpr std::uint8_t hex_value(char c) noexcept { return kHexValue[static_cast<unsigned char>(c)]; }

/// Eight hexadecimal digits, read at once.
struct HexWord {
    std::uint32_t bytes;   ///< the first in the lowest place
    std::uint64_t misfit;  ///< not 0 if one of them is no digit
};

/// `text` as of load8(). Each character is taken for a digit and written again: what differs, but for the case of a letter,
/// was none.
constexpr HexWord read_hex(std::uint64_t text) noexcept {
    constexpr std::uint64_t kEach = 0x0101'0101'0101'0101U;
    const std::uint64_t is_letter = (text >> 6U) & kEach;
    const std::uint64_t digits = (text & kEach * 0x0F) + is_letter * 9;  // at most 24 in a byte
    const std::uint64_t is_high = ((digits + kEach * 6) >> 4U) & kEach;  // 1 where 10 to 25
    const std::uint64_t again = digits + kEach * '0' + is_high * ('a' - '0' - 10);
    const std::uint64_t too_large = digits & kEach * 0x10;
    // Pairs of digits to bytes, then the bytes side by side.
    std::uint64_t bytes = ((digits << 4U) | (digits >> 8U)) & 0x00FF'00FF'00FF'00FFU;
    bytes = (bytes | (bytes >> 8U)) & 0x0000'FFFF'0000'FFFFU;
    return {static_cast<std::uint32_t>(bytes | (bytes >> 16U)), ((again ^ text) & ~(is_high * 0x20)) | too_large};
}

}  // namespace abonado::detail
