// The values of a column's array as JSON.
#include <charconv>
#include <cstring>

#include "abonado/error.hpp"
#include "abonado/json.hpp"
#include "abonado/value_types.hpp"
#include "bulk/arrow_column.hpp"
#include "bulk/arrow_text.hpp"
#include "model/civil.hpp"

namespace abonado {

namespace {

constexpr std::int64_t kMillisPerDay = 86'400'000;

bool bit(const void* bits, std::int64_t at) {
    return (static_cast<const std::uint8_t*>(bits)[at / 8] >> (at % 8) & 1) != 0;
}

template <class T>
void append_number(std::string& out, T value) {
    char digits[24];
    out.append(digits, std::to_chars(std::begin(digits), std::end(digits), value).ptr);
}

}  // namespace

template <class T>
T ArrowColumn::value(std::int64_t row, int buffer) const {
    T out;
    const auto* const bytes = static_cast<const char*>(array_->buffers[buffer]);
    std::memcpy(&out, bytes + (array_->offset + row) * static_cast<std::int64_t>(sizeof(T)), sizeof(T));
    return out;
}

bool ArrowColumn::is_null(std::int64_t row) const {
    if (shape_ == Shape::nothing) return true;
    if (validity_ != nullptr && !bit(validity_, array_->offset + row)) return true;
    if (shape_ == Shape::words) return children_[1].is_null(word(row));
    if (shape_ == Shape::run_ends) return children_[1].is_null(run(row));
    return false;
}

bool ArrowColumn::append_member(std::string& out, std::int64_t row, bool& first) const {
    if (is_null(row)) return false;
    if (!first) out += ',';
    first = false;
    out += key_;
    append(out, row);
    return true;
}

void ArrowColumn::append(std::string& out, std::int64_t row) const {
    if (is_null(row)) return static_cast<void>(out += "null");
    switch (shape_) {
        case Shape::text:
        case Shape::large_text:
        case Shape::text_view:
            return append_json_string(out, text_for(out, row));
        case Shape::object:
            return append_object(out, row);
        case Shape::words:
            return children_[1].append(out, word(row));
        case Shape::run_ends:
            return children_[1].append(out, run(row));
        case Shape::map: {
            const Range range = elements(row);
            return append_map(out, range.begin, range.end);
        }
        case Shape::list:
        case Shape::large_list:
        case Shape::list_view:
        case Shape::large_list_view:
        case Shape::fixed_list:
            return append_list(out, row);
        default:
            append_scalar(out, row);
    }
}

void ArrowColumn::append_scalar(std::string& out, std::int64_t row) const {
    switch (shape_) {
        case Shape::boolean:
            return static_cast<void>(out += bit(array_->buffers[1], array_->offset + row) ? "true" : "false");
        case Shape::uint64:
            return append_number(out, value<std::uint64_t>(row));
        case Shape::half:
            return append_real(out, real_of_half(value<std::uint16_t>(row)));
        case Shape::single:
            return append_real(out, value<float>(row));
        case Shape::real:
            return append_real(out, value<double>(row));
        case Shape::decimal:
            return append_decimal(out, static_cast<const char*>(array_->buffers[1]) + (array_->offset + row) * width_,
                                  static_cast<std::size_t>(width_), scale_);
        case Shape::date:
            return append_date(out, value<std::int32_t>(row));
        case Shape::date_ms:
            return append_date(out, detail::floor_div(value<std::int64_t>(row), kMillisPerDay));
        case Shape::timestamp:
            return append_timestamp(out, value<std::int64_t>(row), width_, has_zone_);
        case Shape::uuid:
            return append_uuid(out, row);
        default:
            append_number(out, integer(row));
    }
}

std::int64_t ArrowColumn::integer(std::int64_t row) const {
    switch (shape_) {
        case Shape::int8:
            return value<std::int8_t>(row);
        case Shape::int16:
            return value<std::int16_t>(row);
        case Shape::int32:
            return value<std::int32_t>(row);
        case Shape::uint8:
            return value<std::uint8_t>(row);
        case Shape::uint16:
            return value<std::uint16_t>(row);
        case Shape::uint32:
            return value<std::uint32_t>(row);
        default:
            return value<std::int64_t>(row);
    }
}

void ArrowColumn::append_uuid(std::string& out, std::int64_t row) const {
    const auto uuid = value<Uuid>(row);
    out += '"';
    uuid.append_to(out);
    out += '"';
}

// --- texts -------------------------------------------------------------------------------------------------------------

std::string_view ArrowColumn::text(std::int64_t row) const {
    switch (shape_) {
        case Shape::words:
            return children_[1].text(word(row));
        case Shape::run_ends:
            return children_[1].text(run(row));
        case Shape::text:
            return text_between<std::int32_t>(row);
        case Shape::large_text:
            return text_between<std::int64_t>(row);
        default:
            return viewed_text(row);
    }
}

std::string_view ArrowColumn::text_for(const std::string& out, std::int64_t row) const {
    return text(row).substr(0, is_full(out) ? 0 : most_ - out.size());
}

template <class Offset>
std::string_view ArrowColumn::text_between(std::int64_t row) const {
    const auto begin = value<Offset>(row);
    const auto end = value<Offset>(row + 1);
    const auto last = value<Offset>(array_->length);
    if (begin < 0 || end < begin || last < end) fail("has offsets of texts that are out of order");
    if (end == begin) return "";  // an array of empty texts may have no bytes
    const auto* const bytes = static_cast<const char*>(array_->buffers[2]);
    if (bytes == nullptr) fail("has an array without its buffer 2");
    return {bytes + begin, static_cast<std::size_t>(end - begin)};
}

std::string_view ArrowColumn::viewed_text(std::int64_t row) const {
    struct View {
        std::int32_t size;
        char prefix[4];
        std::int32_t buffer;
        std::int32_t offset;
    };
    constexpr std::int32_t kInline = 12;
    const auto view = value<View>(row);
    if (view.size < 0) fail("has a text of a size below 0");
    const auto* const place = static_cast<const char*>(array_->buffers[1]) +
                              (array_->offset + row) * static_cast<std::int64_t>(sizeof(View));
    if (view.size <= kInline) return {place + sizeof view.size, static_cast<std::size_t>(view.size)};
    // The last buffer says how long those between are.
    const std::int64_t buffers = array_->n_buffers - 3;
    const auto* const sizes = static_cast<const char*>(array_->buffers[array_->n_buffers - 1]);
    std::int64_t size = 0;
    if (view.buffer >= 0 && view.buffer < buffers && sizes != nullptr) {
        std::memcpy(&size, sizes + view.buffer * static_cast<std::int64_t>(sizeof size), sizeof size);
    }
    if (view.offset < 0 || std::int64_t{view.offset} + view.size > size) fail("has a text beyond its buffers");
    const auto* const bytes = static_cast<const char*>(array_->buffers[2 + view.buffer]);
    if (bytes == nullptr) fail("has an array without one of its buffers of texts");
    return {bytes + view.offset, static_cast<std::size_t>(view.size)};
}

std::int64_t ArrowColumn::word(std::int64_t row) const {
    const ArrowColumn& index = children_[0];
    const std::int64_t place = index.integer(row);
    if (place < 0 || place >= children_[1].array_->length) fail("has an index beyond its dictionary");
    return place;
}

// The place of the value that a row has: the first run that ends behind the row.
std::int64_t ArrowColumn::run(std::int64_t row) const {
    const ArrowColumn& ends = children_[0];
    std::int64_t low = 0;
    std::int64_t high = ends.array_->length;
    while (low < high) {
        const std::int64_t middle = low + (high - low) / 2;
        if (ends.integer(middle) > array_->offset + row) high = middle;
        else low = middle + 1;
    }
    if (low >= ends.array_->length || low >= children_[1].array_->length) fail("has a row beyond its runs");
    return low;
}

// --- nested ------------------------------------------------------------------------------------------------------------

void ArrowColumn::append_object(std::string& out, std::int64_t row) const {
    bool first = true;
    out += '{';
    for (const ArrowColumn& member : children_) member.append_member(out, array_->offset + row, first);
    out += '}';
}

ArrowColumn::Range ArrowColumn::elements(std::int64_t row) const {
    Range out{};
    switch (shape_) {
        case Shape::large_list:
            out = {value<std::int64_t>(row), value<std::int64_t>(row + 1)};
            break;
        case Shape::list_view:
            out.begin = value<std::int32_t>(row);
            out.end = out.begin + value<std::int32_t>(row, 2);
            break;
        case Shape::large_list_view: {
            out.begin = value<std::int64_t>(row);
            const auto size = value<std::int64_t>(row, 2);
            const std::int64_t most = children_[0].array_->length;
            const bool is_sane = out.begin >= 0 && size >= 0 && out.begin <= most && size <= most;
            out.end = is_sane ? out.begin + size : -1;
            break;
        }
        case Shape::fixed_list:
            out = {(array_->offset + row) * width_, (array_->offset + row + 1) * width_};
            break;
        default:
            out = {value<std::int32_t>(row), value<std::int32_t>(row + 1)};
    }
    if (out.begin < 0 || out.end < out.begin || out.end > children_[0].array_->length) {
        fail("has a list beyond its elements");
    }
    return out;
}

void ArrowColumn::append_list(std::string& out, std::int64_t row) const {
    const Range range = elements(row);
    out += '[';
    for (std::int64_t i = range.begin; i < range.end && !is_full(out); ++i) {
        if (i > range.begin) out += ',';
        children_[0].append(out, i);
    }
    out += ']';
}

void ArrowColumn::append_map(std::string& out, std::int64_t begin, std::int64_t end) const {
    const ArrowColumn& entries = children_[0];
    const ArrowColumn& keys = entries.children_[0];
    bool first = true;
    out += '{';
    for (std::int64_t i = begin; i < end && !is_full(out); ++i) {
        const std::int64_t at = entries.array_->offset + i;
        if (keys.is_null(at)) fail("has a key that is null");
        if (entries.children_[1].is_null(at)) continue;
        if (!first) out += ',';
        first = false;
        append_json_string(out, keys.text_for(out, at));
        out += ':';
        entries.children_[1].append(out, at);
    }
    out += '}';
}

}  // namespace abonado
