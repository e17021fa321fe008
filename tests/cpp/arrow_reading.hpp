// Arrow structures read back in tests: a value of a column as text, a whole stream as rows.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "abonado/arrow.hpp"

namespace abonado::arrow {

// A structure of Arrow that is given back at the end.
template <class T>
struct Held : T {
    Held() : T{} {}
    Held(const Held&) = delete;
    Held& operator=(const Held&) = delete;
    ~Held() {
        if (this->release != nullptr) this->release(this);
    }
};

inline bool bit(const void* bits, std::int64_t at) {
    return ((static_cast<const std::uint8_t*>(bits)[at / 8] >> (at % 8)) & 1) != 0;
}
template <class T>
T at(const void* values, std::int64_t place) {
    T out{};
    std::memcpy(&out, static_cast<const char*>(values) + place * static_cast<std::int64_t>(sizeof(T)), sizeof(T));
    return out;
}

inline std::string text_at(const ArrowArray& array, std::int64_t row) {
    const auto from = at<std::int32_t>(array.buffers[1], row);
    return {static_cast<const char*>(array.buffers[2]) + from,
            static_cast<std::size_t>(at<std::int32_t>(array.buffers[1], row + 1) - from)};
}

// A value as text, by the column's format; null for a null.
inline std::string cell(const ArrowSchema& schema, const ArrowArray& array, std::int64_t row) {
    if (array.buffers[0] != nullptr && !bit(array.buffers[0], row)) return "null";
    const std::string_view format = schema.format;
    const void* values = array.buffers[array.n_buffers - 1];
    if (schema.dictionary != nullptr) {
        return text_at(*array.dictionary, format == "c" ? at<std::int8_t>(values, row) : at<std::int16_t>(values, row));
    }
    if (format == "u" || format == "z") return text_at(array, row);
    if (format == "b") return bit(values, row) ? "true" : "false";
    if (format == "g") return std::to_string(at<double>(values, row));
    if (format == "tdD") return std::to_string(at<std::int32_t>(values, row));
    if (format == "d:38,6") {
        EXPECT_EQ(at<std::int64_t>(values, 2 * row + 1), at<std::int64_t>(values, 2 * row) < 0 ? -1 : 0);
        return std::to_string(at<std::int64_t>(values, 2 * row));
    }
    return std::to_string(at<std::int64_t>(values, row));
}

struct Rows {
    std::vector<std::string> names;
    std::vector<std::string> formats;
    std::vector<std::vector<std::string>> rows;
    std::vector<std::int64_t> batches;  // their lengths
    std::string error;

    std::vector<std::string> column(std::string_view name) const {
        std::size_t place = 0;
        while (names.at(place) != name) ++place;
        std::vector<std::string> out;
        for (const auto& row : rows) out.push_back(row[place]);
        return out;
    }
};

inline Rows read(ArrowArrayStream& stream) {
    Rows out;
    Held<ArrowSchema> schema;
    if (stream.get_schema(&stream, &schema) != 0) return {{}, {}, {}, {}, stream.get_last_error(&stream)};
    for (std::int64_t i = 0; i < schema.n_children; ++i) {
        out.names.emplace_back(schema.children[i]->name);
        out.formats.emplace_back(schema.children[i]->format);
    }
    for (;;) {
        Held<ArrowArray> batch;
        if (stream.get_next(&stream, &batch) != 0) {
            out.error = stream.get_last_error(&stream);
            return out;
        }
        if (batch.release == nullptr) return out;
        out.batches.push_back(batch.length);
        for (std::int64_t row = 0; row < batch.length; ++row) {
            auto& cells = out.rows.emplace_back();
            for (std::int64_t i = 0; i < batch.n_children; ++i) {
                cells.push_back(cell(*schema.children[i], *batch.children[i], row));
            }
        }
    }
}

}  // namespace abonado::arrow
