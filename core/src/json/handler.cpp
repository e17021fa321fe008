// The frames of the handler: objects, arrays and the members of objects.
#include "json/handler.hpp"

#include <utility>

#include "base/utf8.hpp"
#include "json/forms.hpp"

namespace abonado {

namespace {

Wording quoted_name(std::string_view name) { return "\"" + told(cut_view(name, 80)) + "\""; }

}  // namespace

void Handler::start(Record& record, const StructInfo& root, std::optional<RecordKind> kind) {
    record_ = &record;
    root_ = &root;
    kind_ = kind;
    body_deferred_ = false;
    frames_.clear();
    keys_.clear();
    scratch_.clear();
    repeats_.clear();
}

void Handler::hold_top() {
    held_ = {};
    if (frames_.empty() || frames_.back().object == kNoObject) return;
    ObjectNode& node = record_->object(frames_.back().object);
    held_ = {&node, node.type->fields.data(), &record_->slot(node, 0)};
}

void Handler::push(Shape shape, std::uint32_t object, std::int16_t field) {
    frames_.push_back({shape, field, 0, object, kNoObject, 0, keys_.size(), {}});
    hold_top();
}

void Handler::push_loose(Shape shape) { push(shape, frames_.empty() ? kNoObject : frames_.back().object, kNoField); }

std::uint32_t Handler::begin_child(const StructInfo& type, Frame& parent) {
    const bool in_list = parent.shape == Shape::object_list;
    const std::uint32_t child = record_->add_object(type, parent.object, parent.field,
                                                    in_list ? parent.count : kNoElement);
    ObjectNode& holder = record_->object(parent.object);
    Slot& slot = record_->slot(holder, static_cast<std::size_t>(parent.field));
    if (in_list) {
        if (parent.last == kNoObject) slot.list.first = child;
        else record_->object(parent.last).next = child;
        ++slot.list.count;
        parent.last = child;
        ++parent.count;
    } else {
        slot.object = child;
        holder.present |= field_bit(static_cast<std::size_t>(parent.field));
    }
    return child;
}

void Handler::begin_body(Frame& top) {
    if (!kind_) {
        body_deferred_ = true;
        push_loose(Shape::loose_object);
        return;
    }
    record_->body = begin_child(kind_info(*kind_).body(), top);
    push(Shape::object, record_->body, kNoField);
}

bool Handler::on_object_begin(Code& ec) {
    if (!has_room(record_->object_count(), ec)) return false;
    if (frames_.empty()) {
        const std::uint32_t root = record_->add_object(*root_, kNoObject, kNoField, kNoElement);
        (root_ == &struct_info<Envelope>() ? record_->envelope : record_->body) = root;
        push(Shape::object, root, kNoField);
        return true;
    }
    Frame& top = frames_.back();
    if (top.shape == Shape::object_list) {
        const std::uint32_t child = begin_child(held_.fields[top.field].child(), top);
        push(Shape::object, child, kNoField);
        return true;
    }
    const Target t = target("an object");
    if (t.field != nullptr && t.field->type == FieldType::body) {
        begin_body(top);
    } else if (t.field != nullptr && t.field->type == FieldType::object) {
        const std::uint32_t child = begin_child(t.field->child(), top);
        push(Shape::object, child, kNoField);
    } else {
        if (t.field != nullptr) mismatch(t, "an object");
        push_loose(Shape::loose_object);
    }
    return true;
}

bool Handler::on_object_end(std::size_t, Code&) {
    Frame& top = frames_.back();
    if (keys_.size() > top.first_key + 1) report_repeated_keys(top);
    keys_.resize(top.first_key);
    if (top.shape == Shape::object) {
        const ObjectNode& node = *held_.node;
        const std::uint64_t required = required_fields(*node.type, top.object == record_->body, kind_);
        std::uint64_t missing = required & ~node.present & ~node.bad;
        for (; missing != 0; missing &= missing - 1) {
            const auto index = static_cast<std::int16_t>(std::countr_zero(missing));
            const FieldInfo& field = node.type->fields[static_cast<std::size_t>(index)];
            if (field.type == FieldType::body && body_deferred_) continue;
            fault(Fault::missing, {&field, top.object, index}, "is missing or null", expectation(field));
        }
    }
    frames_.pop_back();
    hold_top();
    return true;
}

bool Handler::on_array_begin(Code&) {
    if (frames_.empty()) {
        push_loose(Shape::loose_list);
        return true;
    }
    const Target t = target("an array");
    const bool objects = t.field != nullptr && t.field->type == FieldType::object_list;
    const bool texts = t.field != nullptr && t.field->type == FieldType::text_list;
    if (objects || texts) {
        const auto first = texts ? static_cast<std::uint32_t>(record_->texts.size()) : kNoObject;
        slot(t).list = {first, 0};
        held_.node->present |= field_bit(static_cast<std::size_t>(t.index));
        push(objects ? Shape::object_list : Shape::text_list, t.object, t.index);
    } else {
        if (t.field != nullptr) mismatch(t, "an array");
        push_loose(Shape::loose_list);
    }
    return true;
}

bool Handler::on_array_end(std::size_t, Code&) {
    frames_.pop_back();
    hold_top();
    return true;
}

std::string_view Handler::gathered(Text last) {
    token_ = nullptr;
    gather(last);
    const std::string_view kept = record_->keep(scratch_);
    scratch_.clear();
    return kept;
}

bool Handler::on_key(Text last, std::size_t total, Code& ec) {
    if (!has_room(keys_.size(), ec)) return false;
    const std::string_view key = whole(last, total);
    Frame& top = frames_.back();
    if (top.shape == Shape::object) {
        enter_key(top, key);
    } else {
        top.key = key;
        keys_.push_back(key);
    }
    return true;
}

void Handler::enter_key(Frame& top, std::string_view key) {
    ObjectNode& node = *held_.node;
    int index = top.expected;
    if (static_cast<std::size_t>(index) >= node.type->fields.size() || !equal_words(held_.fields[index].name, key)) {
        index = node.type->find(key);
        if (index == kNoField) return enter_unknown_key(top, *node.type, key);
    }
    enter_known_key(top, index, key);
}

// The field under its name, or under a former one.
void Handler::enter_known_key(Frame& top, int index, std::string_view key) {
    ObjectNode& node = *held_.node;
    top.field = static_cast<std::int16_t>(index);
    top.expected = static_cast<std::int16_t>(index + 1);
    const std::uint64_t bit = field_bit(static_cast<std::size_t>(index));
    if ((node.seen & bit) == 0) {
        node.seen |= bit;
        return;
    }
    add_repetition(top.object, index, key);
    // Which of the values is meant is not known, so no rule may rest on it.
    node.present &= ~bit;
    node.bad |= bit;
    top.field = kNoField;
    top.key = key;
}

void Handler::enter_unknown_key(Frame& top, const StructInfo& type, std::string_view key) {
    for (const FieldInfo& field : type.fields) {
        if (field.alias.empty() || field.alias != key) continue;
        Place place;
        place.object = top.object;
        append_segment(place.tail, key);
        add_fault(Fault::former_name, std::move(place), "is a former name", std::string(field.name));
        const auto index = static_cast<int>(&field - type.fields.data());
        const bool stands = (held_.node->seen & field_bit(static_cast<std::size_t>(index))) != 0;
        held_.node->has_former_name = !stands;
        return enter_known_key(top, index, key);
    }
    top.field = kNoField;
    top.key = key;
    keys_.push_back(key);
    record_->unknown.push_back({top.object, key});
    if (type.open) return;
    Place place;
    place.object = top.object;
    append_segment(place.tail, key);
    add_fault(Fault::unknown_member, std::move(place), quoted_name(key) + " is no member of " + std::string(type.name),
              "a member of " + std::string(type.name));
}

}  // namespace abonado
