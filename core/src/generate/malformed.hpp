// JSON values that a member must not hold, made from the value that stands there. Pure functions of their arguments.
#pragma once

#include <string>
#include <string_view>

#include "abonado/fields.hpp"
#include "generate/draft.hpp"

namespace abonado::gen {

// Each takes the JSON text of the good value and gives that of a bad one.
std::string of_wrong_type(Random& random, const FieldInfo& field, std::string_view good);  // DOC-003
std::string no_word(Random& random, std::string_view good);                                // DOC-007
std::string no_instant(Random& random, std::string_view good);                             // DOC-008
std::string no_date(Random& random, std::string_view good);                                // DOC-009
std::string no_uuid(Random& random, std::string_view good);                                // DOC-010
std::string no_amount(Random& random, std::string_view good);                              // DOC-012

// Makes the line anything but one JSON object in UTF-8 (DOC-001).
void garble_line(Draft& draft);

}  // namespace abonado::gen
