// SQL text in the pieces that SQLite cuts it into, for those who look at such text before SQLite does. Where they saw another end
// of a piece than SQLite, what they took for a text in quotes would be run. Pure functions; safe from any thread.
#pragma once

#include <cstdint>
#include <string_view>

namespace abonado {

enum class SqlPart : std::uint8_t { space, comment, quoted, parameter, word, sign };

struct SqlPiece {
    SqlPart part = SqlPart::sign;
    std::string_view text;  // all of it: with its quotes, or its mark
    bool is_closed = true;  // false for a quote or a comment that has no end
};

// Takes the first piece off a text that is not empty. A number is one or more words and signs; a doubled quote within quotes looks
// like two texts side by side; a byte order mark is space.
SqlPiece take_piece(std::string_view& sql);

// Whether a word is this one of SQL's, which is given in small letters.
bool is_word(std::string_view word, std::string_view small);

}  // namespace abonado
