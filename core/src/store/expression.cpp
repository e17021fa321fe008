#include "store/expression.hpp"

#include "store/sql_text.hpp"

namespace abonado {

namespace {

constexpr const char* kNeedsList = "IN needs a list in parentheses";

class Scan {
public:
    std::string fault(std::string_view sql) {
        if (sql.find('\0') != std::string_view::npos) return "it holds a NUL";  // where SQLite would stop reading
        while (!sql.empty()) {
            if (std::string found = fault_of(take_piece(sql)); !found.empty()) return found;
        }
        if (awaits_list_) return kNeedsList;
        return depth_ == 0 ? "" : "a parenthesis is not closed";
    }

private:
    std::string fault_of(const SqlPiece& piece) {
        if (piece.part == SqlPart::space) return {};
        if (piece.part == SqlPart::comment) return "it may not hold a comment";
        if (awaits_list_ && piece.text != "(") return kNeedsList;
        awaits_list_ = false;
        switch (piece.part) {
            case SqlPart::quoted:
                return piece.is_closed ? "" : "a quote is not closed";
            case SqlPart::parameter:
                return piece.text.find('(') == std::string_view::npos
                           ? ""
                           : "the name of a parameter may not hold parentheses";
            case SqlPart::word:
                return fault_of_word(piece.text);
            default:
                return fault_of_sign(piece.text.front());
        }
    }

    std::string fault_of_word(std::string_view word) {
        for (const std::string_view refused : {"select", "values", "with"}) {
            if (is_word(word, refused)) return "it may not hold " + std::string(refused);
        }
        awaits_list_ = is_word(word, "in");
        return {};
    }

    std::string fault_of_sign(char sign) {
        if (sign == ';') return "it may not hold ;";
        if (sign == '(') ++depth_;
        if (sign == ')' && --depth_ < 0) return "a parenthesis is closed that was not opened";
        return {};
    }

    int depth_ = 0;
    bool awaits_list_ = false;  // after IN, where a name would be a table
};

}  // namespace

std::string expression_fault(std::string_view sql) { return Scan().fault(sql); }

}  // namespace abonado
