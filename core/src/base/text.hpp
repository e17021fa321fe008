// Questions about texts. Pure, safe from any thread.
#pragma once

#include <algorithm>
#include <string_view>

namespace abonado {

// Nothing but white space of ASCII; also the empty text.
constexpr bool is_blank(std::string_view text) noexcept {
    return std::all_of(text.begin(), text.end(), [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); });
}

}  // namespace abonado
