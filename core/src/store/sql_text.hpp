// What SQLite takes for one piece of SQL text, for those who look at such text before SQLite does. Where they see another end of
// a piece than SQLite, what they take for a text in quotes is run. Pure functions; safe from any thread.
#pragma once

#include <cstddef>
#include <string_view>

namespace abonado {

bool is_sql_space(char c);
// A letter, a digit, or what else may stand within a name: all bytes beyond ASCII do.
bool is_of_a_sql_name(char c);

// The length of the parameter that `sql` begins with, its mark (? : @ # $) included; 0 if it begins with none. Behind ? stand
// digits only; a name may go on with ::name, and end with (anything but space), quotes too.
struct SqlParameter {
    std::size_t length = 0;
    bool has_parentheses = false;
};
SqlParameter leading_parameter(std::string_view sql);

}  // namespace abonado
