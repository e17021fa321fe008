// The value of a hexadecimal digit by table: one load instead of three comparisons.
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

}  // namespace abonado::detail
