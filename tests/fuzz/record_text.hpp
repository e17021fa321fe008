// All that the decoder says about a line, as text: two ways of reading are the same if the texts are.
#pragma once

#include <string>
#include <string_view>

#include "json/decoder.hpp"
#include "model/record.hpp"

namespace abonado::fuzz {

// A line of a dump, or a bare body where `kind` is given.
inline void decode(Decoder& decoder, std::string_view text, std::optional<RecordKind> kind, Record& out) {
    if (kind) decoder.decode_body(text, *kind, out);
    else decoder.decode_line(text, out);
}

namespace detail {

class RecordText {
public:
    explicit RecordText(const Record& record) : record_(record) {}

    std::string all() {
        add("kind", record_.kind ? static_cast<int>(*record_.kind) : -1);
        add("envelope", record_.envelope);
        add("body", record_.body);
        add("legacy_id", record_.legacy_id);
        add("is_named", record_.is_named);
        out_ += " org " + std::string(record_.org) + '\n';
        for (std::uint32_t i = 0; i < record_.object_count(); ++i) add_object(record_.object(i));
        for (const std::string_view text : record_.texts) out_ += "text " + std::string(text) + '\n';
        for (const UnknownPlace& place : record_.unknown) {
            add("unknown in", place.object);
            out_ += " " + std::string(place.name) + '\n';
        }
        for (const DecodeFault& fault : record_.faults) {
            add("fault", static_cast<int>(fault.fault));
            add("at", fault.at);
            out_ += " " + record_.line_pointer(fault.place) + " " + fault.message.text + '\n';
        }
        return out_;
    }

private:
    template <class Number>
    void add(std::string_view name, Number value) {
        out_ += ' ';
        out_ += name;
        out_ += ' ' + std::to_string(value);
    }

    void add_object(const ObjectNode& node) {
        out_ += std::string(node.type->name);
        add("seen", node.seen);
        add("bad", node.bad);
        add("parent", node.parent);
        add("next", node.next);
        add("element", node.element);
        add("field", node.field);
        add("as id", node.written_as_id);
        add("former", node.has_former_name);
        for (std::size_t i = 0; i < node.type->fields.size(); ++i) {
            if ((node.present & field_bit(i)) != 0) add_value(node.type->fields[i], record_.slot(node, i));
        }
        out_ += '\n';
    }

    void add_value(const FieldInfo& field, const Slot& slot) {
        out_ += "\n  " + std::string(field.name);
        switch (field.type) {
            case FieldType::text:
            case FieldType::external_id:
                out_ += " " + std::string(slot.text);
                break;
            case FieldType::uuid:
                out_ += " " + slot.uuid.to_string();
                break;
            case FieldType::object:
            case FieldType::body:
                return add("object", slot.object);
            case FieldType::object_list:
            case FieldType::text_list:
                if (slot.list.count > 0) add("first", slot.list.first);
                return add("count", slot.list.count);
            default:
                add("value", slot.integer);
        }
        add("at", slot.source == nullptr ? -1 : slot.source - record_.text.data());
    }

    const Record& record_;
    std::string out_;
};

}  // namespace detail

inline std::string to_text(const Record& record) { return detail::RecordText(record).all(); }

}  // namespace abonado::fuzz
