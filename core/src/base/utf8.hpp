// Text that may be no UTF-8, made fit for messages.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace abonado {

// What may stand in front of a file's text and is no part of it.
constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

// Length in bytes of the well-formed character that begins `text`, which is not empty; 0 if there is none (RFC 3629).
std::size_t character_length(std::string_view text) noexcept;

// `text` with every byte that is no part of a UTF-8 sequence replaced by U+FFFD.
std::string valid_utf8(std::string_view text);

// At most `size` bytes of `text`, cut between characters.
std::string_view cut_view(std::string_view text, std::size_t size) noexcept;

// The same as text of its own, with an ellipsis if something was cut off.
std::string cut_text(std::string_view text, std::size_t size);

}  // namespace abonado
