// Whether a text of SQL can be put between parentheses as a condition, and stays between them.
#pragma once

#include <string>
#include <string_view>

namespace abonado {

// What is said of one in which SQLite sees more than was seen here.
inline constexpr std::string_view kReadsMoreThanItsRow = "a condition reads nothing but the columns of its row";

// Why it cannot, or empty. What ends or outgrows its parentheses is refused, and so is what would read more than the row: SELECT
// and its like, and tables after IN. Whether the rest is SQL at all, SQLite says. A pure function; safe from any thread.
std::string expression_fault(std::string_view sql);

}  // namespace abonado
