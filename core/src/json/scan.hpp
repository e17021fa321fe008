// Where the plain part of a JSON text ends: sixteen characters at a time where the processor can, else one.
// Pure functions, safe from any thread.
#pragma once

#include <bit>
#include <cstddef>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace abonado {

// True for what does not simply stand for itself in a JSON text: the quote, the backslash, control characters, and all
// beyond ASCII, which has to be well-formed UTF-8.
constexpr bool is_special(char c) noexcept { return static_cast<signed char>(c) < 0x20 || c == '"' || c == '\\'; }

// The first special character of [p, end), or `end`.
inline const char* find_special(const char* p, const char* end) noexcept {
#if defined(__SSE2__)
    const __m128i quote = _mm_set1_epi8('"');
    const __m128i backslash = _mm_set1_epi8('\\');
    const __m128i space = _mm_set1_epi8(' ');
    for (; end - p >= 16; p += 16) {
        const __m128i text = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p));
        // Signed, so that bytes beyond ASCII are below the space too.
        const __m128i found = _mm_or_si128(_mm_cmplt_epi8(text, space),
                                           _mm_or_si128(_mm_cmpeq_epi8(text, quote), _mm_cmpeq_epi8(text, backslash)));
        const auto mask = static_cast<unsigned>(_mm_movemask_epi8(found));
        if (mask != 0) return p + std::countr_zero(mask);
    }
#endif
    while (p != end && !is_special(*p)) ++p;
    return p;
}

// The first character of [p, end) that is no white space of JSON, or `end`.
inline const char* skip_space(const char* p, const char* end) noexcept {
    while (p != end && (*p == ' ' || *p == '\n' || *p == '\r' || *p == '\t')) ++p;
    return p;
}

}  // namespace abonado
