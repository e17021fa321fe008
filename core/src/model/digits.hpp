// Reading and writing fixed-width decimal text, eight characters at a time.
// Pure functions, nothing allocates, safe from any thread.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace abonado::detail {

constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

constexpr std::uint64_t gather8(const char* text) noexcept {
    std::uint64_t word = 0;
    for (unsigned i = 0; i < 8; ++i) {
        word |= std::uint64_t{static_cast<unsigned char>(text[i])} << (8 * i);
    }
    return word;
}

/// The eight characters at `text`, the first in the lowest byte whatever the machine's byte order.
inline std::uint64_t load8(const char* text) noexcept {
    if constexpr (std::endian::native == std::endian::little) {
        std::uint64_t word = 0;
        std::memcpy(&word, text, sizeof word);
        return word;
    } else {
        return gather8(text);
    }
}

/// The four characters at `first` and the four at `second`, as load8() would give them if they stood side by side.
inline std::uint64_t join_halves(const char* first, const char* second) noexcept {
    char text[8];
    std::memcpy(text, first, 4);
    std::memcpy(text + 4, second, 4);
    return load8(text);
}

/// What eight characters must look like: a `0` stands for any digit, anything else for itself.
struct Shape {
    std::uint64_t text;   ///< the characters, to be taken off by xor
    std::uint64_t slack;  ///< per byte, what may be added to an allowed remainder without reaching 0x80
};

consteval Shape shape_of(const char (&text)[9]) {
    Shape shape{gather8(text), 0};
    for (unsigned i = 0; i < 8; ++i) {
        shape.slack |= (text[i] == '0' ? std::uint64_t{0x7F - 9} : std::uint64_t{0x7F}) << (8 * i);
    }
    return shape;
}

/// Digit values (0..9) in the places of digits and 0 in the others, provided that misfit() of it is 0.
constexpr std::uint64_t strip(std::uint64_t word, Shape shape) noexcept { return word ^ shape.text; }

/// Not 0 if the word that gave `stripped` does not have the shape. A byte can only carry into its neighbour if its
/// own top bit was set, and that is seen in `stripped` itself, so carries never hide a misfit.
constexpr std::uint64_t misfit(std::uint64_t stripped, Shape shape) noexcept {
    return ((stripped + shape.slack) | stripped) & 0x8080'8080'8080'8080U;
}

/// In each byte, the number that the digit of this byte and that of the next one make.
constexpr std::uint64_t pairs_of(std::uint64_t stripped) noexcept { return stripped * 10 + (stripped >> 8U); }

constexpr std::uint32_t pair_at(std::uint64_t pairs, unsigned index) noexcept {
    return static_cast<std::uint32_t>((pairs >> (8 * index)) & 0xFFU);
}

/// Writes exactly `width` digits of `value`, with leading zeros, and returns the place after them.
constexpr char* put_padded(char* out, std::uint32_t value, std::size_t width) noexcept {
    for (std::size_t i = width; i > 0; --i) {
        out[i - 1] = static_cast<char>('0' + value % 10);
        value /= 10;
    }
    return out + width;
}

}  // namespace abonado::detail
