// The type of a column, and whether an array is one of it.
#include "bulk/arrow_column.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <limits>
#include <utility>

#include "abonado/error.hpp"
#include "abonado/json.hpp"

namespace abonado {

namespace {

constexpr std::size_t kMostLevels = 64;  // as many as a line may have
constexpr int kMostScale = 100;
constexpr std::int64_t kMostChildren = 100'000;  // no table has as many columns

// Whether the metadata of a column gives it the extension type `arrow.uuid`: a number of pairs, then each text after its
// length.
bool is_uuid_extension(const char* metadata) {
    if (metadata == nullptr) return false;
    const auto number = [&metadata] {
        std::int32_t out = 0;
        std::memcpy(&out, metadata, sizeof out);
        metadata += sizeof out;
        return out;
    };
    const auto text = [&] {
        const std::int32_t size = number();
        const std::string_view out(metadata, static_cast<std::size_t>(std::max(size, 0)));
        metadata += out.size();
        return out;
    };
    for (std::int32_t pairs = number(); pairs > 0; --pairs) {
        const std::string_view key = text();
        if (const std::string_view value = text(); key == "ARROW:extension:name" && value == "arrow.uuid") return true;
    }
    return false;
}

bool read_number(std::string_view& text, std::int64_t& out) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return error == std::errc();
}

std::string extended(const std::string& path, std::string_view name) {
    return path.empty() ? std::string(name) : path + "." + std::string(name);
}

}  // namespace

ArrowColumn::ArrowColumn(const ArrowSchema& schema, std::string path, std::size_t depth)
    : name_(schema.name == nullptr ? "" : schema.name), path_(std::move(path)) {
    if (schema.format == nullptr) refuse("", "without a format");
    if (depth > kMostLevels) refuse(schema.format, "nested deeper than 64 levels");
    append_json_string(key_, name_);
    key_ += ':';
    read_format(schema);
    if (schema.dictionary != nullptr) {
        if (shape_ < Shape::int8 || shape_ > Shape::uint64) refuse(schema.format, "as the index of a dictionary");
        ArrowSchema index = schema;
        index.dictionary = nullptr;
        children_.emplace_back(index, path_, depth + 1);
        children_.emplace_back(*schema.dictionary, path_, depth + 1);
        shape_ = Shape::words;
        return;
    }
    read_children(schema, depth);
}

// A file without a line of names has values for them.
Wording ArrowColumn::told_path() const { return path_.empty() ? Wording("of the rows") : told(path_); }

void ArrowColumn::refuse(std::string_view format, std::string_view why) const {
    throw Error(ErrorCode::invalid_argument, "the column " + told_path() + " has a type that is not read: " +
                                                 std::string(format) + (why.empty() ? "" : " ") + std::string(why));
}

void ArrowColumn::fail(const std::string& why) const {
    throw Error(ErrorCode::input_unreadable, "the column " + told_path() + " " + why);
}

bool ArrowColumn::is_text() const noexcept {
    if (shape_ == Shape::words || shape_ == Shape::run_ends) return children_[1].is_text();
    return shape_ == Shape::text || shape_ == Shape::large_text || shape_ == Shape::text_view;
}

void ArrowColumn::read_format(const ArrowSchema& schema) {
    static constexpr std::pair<std::string_view, Shape> kPlain[] = {
        {"n", Shape::nothing},     {"b", Shape::boolean},
        {"c", Shape::int8},        {"C", Shape::uint8},
        {"s", Shape::int16},       {"S", Shape::uint16},
        {"i", Shape::int32},       {"I", Shape::uint32},
        {"l", Shape::int64},       {"L", Shape::uint64},
        {"e", Shape::half},        {"f", Shape::single},
        {"g", Shape::real},        {"u", Shape::text},
        {"U", Shape::large_text},  {"vu", Shape::text_view},
        {"tdD", Shape::date},      {"tdm", Shape::date_ms},
        {"+l", Shape::list},       {"+L", Shape::large_list},
        {"+vl", Shape::list_view}, {"+vL", Shape::large_list_view},
        {"+s", Shape::object},     {"+m", Shape::map},
        {"+r", Shape::run_ends},
    };
    const std::string_view format = schema.format;
    for (const auto& [text, shape] : kPlain) {
        if (text == format) return static_cast<void>(shape_ = shape);
    }
    if (format.starts_with("ts")) return read_timestamp(format);
    if (format.starts_with("d:")) return read_decimal(format);
    if (format == "w:16" && is_uuid_extension(schema.metadata)) return static_cast<void>(shape_ = Shape::uuid);
    if (std::string_view size = format; format.starts_with("+w:")) {
        size.remove_prefix(3);
        shape_ = Shape::fixed_list;
        if (read_number(size, width_) && size.empty() && width_ >= 0 &&
            width_ <= std::numeric_limits<std::int32_t>::max()) {
            return;
        }
    }
    refuse(format);
}

