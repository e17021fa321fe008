// Text for people that knows which parts of it are values of a record, so that these can be kept out of it later.
//
// Plain values; distinct objects may be used from distinct threads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "abonado/export.h"

namespace ABONADO_PUBLIC abonado {

// What a value in a text is, where that decides how it is hashed.
enum class ValueKind : std::uint8_t { any, phone_number, organisation };

// A part of a text that is a value of a record: bytes [begin, begin + size).
struct ValueSpan {
    std::size_t begin = 0;
    std::size_t size = 0;
    ValueKind kind = ValueKind::any;
    bool operator==(const ValueSpan&) const = default;
};
// In the order of the text, not overlapping.
using ValueSpans = std::vector<ValueSpan>;

// A text and the values in it. Text that is not told() is taken for free of them.
struct Wording {
    // No text.
    Wording() = default;
    // Text without values.
    Wording(std::string given) : text(std::move(given)) {}
    // Text without values.
    Wording(std::string_view given) : text(given) {}
    // Text without values.
    Wording(const char* given) : text(given) {}

    // Adds a text with its values.
    Wording& operator+=(const Wording& other);
    friend Wording operator+(Wording left, const Wording& right) { return left += right; }

    std::string text;
    ValueSpans values;
};

// A value of a record as a part of a Wording.
Wording told(std::string_view value, ValueKind kind = ValueKind::any);
// The same of a number.
Wording told(std::int64_t value);
// The name of an organisation.
inline Wording told_organisation(std::string_view name) { return told(name, ValueKind::organisation); }

}  // namespace abonado
