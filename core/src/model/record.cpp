#include "model/record.hpp"

#include <algorithm>
#include <charconv>

namespace abonado {

void append_segment(std::string& pointer, std::string_view name) {
    pointer += '/';
    for (const char c : name) {
        if (c == '~') pointer += "~0";
        else if (c == '/') pointer += "~1";
        else pointer += c;
    }
}

void append_segment(std::string& pointer, std::size_t index) {
    char digits[20];
    const auto [end, ec] = std::to_chars(std::begin(digits), std::end(digits), index);
    pointer += '/';
    pointer.append(digits, end);
}

namespace {

void append_step(std::string& out, const Record& record, std::uint32_t parent, int field, std::int32_t element) {
    if (field != kNoField) {
        const FieldInfo& row = record.object(parent).type->fields[static_cast<std::size_t>(field)];
        append_segment(out, record.is_under_former_name(parent, field) ? row.alias : row.name);
    }
    if (element != kNoElement) append_segment(out, static_cast<std::size_t>(element));
}

// The pointer of an object from `top` (exclusive of its own place), outermost segment first.
void append_path(std::string& out, const Record& record, std::uint32_t object, std::uint32_t top) {
    std::vector<std::uint32_t> chain;
    for (; object != kNoObject && object != top; object = record.object(object).parent) chain.push_back(object);
    for (auto it = chain.rbegin(); it != chain.rend(); ++it) {
        const ObjectNode& node = record.object(*it);
        if (node.parent != kNoObject) append_step(out, record, node.parent, node.field, node.element);
    }
}

std::string pointer_from(const Record& record, const Place& place, std::uint32_t top) {
    std::string out;
    if (place.object == kNoObject) return place.tail;
    append_path(out, record, place.object, top);
    append_step(out, record, place.object, place.field, place.element);
    out += place.tail;
    return out;
}

bool is_member_body(const Record& record, const ObjectNode& node) {
    return node.parent != kNoObject && node.parent == record.envelope &&
           record.object(node.parent).type->fields[static_cast<std::size_t>(node.field)].type == FieldType::body;
}

// The body that an object is or lies in, kNoObject if in none: also one that is not the record's, as the member stands again.
std::uint32_t body_around(const Record& record, std::uint32_t object) {
    while (object != kNoObject && object != record.body && !is_member_body(record, record.object(object))) {
        object = record.object(object).parent;
    }
    return object;
}

}  // namespace

std::string Record::pointer(const Place& place) const {
    // A body of no known kind has no object of its own.
    if (place.object == envelope && place.field != kNoField && !place.tail.empty()) {
        const auto field = static_cast<std::size_t>(place.field);
        if (objects_[place.object].type->fields[field].type == FieldType::body) return place.tail;
    }
    return pointer_from(*this, place, body_around(*this, place.object));
}

std::string Record::line_pointer(const Place& place) const { return pointer_from(*this, place, kNoObject); }

}  // namespace abonado