void ArrowColumn::read_timestamp(std::string_view format) {
    static constexpr std::pair<char, std::int64_t> kUnits[] = {
        {'s', 1}, {'m', 1000}, {'u', 1'000'000}, {'n', 1'000'000'000}};
    shape_ = Shape::timestamp;
    if (format.size() < 4 || format[3] != ':') refuse(format);
    for (const auto& [letter, in_a_second] : kUnits) {
        if (letter == format[2]) width_ = in_a_second;
    }
    if (width_ == 0) refuse(format);
    has_zone_ = format.size() > 4;
}

void ArrowColumn::read_decimal(std::string_view format) {
    shape_ = Shape::decimal;
    std::string_view rest = format.substr(2);
    std::int64_t precision = 0;
    std::int64_t scale = 0;
    std::int64_t bits = 128;
    const auto comma = [&rest] {
        const bool is_there = rest.starts_with(',');
        if (is_there) rest.remove_prefix(1);
        return is_there;
    };
    bool good = read_number(rest, precision) && comma() && read_number(rest, scale);
    if (good && comma()) good = read_number(rest, bits);
    good = good && rest.empty() && scale >= -kMostScale && scale <= kMostScale;
    if (!good || (bits != 32 && bits != 64 && bits != 128 && bits != 256)) refuse(format);
    width_ = bits / 8;
    scale_ = static_cast<int>(scale);
}

std::int64_t ArrowColumn::child_count() const noexcept {
    switch (shape_) {
        case Shape::list:
        case Shape::large_list:
        case Shape::list_view:
        case Shape::large_list_view:
        case Shape::fixed_list:
        case Shape::map:
            return 1;
        case Shape::run_ends:
            return 2;
        default:
            return 0;
    }
}

void ArrowColumn::read_children(const ArrowSchema& schema, std::size_t depth) {
    const bool is_any = shape_ == Shape::object && schema.n_children >= 0;
    if (!is_any && schema.n_children != child_count()) {
        refuse(schema.format, "with another number of children than it has");
    }
    if (schema.n_children > kMostChildren)
        refuse(schema.format, "with " + std::to_string(schema.n_children) + " children");
    children_.reserve(static_cast<std::size_t>(schema.n_children));
    for (std::int64_t i = 0; i < schema.n_children; ++i) {
        const ArrowSchema* const child = schema.children == nullptr ? nullptr : schema.children[i];
        if (child == nullptr) refuse(schema.format, "without a child that it has");
        std::string path = path_;
        if (shape_ == Shape::object) path = extended(path_, child->name == nullptr ? "" : child->name);
        else if (shape_ != Shape::run_ends && shape_ != Shape::map) path += "[]";
        children_.emplace_back(*child, path, depth + 1);
    }
    if (shape_ == Shape::run_ends) {
        const Shape ends = children_[0].shape_;
        if (ends != Shape::int16 && ends != Shape::int32 && ends != Shape::int64) refuse(schema.format);
    }
    if (shape_ != Shape::map) return;
    const std::vector<ArrowColumn>& entry = children_[0].children_;
    if (!children_[0].is_object() || entry.size() != 2) refuse(schema.format, "without keys and values");
    if (!entry[0].is_text()) refuse(schema.format, "with keys that are no text");
}

// --- arrays ----------------------------------------------------------------------------------------------------------------

std::int64_t ArrowColumn::buffer_count() const noexcept {
    switch (shape_) {
        case Shape::nothing:
        case Shape::run_ends:
            return 0;
        case Shape::object:
        case Shape::fixed_list:
            return 1;
        case Shape::text:
        case Shape::large_text:
        case Shape::text_view:
        case Shape::list_view:
        case Shape::large_list_view:
            return 3;
        default:
            return 2;
    }
}

void ArrowColumn::cut_beyond(std::size_t bytes) {
    most_ = bytes;
    for (ArrowColumn& child : children_) child.cut_beyond(bytes);
}

void ArrowColumn::bind(const ArrowArray& array, std::int64_t rows) {
    constexpr std::int64_t kMost = std::int64_t{1} << 60;
    if (array.length < rows || array.offset < 0 || array.offset > kMost || array.length > kMost) {
        fail("has an array of " + std::to_string(array.length) + " rows from " + std::to_string(array.offset) +
             " where there should be " + std::to_string(rows));
    }
    array_ = &array;
    validity_ = nullptr;
    if (array.length == 0) return;  // its buffers may be missing
    bind_buffers(array);
    bind_children(array);
}

void ArrowColumn::bind_buffers(const ArrowArray& array) {
    const std::int64_t count = buffer_count();
    if (array.n_buffers < count || (count > 0 && array.buffers == nullptr)) {
        fail("has an array of " + std::to_string(array.n_buffers) + " buffers, its type " + std::to_string(count));
    }
    if (count == 0) return;
    validity_ = array.null_count == 0 ? nullptr : array.buffers[0];
    if (array.null_count > 0 && validity_ == nullptr) fail("has nulls and does not say which");
    // The bytes of texts may be missing if all of them are empty, or short.
    const std::int64_t needed = is_text() ? 2 : count;
    for (std::int64_t i = 1; i < needed; ++i) {
        if (array.buffers[i] == nullptr) fail("has an array without its buffer " + std::to_string(i));
    }
}

void ArrowColumn::bind_children(const ArrowArray& array) {
    if (shape_ == Shape::words) {
        if (array.dictionary == nullptr) fail("has an array without its dictionary");
        children_[0].bind(array, array.length);
        children_[1].bind(*array.dictionary, 0);
        return;
    }
    if (children_.empty()) return;
    if (array.n_children != static_cast<std::int64_t>(children_.size()) || array.children == nullptr) {
        fail("has an array of " + std::to_string(array.n_children) + " children, its type " +
             std::to_string(children_.size()));
    }
    std::int64_t rows = 0;  // that each child must have; lists are looked at one by one
    if (shape_ == Shape::object) rows = array.offset + array.length;
    for (std::size_t i = 0; i < children_.size(); ++i) {
        if (array.children[i] == nullptr) fail("has an array without a child");
        children_[i].bind(*array.children[i], rows);
    }
    if (shape_ != Shape::fixed_list || width_ == 0) return;
    if (array.offset + array.length > children_[0].array_->length / width_) fail("has a list beyond its elements");
}

}  // namespace abonado
