#include "json/handler.hpp"

namespace abonado {

std::string expectation(const FieldInfo& field) {
    switch (field.type) {
        case FieldType::text:
            return field.required ? "a string that is not blank" : "a string";
        case FieldType::integer:
            return "an integer of 64 bits";
        case FieldType::legacy_id:
            return "an integer from 1 to 9223372036854775807";
        case FieldType::boolean:
            return "true or false";
        case FieldType::amount:
            return "a number with at most 6 fraction digits";
        case FieldType::instant:
            return "an RFC 3339 date-time with an offset";
        case FieldType::date:
            return "a date YYYY-MM-DD";
        case FieldType::uuid:
            return "a uuid of 8-4-4-4-12 hexadecimal digits";
        case FieldType::external_id:
            return "a string, or an integer of at most 2^53";
        case FieldType::object:
        case FieldType::body:
            return "an object";
        case FieldType::object_list:
            return "an array of objects";
        case FieldType::text_list:
            return "an array of strings";
        case FieldType::enumeration:
            break;
    }
    std::string out = "one of ";
    for (std::size_t i = 0; i < field.enumeration->words.size(); ++i) {
        if (i > 0) out += ", ";
        out += field.enumeration->words[i];
    }
    return out;
}

}  // namespace abonado
