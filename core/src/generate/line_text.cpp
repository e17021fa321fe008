#include "generate/line_text.hpp"

#include "json/decoder.hpp"
#include "json/locate.hpp"

namespace abonado::gen {

LineText::LineText(Draft& draft) : draft_(draft), read_(draft.line) {
    Decoder().decode_line(read_, record_);
    for (std::uint32_t o = 0; o < record_.object_count(); ++o) {
        const ObjectNode& node = record_.object(o);
        if (node.written_as_id) continue;
        for (std::size_t f = o == record_.envelope ? std::size_t{kEnvelopeKeyMembers} : 0; f < node.type->fields.size();
             ++f) {
            const FieldInfo& field = node.type->fields[f];
            if (field.seen_only || (node.present & field_bit(f)) == 0) continue;
            Member member{&field, node.type, field.required, {}};
            // The one member that a kind requires beyond its schema.
            if (o == record_.body && record_.kind == RecordKind::subscription && field.name == "type")
                member.required = true;
            member.place.object = o;
            member.place.field = static_cast<std::int16_t>(f);
            members_.push_back(std::move(member));
        }
    }
}

std::optional<std::string> LineText::pick_object(bool open) {
    std::vector<std::string> found;
    for (std::uint32_t o = 0; o < record_.object_count(); ++o) {
        const ObjectNode& node = record_.object(o);
        if (node.written_as_id || node.type->open != open) continue;
        // {} says that no change is scheduled; any member would make it a change without a destination.
        if (node.type == &struct_info<Scheduled>() && View<Scheduled>(record_, o).is_empty()) continue;
        Place place;
        place.object = node.parent;
        place.field = node.field;
        place.element = node.element;
        found.push_back(record_.line_pointer(place));
    }
    if (found.empty()) return std::nullopt;
    return found[draft_.random.below(found.size())];
}

LineText::Range LineText::range(const std::string& pointer) const {
    LocateTarget target;
    target.pointer = pointer;
    std::vector<LocateTarget*> targets{&target};
    locate(draft_.line, targets);
    return {target.begin, target.end};
}

namespace {

// Where the member of a value begins: lines are written without white space, and no name of a table needs an escape.
std::size_t member_begin(std::string_view name, LineText::Range at) { return at.begin - name.size() - 3; }

}  // namespace

void LineText::remove(std::string_view name, Range at) {
    std::string& line = draft_.line;
    std::size_t begin = member_begin(name, at);
    if (line[at.end] == ',') ++at.end;
    else if (line[begin - 1] == ',') --begin;
    line.erase(begin, at.end - begin);
}

void LineText::insert_after(Range at, std::string_view members) {
    draft_.line.insert(at.end, ',' + std::string(members));
}

void LineText::insert_into(const std::string& object, std::string_view members) {
    const std::size_t begin = range(object).begin + 1;
    draft_.line.insert(begin, std::string(members) + (draft_.line[begin] == '}' ? "" : ","));
}

void LineText::rename(std::string_view name, std::string_view other, Range at) {
    draft_.line.replace(member_begin(name, at) + 1, name.size(), other);
}

}  // namespace abonado::gen
