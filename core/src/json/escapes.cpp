#include "json/escapes.hpp"

#include <cstddef>
#include <optional>

#include "model/hex.hpp"

namespace abonado {

namespace {

constexpr std::ptrdiff_t kUnitLength = 6;  // backslash, u, four digits

// The UTF-16 code unit of the escape at `p`.
std::optional<unsigned> code_unit(const char* p, const char* end) {
    if (end - p < kUnitLength || p[0] != '\\' || p[1] != 'u') return std::nullopt;
    unsigned value = 0;
    for (std::ptrdiff_t i = 2; i < kUnitLength; ++i) {
        const unsigned digit = detail::hex_value(p[i]);
        if (digit == detail::kNotHex) return std::nullopt;
        value = value * 16 + digit;
    }
    return value;
}

void append_utf8(std::string& out, unsigned code) {
    const auto byte = [&out](unsigned b) { out += static_cast<char>(b); };
    if (code < 0x80) {
        byte(code);
    } else if (code < 0x800) {
        byte(0xc0 | code >> 6);
        byte(0x80 | (code & 0x3f));
    } else if (code < 0x10000) {
        byte(0xe0 | code >> 12);
        byte(0x80 | (code >> 6 & 0x3f));
        byte(0x80 | (code & 0x3f));
    } else {
        byte(0xf0 | code >> 18);
        byte(0x80 | (code >> 12 & 0x3f));
        byte(0x80 | (code >> 6 & 0x3f));
        byte(0x80 | (code & 0x3f));
    }
}

const char* append_coded(const char* p, const char* end, std::string& out) {
    const std::optional<unsigned> unit = code_unit(p, end);
    if (!unit) return nullptr;
    p += kUnitLength;
    unsigned code = *unit;
    if (code >= 0xd800 && code < 0xe000) {
        const std::optional<unsigned> low = code < 0xdc00 ? code_unit(p, end) : std::nullopt;
        if (!low || *low < 0xdc00 || *low >= 0xe000) return nullptr;
        code = 0x10000 + ((code - 0xd800) << 10U) + (*low - 0xdc00);
        p += kUnitLength;
    }
    append_utf8(out, code);
    return p;
}

}  // namespace

const char* append_escape(const char* p, const char* end, std::string& out) {
    if (end - p < 2) return nullptr;
    switch (const char c = p[1]; c) {
        case 'b':
            out += '\b';
            break;
        case 'f':
            out += '\f';
            break;
        case 'n':
            out += '\n';
            break;
        case 'r':
            out += '\r';
            break;
        case 't':
            out += '\t';
            break;
        case '"':
        case '\\':
        case '/':
            out += c;
            break;
        case 'u':
            return append_coded(p, end, out);
        default:
            return nullptr;
    }
    return p + 2;
}

}  // namespace abonado
