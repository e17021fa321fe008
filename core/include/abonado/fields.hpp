// The field table of a struct: one row per member, from which JSON, bindings, JSON Schema and the reference are derived.
//
// A struct gets its table by specialising FieldsOf beside its definition (see model_migration.hpp). A member's C++ type says
// its JSON type and whether it is required: `std::optional`, `Box` and nothing else mark a member that may be absent.
// A static_assert on has_row_for_every_member<T>() beside each table fails the build when a member has no row. All tables are constexpr, hence safe from any thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "abonado/enums.hpp"
#include "abonado/export.h"
#include "abonado/value_types.hpp"

namespace ABONADO_PUBLIC abonado {

// A member that the documents do not know. `json` is its value as it stood in the input, whitespace included.
struct UnknownMember {
    std::string name;
    std::string json;
    bool operator==(const UnknownMember&) const = default;
};
// In the order in which they were read.
using UnknownMembers = std::vector<UnknownMember>;

// An identifier of another system. It is text, but some documents show it as a JSON number; that form is kept.
struct ExternalId {
    std::string text;
    bool is_number = false;
    bool operator==(const ExternalId&) const = default;
};

// An optional value on the heap with value semantics, for types that contain themselves.
template <class T>
class Box {
public:
    Box() = default;
    Box(T value) : value_(std::make_unique<T>(std::move(value))) {}
    Box(const Box& other) : value_(other.value_ ? std::make_unique<T>(*other.value_) : nullptr) {}
    Box(Box&&) noexcept = default;
    Box& operator=(Box other) noexcept {
        value_ = std::move(other.value_);
        return *this;
    }
    ~Box() = default;

    explicit operator bool() const noexcept { return value_ != nullptr; }
    bool has_value() const noexcept { return value_ != nullptr; }
    T& operator*() { return *value_; }
    const T& operator*() const { return *value_; }
    T* operator->() { return value_.get(); }
    const T* operator->() const { return value_.get(); }
    T& emplace() { return *(value_ = std::make_unique<T>()); }
    void reset() noexcept { value_.reset(); }

    friend bool operator==(const Box& a, const Box& b) {
        return a.value_ && b.value_ ? *a.value_ == *b.value_ : !a.value_ == !b.value_;
    }

private:
    std::unique_ptr<T> value_;
};

// What a member is on the wire.
enum class FieldType : std::uint8_t {
    text,
    integer,
    legacy_id,
    boolean,
    amount,
    instant,
    date,
    uuid,
    enumeration,
    external_id,
    object,
    object_list,
    text_list,
    body
};

struct StructInfo;

// A row of a field table without its C++ types.
struct FieldInfo {
    std::string_view name;   // the wire name, verbatim
    std::string_view doc;    // one line, from the documents
    std::string_view alias;  // a former wire name that is still read, or empty
    FieldType type;
    bool required;
    bool seen_only;               // not documented: an ill-typed value is kept as an unknown member, not refused
    const EnumInfo* enumeration;  // for FieldType::enumeration, else nullptr
    const StructInfo& (*child)() noexcept;  // for objects and lists of objects, else nullptr
};

inline constexpr std::size_t kMaxFields = 64;  // so that a set of fields is one machine word
inline constexpr int kNoField = -1;

// A struct as a table: what the decoder runs on.
struct StructInfo {
    std::string_view name;
    std::string_view doc;
    std::string_view source;
    bool open;  // the documents list no members, so any member is expected
    std::span<const FieldInfo> fields;
    std::uint64_t required;               // bit i: fields[i] must be present and not null
    std::array<std::uint8_t, 128> index;  // field numbers by name_hash, kEmpty where none

    static constexpr std::uint8_t kEmpty = 0xff;
    // Where the search for a name begins in `index`.
    static constexpr std::size_t name_hash(std::string_view text) noexcept {
        if (text.empty()) return 0;
        const auto at = [text](std::size_t i) { return std::size_t{static_cast<unsigned char>(text[i])}; };
        return (text.size() * 11 + at(0) * 5 + at(text.size() / 2) * 3 + at(text.size() - 1) * 7) & 127;
    }

