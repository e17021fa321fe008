// Values of Arrow's types as JSON.
//
// No state, so that any thread may call. Nothing but `out` is allocated.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace abonado {

// The shortest digits that give the number back; `7` for 7.0. From where a type no longer holds each integer on, a number gets
// a fraction, as digits may be lost. NaN and the infinities, which JSON does not have, become [["NaN"]] and the like: no member
// takes a list in a list, so that each is found.
void append_real(std::string& out, float value);
void append_real(std::string& out, double value);
float real_of_half(std::uint16_t bits) noexcept;

// A two's complement integer of `width` bytes, 4, 8, 16 or 32, the lowest first, divided by 10 to the `scale`, from -100 to
// 100. Exact; without zeros at the end of a fraction.
void append_decimal(std::string& out, const void* bytes, std::size_t width, int scale);

// YYYY-MM-DD.
void append_date(std::string& out, std::int64_t days);

// An RFC 3339 date-time with no fraction, six or nine digits of it; `units` is how many make a second. Without a zone there is no
// offset.
void append_timestamp(std::string& out, std::int64_t value, std::int64_t units, bool has_zone);

// The text itself, its line ends as spaces, if that is one JSON object as far as brackets and quotes tell; otherwise a JSON string
// of it. Whatever it holds, it cannot reach out of its place.
void append_embedded(std::string& out, std::string_view text);

}  // namespace abonado
