#include "store/sql_text.hpp"

#include <algorithm>

namespace abonado {

bool is_sql_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

bool is_of_a_sql_name(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '$' ||
           static_cast<unsigned char>(c) >= 0x80;
}

SqlParameter leading_parameter(std::string_view sql) {
    constexpr std::string_view kMarks = "?:@#$";
    if (sql.empty() || kMarks.find(sql.front()) == std::string_view::npos) return {};
    if (sql.front() == '?') return {std::min(sql.find_first_not_of("0123456789", 1), sql.size()), false};
    std::size_t end = 1;
    const auto pass_name = [&] {
        while (end < sql.size() && is_of_a_sql_name(sql[end])) ++end;
    };
    pass_name();
    if (end == 1) return {end, false};
    while (sql.substr(end).starts_with("::")) {
        end += 2;
        pass_name();
    }
    if (end == sql.size() || sql[end] != '(') return {end, false};
    const auto* const closing = std::find_if(sql.begin() + end, sql.end(),
                                             [](char c) { return c == ')' || is_sql_space(c); });
    const auto length = static_cast<std::size_t>(closing - sql.begin());
    return {length < sql.size() && *closing == ')' ? length + 1 : length, true};
}

}  // namespace abonado