    // The field with this wire name, or kNoField. Aliases are not looked up here.
    constexpr int find(std::string_view wire_name) const noexcept {
        for (std::size_t i = name_hash(wire_name); index[i] != kEmpty; i = (i + 1) & 127U) {
            if (equal_words(fields[index[i]].name, wire_name)) return index[i];
        }
        return kNoField;
    }
};

// The field table of a struct, specialised beside it: name, doc, source, table, optionally open = true.
template <class T>
struct FieldsOf;

// A struct that has a field table.
template <class T>
concept Described = requires {
    FieldsOf<T>::table;
};

// The field table of T without its C++ types.
template <Described T>
constexpr const StructInfo& struct_info() noexcept;

namespace detail {

template <class T>
struct Unwrap {
    using type = T;
    static constexpr bool optional = false;
};
template <class T>
struct Unwrap<std::optional<T>> {
    using type = T;
    static constexpr bool optional = true;
};
template <class T>
struct Unwrap<Box<T>> {
    using type = T;
    static constexpr bool optional = true;
};

template <class T>
struct ListElement {
    using type = void;
};
template <class T>
struct ListElement<std::vector<T>> {
    using type = T;
};

template <class V>
inline constexpr bool kIsBody = false;  // true for the variant of all bodies, see model_envelope.hpp

template <class V>
consteval FieldType field_type() {
    using Element = typename ListElement<V>::type;
    if constexpr (kIsBody<V>) return FieldType::body;
    else if constexpr (std::is_same_v<V, std::string>) return FieldType::text;
    else if constexpr (std::is_same_v<V, std::int64_t>) return FieldType::integer;
    else if constexpr (std::is_same_v<V, LegacyId>) return FieldType::legacy_id;
    else if constexpr (std::is_same_v<V, bool>) return FieldType::boolean;
    else if constexpr (std::is_same_v<V, Money>) return FieldType::amount;
    else if constexpr (std::is_same_v<V, Instant>) return FieldType::instant;
    else if constexpr (std::is_same_v<V, Date>) return FieldType::date;
    else if constexpr (std::is_same_v<V, Uuid>) return FieldType::uuid;
    else if constexpr (std::is_same_v<V, ExternalId>) return FieldType::external_id;
    else if constexpr (WireEnum<V>) return FieldType::enumeration;
    else if constexpr (std::is_same_v<Element, std::string>) return FieldType::text_list;
    else if constexpr (!std::is_void_v<Element>) return FieldType::object_list;
    else return FieldType::object;
}

template <class Member>
struct MemberType;
template <class C, class M>
struct MemberType<M C::*> {
    using owner = C;
    using type = M;
};

}  // namespace detail

// A typed row: the member is part of the type, so that a member pointer finds its row at compile time.
template <auto M>
struct Field {
    using Member = typename detail::MemberType<decltype(M)>::type;  // as declared, optional or not
    using Value = typename detail::Unwrap<Member>::type;            // what is there when it is present
    using Element = typename detail::ListElement<Value>::type;      // of a list, else void
    static constexpr auto member = M;
    static constexpr FieldType type = detail::field_type<Value>();
    static constexpr bool required = !detail::Unwrap<Member>::optional;

    std::string_view name;
    std::string_view doc;
    std::string_view former_name;
    bool is_seen_only = false;

    // The row with a former wire name, which is still read.
    constexpr Field alias(std::string_view former) const { return {name, doc, former, is_seen_only}; }
    // The row of a member that is not documented: an ill-typed value is kept, not refused.
    constexpr Field seen_only() const { return {name, doc, former_name, true}; }

