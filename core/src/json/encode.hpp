// Structs to JSON text, from the field tables.
#pragma once

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <variant>

#include "abonado/export.h"
#include "abonado/json.hpp"
#include "json/scan.hpp"

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

template <class Enum>
void word(std::string& out, Enum value) {
    constexpr auto has_nothing_to_escape = [](std::string_view text) {
        return std::none_of(text.begin(), text.end(), is_escaped);
    };
    constexpr const auto& kWords = EnumTable<Enum>::words;
    static_assert(std::all_of(kWords.begin(), kWords.end(), has_nothing_to_escape));
    out += '"';
    out += to_word(value);
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
    else if constexpr (type == FieldType::enumeration) word(out, v);
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

// `,"name":`, so that a name is written in one go: names are a third of a text. Hidden, as a specialisation is otherwise
// exported with its arguments.
template <Described T, auto M>
ABONADO_HIDDEN inline constexpr auto kMemberText = [] {
    constexpr std::string_view name = std::get<field_index<T, M>()>(FieldsOf<T>::table).name;
    static_assert(std::none_of(name.begin(), name.end(), is_escaped));
    std::array<char, name.size() + 4> out{',', '"'};
    std::copy(name.begin(), name.end(), out.begin() + 2);
    out[name.size() + 2] = '"';
    out[name.size() + 3] = ':';
    return out;
}();

template <Described T, auto M>
void known_name(std::string& out, bool& first) {
    const std::size_t at = out.size();
    out.append(kMemberText<T, M>.data(), kMemberText<T, M>.size());
    if (first) out[at] = '{';
    first = false;
}

inline void unknown_name(std::string& out, std::string_view name, bool& first) {
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
    const auto member = [&]<auto M>(const Field<M>&) {
        if ((fields >> field_index<T, M>() & 1U) == 0) return;
        if constexpr (Field<M>::required) {
            known_name<T, M>(out, first);
            value(out, v.*M);
        } else if (v.*M) {
            known_name<T, M>(out, first);
            value(out, *(v.*M));
        }
    };
    std::apply([&](const auto&... row) { (member(row), ...); }, FieldsOf<T>::table);
    for (const UnknownMember& unknown : v.unknown) {
        unknown_name(out, unknown.name, first);
        out += unknown.json;
    }
    out += first ? "{}" : "}";
}

}  // namespace abonado::encode
