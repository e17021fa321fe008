#include "store/expression.hpp"

#include <algorithm>
#include <iterator>

#include "store/sql_text.hpp"

namespace abonado {

namespace {

std::string lower(std::string_view word) {
    std::string out(word);
    for (char& c : out) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return out;
}

class Scan {
public:
    explicit Scan(std::string_view sql) : rest_(sql) {}

    std::string fault() {
        while (!rest_.empty()) {
            if (std::string found = token(); !found.empty()) return found;
        }
        if (awaits_list_) return "IN needs a list in parentheses";
        return depth_ == 0 ? "" : "a parenthesis is not closed";
    }

private:
    std::string token() {
        const char c = rest_.front();
        if (is_sql_space(c)) return skip(1);
        if (rest_.starts_with("\xef\xbb\xbf")) return skip(3);  // a byte order mark is space to SQLite
        if (awaits_list_ && c != '(') return "IN needs a list in parentheses";
        awaits_list_ = false;
        if (c == '\0') return "it holds a NUL";
        if (c == ';') return "it may not hold ;";
        if (rest_.starts_with("--") || rest_.starts_with("/*")) return "it may not hold a comment";
        if (c == '(') ++depth_;
        if (c == ')' && --depth_ < 0) return "a parenthesis is closed that was not opened";
        if (c == '\'' || c == '"' || c == '`' || c == '[') return quoted(c == '[' ? ']' : c);
        if (const SqlParameter found = leading_parameter(rest_); found.length > 0) {
            return found.has_parentheses ? "the name of a parameter may not hold parentheses" : skip(found.length);
        }
        if (is_of_a_sql_name(c)) return word();
        return skip(1);
    }

    std::string skip(std::size_t count) {
        rest_.remove_prefix(count);
        return {};
    }

    // A doubled quote stands for itself, and looks like two texts side by side.
    std::string quoted(char closing) {
        const std::size_t end = rest_.find(closing, 1);
        if (end == std::string_view::npos) return "a quote is not closed";
        if (rest_.substr(0, end).find('\0') != std::string_view::npos) return "it holds a NUL";
        return skip(end + 1);
    }

    std::string word() {
        const auto end = std::find_if_not(rest_.begin(), rest_.end(), is_of_a_sql_name);
        const std::string found = lower(rest_.substr(0, static_cast<std::size_t>(end - rest_.begin())));
        constexpr std::string_view kRefused[] = {"select", "values", "with"};
        if (std::find(std::begin(kRefused), std::end(kRefused), found) != std::end(kRefused)) {
            return "it may not hold " + found;
        }
        awaits_list_ = found == "in";
        return skip(found.size());
    }

    std::string_view rest_;
    int depth_ = 0;
    bool awaits_list_ = false;  // after IN, where a name would be a table
};

}  // namespace

std::string expression_fault(std::string_view sql) { return Scan(sql).fault(); }

}  // namespace abonado