    // The row without its C++ types.
    constexpr FieldInfo info() const {
        FieldInfo row{name, doc, former_name, type, required, is_seen_only, nullptr, nullptr};
        if constexpr (type == FieldType::enumeration) row.enumeration = &EnumTable<Value>::info;
        if constexpr (type == FieldType::object) row.child = &struct_info<Value>;
        if constexpr (type == FieldType::object_list) row.child = &struct_info<Element>;
        return row;
    }
};

// A row: the wire name verbatim, and one line from the documents.
template <auto M>
consteval Field<M> field(std::string_view name, std::string_view doc) {
    return {name, doc, {}};
}

// The rows of a struct that extends another: the base's first, so that a view of the one is a view of the other.
template <class Base, class... Rows>
consteval auto extend(Rows... rows) {
    return std::tuple_cat(FieldsOf<Base>::table, std::tuple{rows...});
}

namespace detail {

template <Described T>
struct Info {
    static constexpr std::size_t count = std::tuple_size_v<decltype(FieldsOf<T>::table)>;
    static_assert(count < kMaxFields, "the last bit says that a member without a row stood there");

    static constexpr std::array<FieldInfo, count> fields = std::apply(
        [](auto... row) { return std::array<FieldInfo, count>{row.info()...}; }, FieldsOf<T>::table);

    static consteval StructInfo make() {
        StructInfo info{FieldsOf<T>::name, FieldsOf<T>::doc, FieldsOf<T>::source, false, fields, 0, {}};
        if constexpr (requires { FieldsOf<T>::open; }) info.open = FieldsOf<T>::open;
        info.index.fill(StructInfo::kEmpty);
        for (std::size_t i = 0; i < count; ++i) {
            if (fields[i].required) info.required |= std::uint64_t{1} << i;
            std::size_t place = StructInfo::name_hash(fields[i].name);
            while (info.index[place] != StructInfo::kEmpty) place = (place + 1) & 127U;
            info.index[place] = static_cast<std::uint8_t>(i);
        }
        return info;
    }
    static constexpr StructInfo value = make();
};

struct AnyMember {
    template <class U>
    operator U() const noexcept;  // never defined: asked for in unevaluated code only
};

template <class T, std::size_t... I>
consteval bool takes(std::index_sequence<I...>) {
    return requires { T{((void)I, AnyMember{})...}; };
}

// How many members a braced initialiser of T may name; a base class counts as one.
template <class T, std::size_t N = 0>
consteval std::size_t member_count() {
    if constexpr (takes<T>(std::make_index_sequence<N>{}) && !takes<T>(std::make_index_sequence<N + 1>{})) return N;
    else return member_count<T, N + 1>();
}

}  // namespace detail

template <Described T>
constexpr const StructInfo& struct_info() noexcept {
    return detail::Info<T>::value;
}

// The row number of a member in the table of T, at compile time; a member without a row does not compile.
template <Described T, auto M>
consteval std::size_t field_index() {
    std::size_t found = kMaxFields;
    std::size_t i = 0;
    std::apply(
        [&](auto... row) {
            const auto visit = [&](auto r) {
                if constexpr (std::is_same_v<decltype(decltype(r)::member), const decltype(M)>) {
                    if (decltype(r)::member == M) found = i;
                }
                ++i;
            };
            (visit(row), ...);
        },
        FieldsOf<T>::table);
    if (found == kMaxFields) throw "the member has no row in the field table";
    return found;
}

// True if every member of T has a row. `others` counts members that are no JSON members of their own; the unknown
// members and a base class are one each.
template <Described T>
consteval bool has_row_for_every_member(std::size_t others = 1) {
    return detail::member_count<T>() == std::tuple_size_v<decltype(FieldsOf<T>::table)> + others;
}
// True if every member that T adds to Base has a row.
template <Described T, Described Base>
consteval bool has_row_for_every_own_member() {
    return detail::member_count<T>() ==
           1 + std::tuple_size_v<decltype(FieldsOf<T>::table)> - std::tuple_size_v<decltype(FieldsOf<Base>::table)>;
}

}  // namespace abonado
