// A ModelType from the field table of a struct. Only what depends on the C++ type is a template.
#pragma once

#include <pybind11/pybind11.h>

#include <array>
#include <functional>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "abonado/model.hpp"
#include "model_type.hpp"
#include "module.hpp"
#include "value_casters.hpp"

namespace abonado::python {

// ---- attributes

template <class V>
py::object to_attribute(const V& value, py::handle owner) {
    constexpr FieldType type = detail::field_type<V>();
    if constexpr (type == FieldType::enumeration) {
        return to_str(to_word(value));
    } else if constexpr (type == FieldType::object) {
        return py::cast(value, py::return_value_policy::reference_internal, owner);
    } else if constexpr (type == FieldType::body) {
        return std::visit([owner](const auto& body) { return to_attribute(body, owner); }, value);
    } else if constexpr (type == FieldType::object_list || type == FieldType::text_list) {
        py::tuple elements(value.size());
        for (std::size_t i = 0; i < value.size(); ++i) elements[i] = to_attribute(value[i], owner);
        return elements;
    } else {
        return to_python(value);
    }
}

template <class T, auto M>
py::object get_member(const void* object, py::handle owner) {
    const auto& member = static_cast<const T*>(object)->*M;
    if constexpr (Field<M>::required) return to_attribute(member, owner);
    else return member ? to_attribute(*member, owner) : py::none();
}

// ---- values for members

// Calls `take` for each element of an iterable that is no str, bytes or dict.
void for_each_element(py::handle elements, const std::function<void(py::handle)>& take);

template <Described T>
bool take_struct(py::handle value, T& out) {
    if (!py::isinstance<T>(value)) return false;
    out = *value.cast<const T*>();
    return true;
}

template <class V>
void from_attribute(py::handle value, V& out) {
    constexpr FieldType type = detail::field_type<V>();
    if constexpr (type == FieldType::enumeration) {
        out = enum_from_python<V>(value);
    } else if constexpr (type == FieldType::object) {
        if (!take_struct(value, out)) wrong_type(FieldsOf<V>::name, value);
    } else if constexpr (type == FieldType::body) {
        const auto take = [&]<std::size_t... I>(std::index_sequence<I...>) {
            return ((py::isinstance<std::variant_alternative_t<I, V>>(value) &&
                     take_struct(value, out.template emplace<I>())) ||
                    ...);
        };
        if (!take(std::make_index_sequence<std::variant_size_v<V>>{})) wrong_type("the struct of the kind", value);
    } else if constexpr (type == FieldType::object_list || type == FieldType::text_list) {
        using Element = typename V::value_type;
        for_each_element(value, [&out](py::handle element) {
            if constexpr (std::is_same_v<Element, Product>) {
                if (is_integer(element)) {  // a catalogue names tariffs by their ids
                    Product& product = out.emplace_back();
                    product.written_as_id = true;
                    return from_python(element, product.id);
                }
            }
            from_attribute(element, out.emplace_back());
        });
    } else {
        from_python(value, out);
    }
}

void refuse_blank(const std::string& text);

template <class T, auto M>
void set_member(void* object, py::handle value) {
    using Value = typename Field<M>::Value;
    auto& member = static_cast<T*>(object)->*M;
    if constexpr (Field<M>::required) {
        Value read{};
        from_attribute(value, read);
        if constexpr (Field<M>::type == FieldType::text) refuse_blank(read);
        member = std::move(read);
    } else {
        member.reset();
        if (!value.is_none()) from_attribute(value, member.emplace());
    }
}

// ---- the type

void check_envelope(const Envelope& envelope);

template <Described T>
ModelType model_type() {
    static constexpr auto members = std::apply(
        []<auto... M>(const Field<M>&...) {
            return std::array<Member, sizeof...(M)>{Member{&get_member<T, M>, &set_member<T, M>}...};
        },
        FieldsOf<T>::table);
    ModelType type{};
    type.info = &struct_info<T>();
    type.members = members;
    type.create = []() -> void* { return new T(); };
    type.destroy = [](void* object) { delete static_cast<T*>(object); };
    // From a temporary: for an object that Python knows, py::cast would give the same Python object again.
    type.copy = [](const void* object) -> py::object { return py::cast(T(*static_cast<const T*>(object))); };
    type.equal = [](const void* a, const void* b) { return *static_cast<const T*>(a) == *static_cast<const T*>(b); };
    type.to_json = [](const void* object) { return to_json(*static_cast<const T*>(object)); };
    type.from_json = [](std::string_view text, const ReadOptions& options) -> py::object {
        return py::cast(from_json<T>(text, options));
    };
    type.unknown = [](void* object) -> UnknownMembers& { return static_cast<T*>(object)->unknown; };
    if constexpr (std::is_same_v<T, Envelope>) {
        type.check = [](const void* object) { check_envelope(*static_cast<const Envelope*>(object)); };
    }
    return type;
}

// Binds T as a class of the module.
template <Described T>
void bind_struct(py::module_& m) {
    static ModelType type = model_type<T>();
    const py::class_<T> cls(m, std::string(FieldsOf<T>::name).c_str(), py::is_final(), plain_metaclass());
    define_model(cls, type);
}

}  // namespace abonado::python
