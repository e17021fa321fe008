// A decoded record into the struct of its type.
#pragma once

#include <unordered_map>

#include "json/locate.hpp"
#include "model/record.hpp"

namespace abonado {

// The unknown members of a record with their JSON text, by object.
class UnknownTexts {
public:
    explicit UnknownTexts(const Record& record);

    UnknownMembers take(std::uint32_t object) {
        const auto found = by_object_.find(object);
        return found == by_object_.end() ? UnknownMembers{} : std::move(found->second);
    }

private:
    std::unordered_map<std::uint32_t, UnknownMembers> by_object_;
};

template <Described T>
void materialize(const View<T>& view, UnknownTexts& unknown, T& out);

namespace detail {

// The element or object of a View.
template <Described T>
T materialized(const View<T>& view, UnknownTexts& unknown) {
    T out;
    materialize(view, unknown, out);
    return out;
}

template <auto M, Described T>
auto present_value(const View<T>& view, UnknownTexts& unknown) {
    using Row = Field<M>;
    if constexpr (Row::type == FieldType::object) {
        return materialized(*view.template get<M>(), unknown);
    } else if constexpr (Row::type == FieldType::object_list) {
        typename Row::Value list;
        const auto elements = view.template get<M>();
        list.reserve(elements.size());
        for (const auto element : elements) list.push_back(materialized(element, unknown));
        return list;
    } else if constexpr (Row::type == FieldType::text_list) {
        const Record& record = view.record();
        const Slot::List list = record.slot(view.node(), field_index<T, M>()).list;
        const auto first = record.texts.begin() + list.first;
        return typename Row::Value(first, first + list.count);
    } else if constexpr (Row::type == FieldType::text) {
        return std::string(*view.template get<M>());
    } else if constexpr (Row::type == FieldType::external_id) {
        const Slot& slot = view.record().slot(view.node(), field_index<T, M>());
        return ExternalId{std::string(slot.text), slot.source == slot.text.data()};
    } else {
        return *view.template get<M>();
    }
}

}  // namespace detail

template <Described T>
void materialize(const View<T>& view, UnknownTexts& unknown, T& out) {
    const auto member = [&]<auto M>(const Field<M>&) {
        if constexpr (Field<M>::type != FieldType::body) {
            if (view.template has<M>()) out.*M = detail::present_value<M>(view, unknown);
        }
    };
    std::apply([&](const auto&... row) { (member(row), ...); }, FieldsOf<T>::table);
    if constexpr (requires { out.written_as_id; }) out.written_as_id = view.node().written_as_id;
    out.unknown = unknown.take(view.object());
}

}  // namespace abonado
