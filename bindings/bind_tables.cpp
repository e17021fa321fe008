// The tables of the core as plain Python data: structs, enums, MySim types, record kinds.
#include "abonado/json.hpp"
#include "abonado/model.hpp"
#include "module.hpp"
#include "python_json.hpp"
#include "value_casters.hpp"

namespace abonado::python {

namespace {

const char* type_word(FieldType type) {
    switch (type) {
        case FieldType::text:
            return "text";
        case FieldType::integer:
            return "integer";
        case FieldType::legacy_id:
            return "legacy_id";
        case FieldType::boolean:
            return "boolean";
        case FieldType::amount:
            return "amount";
        case FieldType::instant:
            return "instant";
        case FieldType::date:
            return "date";
        case FieldType::uuid:
            return "uuid";
        case FieldType::enumeration:
            return "enumeration";
        case FieldType::external_id:
            return "external_id";
        case FieldType::object:
            return "object";
        case FieldType::object_list:
            return "object_list";
        case FieldType::text_list:
            return "text_list";
        case FieldType::body:
            return "body";
    }
    return "";
}

py::tuple words_of(const EnumInfo& table) {
    py::tuple words(table.words.size());
    for (std::size_t i = 0; i < table.words.size(); ++i) words[i] = to_str(table.words[i]);
    return words;
}

py::dict field_row(const FieldInfo& field) {
    py::dict row;
    row["name"] = to_str(field.name);
    row["type"] = type_word(field.type);
    row["required"] = field.required;
    row["seen_only"] = field.seen_only;
    row["doc"] = to_str(field.doc);
    row["alias"] = to_str_or_none(field.alias);
    row["enum"] = field.enumeration != nullptr ? to_str_or_none(field.enumeration->name) : py::none();
    row["words"] = field.enumeration != nullptr ? py::object(words_of(*field.enumeration)) : py::none();
    row["struct"] = field.child != nullptr ? to_str_or_none(field.child().name) : py::none();
    return row;
}

py::dict struct_row(const StructInfo& info) {
    py::list fields;
    for (const FieldInfo& field : info.fields) fields.append(field_row(field));
    py::dict row;
    row["name"] = to_str(info.name);
    row["doc"] = to_str(info.doc);
    row["source"] = to_str(info.source);
    row["open"] = info.open;
    row["fields"] = fields;
    return row;
}

py::list structs() {
    py::list rows;
    AllStructs::for_each([&rows]<Described T>() { rows.append(struct_row(struct_info<T>())); });
    return rows;
}

py::list enums() {
    py::list rows;
    for (const EnumInfo* table : enum_tables()) {
        py::dict row;
        row["name"] = to_str(table->name);
        row["source"] = to_str(table->source);
        row["words"] = words_of(*table);
        rows.append(row);
    }
    return rows;
}

py::list mysim_rows() {
    py::list rows;
    for (const MySimType& type : mysim_types()) {
        py::dict row;
        row["name"] = to_str(type.name);
        row["type"] = to_str(to_word(type.type));
        row["billing"] = word_or_none(type.billing);
        row["technology"] = word_or_none(type.technology);
        rows.append(row);
    }
    return rows;
}

py::list kind_rows() {
    py::list rows;
    for (const KindInfo& kind : kRecordKinds) {
        py::dict row;
        row["kind"] = to_str(to_word(kind.kind));
        row["doc"] = to_str(kind.doc);
        row["body"] = to_str(kind.body().name);
        row["is_v3"] = kind.is_v3;
        row["needs_org"] = kind.needs_org;
        row["key_in_envelope"] = kind.key_in_envelope;
        row["type"] = word_or_none(kind.type);
        rows.append(row);
    }
    return rows;
}

}  // namespace

void bind_tables(py::module_& m) {
    m.def("structs", &structs, "The structs of the documents, parts before wholes, each with its field table.");
    m.def("enum_tables", &enums, "The closed vocabularies of the documents.");
    m.def("mysim_types", &mysim_rows, "The MySim type names and what they mean.");
    m.def("record_kinds", &kind_rows, "The kinds of lines of a dump.");
    m.def(
        "parse_instant",
        [](const std::string& text, bool naive_is_utc) -> py::object {
            const auto instant = Instant::parse(text, naive_is_utc ? NaiveTime::utc : NaiveTime::refuse);
            if (!instant) return py::none();
            return to_python(*instant);
        },
        py::arg("text"), py::kw_only(), py::arg("naive_is_utc") = false,
        "An RFC 3339 date-time as a datetime in UTC, or None if it is not one.");
    m.def(
        "apply_patch",
        [](const py::bytes& document, const std::string& patch) {
            return py::bytes(apply_patch(std::string_view(document), patch));
        },
        py::arg("document"), py::arg("patch"),
        "A line after the patch of a finding; the rest byte for byte as it was.");
    m.def(
        "dumps",
        [](const py::object& value) {
            std::string json;
            append_json_of(json, value);
            return to_str(json);
        },
        py::arg("value"), "Compact JSON, with amounts to their last digit.");
}

}  // namespace abonado::python
