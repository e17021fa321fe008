// Structs to JSON text, from the field tables.
#pragma once

#include <charconv>
#include <variant>

#include "abonado/json.hpp"

namespace abonado::encode {

inline constexpr std::uint64_t kAllFields = ~std::uint64_t{0};

// Only the members of the set of field numbers, and the unknown ones.
template <Described T>
void object(std::string& out, const T& value, std::uint64_t fields = kAllFields);

inline void integer(std::string& out, std::int64_t value) {
    char digits[20];
    const auto [end, ec] = std::to_chars(std::begin(digits), std::end(digits), value);
    out.append(digits, end);
}

template <class V>
void quoted(std::string& out, const V& value) {
    out += '"';
    value.append_to(out);
    out += '"';
}

// Writes one value that is present.
template <class V>
void value(std::string& out, const V& v) {
    constexpr FieldType type = detail::field_type<V>();
    if constexpr (type == FieldType::text) append_json_string(out, v);
    else if constexpr (type == FieldType::integer) integer(out, v);
    else if constexpr (type == FieldType::legacy_id) integer(out, v.value);
    else if constexpr (type == FieldType::boolean) out += v ? "true" : "false";
    else if constexpr (type == FieldType::amount) v.append_to(out);
    else if constexpr (type == FieldType::enumeration) append_json_string(out, to_word(v));
    else if constexpr (type == FieldType::external_id) {
        if (v.is_number) out += v.text;
        else append_json_string(out, v.text);
    } else if constexpr (type == FieldType::body) {
        std::visit([&out](const auto& body) { object(out, body); }, v);
    } else if constexpr (type == FieldType::object_list || type == FieldType::text_list) {
        out += '[';
        bool first = true;
        for (const auto& element : v) {
            if (!first) out += ',';
            first = false;
            value(out, element);
        }
        out += ']';
    } else if constexpr (type == FieldType::object) {
        object(out, v);
    } else {
        quoted(out, v);
    }
}

inline void member_name(std::string& out, std::string_view name, bool& first) {
    out += first ? '{' : ',';
    first = false;
    append_json_string(out, name);
    out += ':';
}

template <Described T>
void object(std::string& out, const T& v, std::uint64_t fields) {
    if constexpr (requires { v.written_as_id; }) {
        if (v.written_as_id && fields == kAllFields) return integer(out, v.id);
    }
    bool first = true;
    const auto member = [&]<auto M>(const Field<M>& row) {
        if ((fields >> field_index<T, M>() & 1U) == 0) return;
        if constexpr (Field<M>::required) {
            member_name(out, row.name, first);
            value(out, v.*M);
        } else if (v.*M) {
            member_name(out, row.name, first);
            value(out, *(v.*M));
        }
    };
    std::apply([&](const auto&... row) { (member(row), ...); }, FieldsOf<T>::table);
    for (const UnknownMember& unknown : v.unknown) {
        member_name(out, unknown.name, first);
        out += unknown.json;
    }
    out += first ? "{}" : "}";
}

}  // namespace abonado::encode
