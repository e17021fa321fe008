// The columns of frames: what each holds, in the store and in Arrow.
//
// Constant; read from any thread.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "abonado/enums.hpp"
#include "abonado/export.h"

namespace ABONADO_PUBLIC abonado {

// What a column's values stand for. A store keeps booleans, instants (microseconds), dates (days) and amounts (millionths)
// as integers, uuids as 16 bytes.
enum class ColumnKind : std::uint8_t {
    integer,  // int64
    real,     // float64
    text,     // utf8
    boolean,  // bool
    instant,  // timestamp[us, UTC]
    date,     // date32
    uuid,     // utf8, lower-case hexadecimal digits with hyphens
    amount,   // decimal128(38, 6)
    word,     // dictionary<int8 or int16, utf8>: one of an enum's words
    blob,     // binary
    json      // utf8: a JSON text
};
template <>
struct EnumTable<ColumnKind> {
    static constexpr std::string_view name = "ColumnKind";
    static constexpr std::string_view source = "decided here";
    static constexpr auto words = std::to_array<std::string_view>(
        {"integer", "real", "text", "boolean", "instant", "date", "uuid", "amount", "word", "blob", "json"});
    static constexpr EnumInfo info{name, source, words};
};

// A column of a frame.
struct FrameColumn {
    std::string name;
    ColumnKind kind = ColumnKind::text;
    const EnumInfo* words = nullptr;  // of a column of words
    std::string doc = {};
};

// A frame: its name and columns.
struct FrameInfo {
    std::string name;
    std::string doc;
    std::vector<FrameColumn> columns;

    // The column that says whose a row is; without it the rows are of no organisation.
    static constexpr std::string_view kOrg = "org";
    // It has that column.
    bool has_org() const noexcept;
};

// The Arrow type as people write it, for the reference: "timestamp[us, UTC]".
std::string arrow_type(const FrameColumn& column);

}  // namespace abonado
