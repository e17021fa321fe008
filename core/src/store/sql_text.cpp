#include "store/sql_text.hpp"

#include <algorithm>

namespace abonado {

namespace {

bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

// A letter, a digit, or what else may stand within a name: all bytes beyond ASCII do.
bool is_of_a_name(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '$' ||
           static_cast<unsigned char>(c) >= 0x80;
}

std::size_t name_end(std::string_view sql, std::size_t at) {
    while (at < sql.size() && is_of_a_name(sql[at])) ++at;
    return at;
}

// Behind ? stand digits only. A name may hold ::, and end with (anything but space), quotes too.
std::size_t parameter_end(std::string_view sql) {
    if (sql.front() == '?') return std::min(sql.find_first_not_of("0123456789", 1), sql.size());
    bool is_named = false;
    std::size_t end = 1;
    while (end < sql.size()) {
        if (const std::size_t next = name_end(sql, end); next > end) {
            is_named = true;
            end = next;
        } else if (sql.substr(end).starts_with("::")) {
            end += 2;
        } else {
            break;
        }
    }
    if (!is_named || end == sql.size() || sql[end] != '(') return end;
    while (end < sql.size() && sql[end] != ')' && !is_space(sql[end])) ++end;
    return end < sql.size() && sql[end] == ')' ? end + 1 : end;
}

SqlPiece enclosed(SqlPart part, std::string_view sql, std::size_t opening, std::string_view closing) {
    const std::size_t at = sql.find(closing, opening);
    if (at == std::string_view::npos) return {part, sql, false};
    return {part, sql.substr(0, at + closing.size())};
}

SqlPiece first_piece(std::string_view sql) {
    constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
    const char c = sql.front();
    if (is_space(c)) return {SqlPart::space, sql.substr(0, 1)};
    if (sql.starts_with(kByteOrderMark)) return {SqlPart::space, sql.substr(0, kByteOrderMark.size())};
    if (sql.starts_with("--")) return enclosed(SqlPart::comment, sql, 2, "\n");
    if (sql.starts_with("/*")) return enclosed(SqlPart::comment, sql, 2, "*/");
    if (c == '\'' || c == '"' || c == '`') return enclosed(SqlPart::quoted, sql, 1, sql.substr(0, 1));
    if (c == '[') return enclosed(SqlPart::quoted, sql, 1, "]");
    constexpr std::string_view kMarks = "?:@#$";  // $ may stand within a name, and begins none
    if (kMarks.find(c) != std::string_view::npos) return {SqlPart::parameter, sql.substr(0, parameter_end(sql))};
    if (is_of_a_name(c)) return {SqlPart::word, sql.substr(0, name_end(sql, 1))};
    return {SqlPart::sign, sql.substr(0, 1)};
}

}  // namespace

SqlPiece take_piece(std::string_view& sql) {
    const SqlPiece piece = first_piece(sql);
    sql.remove_prefix(piece.text.size());
    return piece;
}

bool is_word(std::string_view word, std::string_view small) {
    return std::equal(word.begin(), word.end(), small.begin(), small.end(),
                      [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a - 'A' + 'a' : a) == b; });
}

}  // namespace abonado
