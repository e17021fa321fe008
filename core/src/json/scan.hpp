// Where the plain part of a JSON text ends: sixteen characters at a time where the processor can, else one.
// Pure functions, safe from any thread.
#pragma once

#include <bit>
#include <cstddef>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace abonado {

// True for what cannot stand for itself in a JSON text: the quote, the backslash, control characters.
constexpr bool is_escaped(char c) noexcept { return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\'; }

// The same and all beyond ASCII: who reads has to see that it is well-formed UTF-8.
constexpr bool is_special(char c) noexcept { return static_cast<signed char>(c) < 0x20 || is_escaped(c); }

enum class BeyondAscii : bool { passes, stops };

// The first special character of [p, end), or `end`; the first that is escaped where what is beyond ASCII passes.
template <BeyondAscii Beyond = BeyondAscii::stops>
inline const char* find_special(const char* p, const char* end) noexcept {
    constexpr bool kStops = Beyond == BeyondAscii::stops;
#if defined(__SSE2__)
    const __m128i quote = _mm_set1_epi8('"');
    const __m128i backslash = _mm_set1_epi8('\\');
    const __m128i space = _mm_set1_epi8(' ');
    const __m128i last_control = _mm_set1_epi8(0x1f);
    for (; end - p >= 16; p += 16) {
        const __m128i text = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p));
        // Signed, so that bytes beyond ASCII are below the space too; unsigned, so that they are not.
        const __m128i low = kStops ? _mm_cmplt_epi8(text, space)
                                   : _mm_cmpeq_epi8(_mm_min_epu8(text, last_control), text);
        const __m128i found = _mm_or_si128(low,
                                           _mm_or_si128(_mm_cmpeq_epi8(text, quote), _mm_cmpeq_epi8(text, backslash)));
        const auto mask = static_cast<unsigned>(_mm_movemask_epi8(found));
        if (mask != 0) return p + std::countr_zero(mask);
    }
#endif
    while (p != end && !(kStops ? is_special(*p) : is_escaped(*p))) ++p;
    return p;
}

// The first character of [p, end) that is no white space of JSON, or `end`.
inline const char* skip_space(const char* p, const char* end) noexcept {
    while (p != end && (*p == ' ' || *p == '\n' || *p == '\r' || *p == '\t')) ++p;
    return p;
}

}  // namespace abonado
