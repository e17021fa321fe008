// Reading and writing the structs of the model as strict JSON.
//
// These functions keep no state and may be called from any thread. T is any struct with a field table: those of
// abonado/model.hpp. For dumps use validate.hpp, which does not build structs.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "abonado/export.h"
#include "abonado/model.hpp"

namespace ABONADO_PUBLIC abonado {

// How strictly a document is read.
struct ReadOptions {
    NaiveTime naive = NaiveTime::refuse;  // what a date-time without offset means
    bool strict = false;                  // unknown members are refused; otherwise they are kept
    std::size_t max_depth = 64;           // nesting of arrays and objects
};

// The struct that `text` holds. Throws Error(invalid_document) with the JSON Pointer of the first fault in the text: not an
// object, a member of the wrong type or twice, a required one missing, and so on (rules DOC-001 to DOC-013).
template <Described T>
T from_json(std::string_view text, const ReadOptions& options = {});

// Compact JSON: members in the order of the field table, absent ones left out, then the unknown ones as they were read.
template <Described T>
void append_json(std::string& out, const T& value);

// The same as a text of its own.
template <Described T>
std::string to_json(const T& value) {
    std::string out;
    append_json(out, value);
    return out;
}

// `document` after a JSON Patch (RFC 6902), as findings have them: add of a member, replace, and move within an object. What the
// patch does not name stays as it is written, a byte order mark too. Both texts must be well-formed. Throws Error(invalid_argument)
// with the JSON Pointer for another operation and for a place that is not there.
std::string apply_patch(std::string_view document, std::string_view patch);

// `text` as a JSON string, quotes included.
void append_json_string(std::string& out, std::string_view text);

}  // namespace abonado
