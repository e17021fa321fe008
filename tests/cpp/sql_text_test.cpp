// SQL text is cut into the pieces that SQLite cuts it into: what it does not take for text in quotes must not pass as such.
#include "store/sql_text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace abonado {
namespace {

// The pieces between space, each behind a letter for its part.
std::vector<std::string> pieces(std::string_view sql) {
    constexpr std::string_view kLetters = " cqpws";
    std::vector<std::string> out;
    while (!sql.empty()) {
        const SqlPiece piece = take_piece(sql);
        if (piece.part == SqlPart::space) continue;
        std::string& told = out.emplace_back(1, kLetters.at(static_cast<std::size_t>(piece.part)));
        told += ':' + std::string(piece.text) + (piece.is_closed ? "" : " ...");
    }
    return out;
}

struct Case {
    const char* sql;
    std::vector<std::string> expected;
};

TEST(SqlText, IsCutAsSqliteCutsIt) {
    const Case cases[] = {
        {"", {}},
        {" \t\n\v\f\r", {}},
        {"\xef\xbb\xbfSELECT", {"w:SELECT"}},
        {"a\xef\xbb\xbf", {"w:a\xef\xbb\xbf"}},
        {"a=1.5", {"w:a", "s:=", "w:1", "s:.", "w:5"}},
        {"a1_$ñ b", {"w:a1_$ñ", "w:b"}},
        {"'it''s' \"a\" `b` [c]]", {"q:'it'", "q:'s'", "q:\"a\"", "q:`b`", "q:[c]", "s:]"}},
        {"'; -- (' ;", {"q:'; -- ('", "s:;"}},
        {"'a", {"q:'a ..."}},
        {"[a", {"q:[a ..."}},
        {"-- a'\nb'c'", {"c:-- a'\n", "w:b", "q:'c'"}},
        {"-- a", {"c:-- a ..."}},
        {"/* ' */'/*'", {"c:/* ' */", "q:'/*'"}},
        {"/*/ a", {"c:/*/ a ..."}},
        {"a - -1", {"w:a", "s:-", "s:-", "w:1"}},
        {"? ?12 ?1in", {"p:?", "p:?12", "p:?1", "w:in"}},
        {":a @b #c $d", {"p::a", "p:@b", "p:#c", "p:$d"}},
        {"$a::b::c$d", {"p:$a::b::c$d"}},
        {"$::a(')", {"p:$::a(')"}},
        {"$a(') b')", {"p:$a(')", "w:b", "q:') ..."}},
        {"$a(' )'", {"p:$a('", "s:)", "q:' ..."}},
        {"$(a')", {"p:$", "s:(", "w:a", "q:') ..."}},
        {"?1(')", {"p:?1", "s:(", "q:') ..."}},
        {"a$b(')", {"w:a$b", "s:(", "q:') ..."}},
    };
    for (const Case& one : cases) EXPECT_EQ(pieces(one.sql), one.expected) << one.sql;
}

TEST(SqlText, WordsOfSqlAreOfAnyLetters) {
    EXPECT_TRUE(is_word("SeLeCt", "select"));
    EXPECT_FALSE(is_word("selects", "select"));
    EXPECT_FALSE(is_word("\"select\"", "select"));
    EXPECT_FALSE(is_word("", "in"));
}

}  // namespace
}  // namespace abonado
