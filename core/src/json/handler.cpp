#include "json/handler.hpp"

#include <algorithm>
#include <utility>

namespace abonado {

namespace {

constexpr std::int64_t kExactInDouble = std::int64_t{1} << 53;  // larger JSON numbers lose digits in most programs

bool is_blank(std::string_view text) noexcept {
    return std::all_of(text.begin(), text.end(), [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); });
}

std::string quoted_name(std::string_view name) {
    std::string out = "\"";
    out += name.substr(0, 80);
    out += '"';
    return out;
}

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

// ---- faults

void Handler::add_fault(Fault what, Place place, std::string message, std::string expected) {
    if (record_->faults.size() >= record_->max_faults) {
        ++record_->more_faults[static_cast<std::size_t>(what)];
        return;
    }
    record_->faults.push_back({what, std::move(place), std::move(message), std::move(expected)});
}

void Handler::fault(Fault what, const Target& t, std::string message, std::string expected) {
    Place place;
    place.object = t.object;
    place.field = t.index;
    record_->object(t.object).bad |= field_bit(static_cast<std::size_t>(t.index));
    // What names a record is the envelope's business as a whole: one rule tells of it, whatever is wrong.
    if (t.object == record_->envelope && t.index < kEnvelopeKeyMembers) what = Fault::envelope;
    add_fault(what, std::move(place), std::move(message), std::move(expected));
}

void Handler::mismatch(const Target& t, const char* got) {
    if (t.field->seen_only) {
        record_->unknown.push_back({t.object, t.field->name});
        return;
    }
    fault(Fault::wrong_type, t, std::string("is ") + got, expectation(*t.field));
}

void Handler::element_mismatch(Frame& list, const char* got) {
    const FieldInfo& field = record_->object(list.object).type->fields[static_cast<std::size_t>(list.field)];
    record_->object(list.object).bad |= field_bit(static_cast<std::size_t>(list.field));
    Place place;
    place.object = list.object;
    place.field = list.field;
    place.element = list.count;
    add_fault(Fault::wrong_type, std::move(place), std::string("is ") + got,
              field.type == FieldType::text_list ? "a string" : "an object");
}

Place Handler::place_of_loose(std::string_view key) const {
    Place place;
    std::size_t typed = frames_.size() - 1;
    while (typed > 0 && frames_[typed].shape >= Shape::loose_object) --typed;
    const Frame& home = frames_[typed];
    if (home.shape < Shape::loose_object) {
        place.object = home.object;
        place.field = home.field;
        if (home.shape == Shape::object_list || home.shape == Shape::text_list) place.element = home.count - 1;
        if (home.shape == Shape::object && home.field == kNoField && typed + 1 < frames_.size()) {
            append_segment(place.tail, home.key);
        }
    }
    for (std::size_t i = typed + 1; i + 1 < frames_.size(); ++i) {
        if (frames_[i].shape == Shape::loose_object) append_segment(place.tail, frames_[i].key);
        else append_segment(place.tail, static_cast<std::size_t>(frames_[i].count - 1));
    }
    if (frames_.back().shape == Shape::object) place.field = kNoField;
    append_segment(place.tail, key);
    return place;
}

// ---- frames

void Handler::push(Shape shape, std::uint32_t object, std::int16_t field) {
    frames_.push_back({shape, field, 0, object, kNoObject, 0, keys_.size(), {}});
}

void Handler::push_loose(Shape shape) {
    push(shape, frames_.empty() ? kNoObject : frames_.back().object, kNoField);
}

std::uint32_t Handler::begin_child(const StructInfo& type, Frame& parent) {
    const bool in_list = parent.shape == Shape::object_list;
    const std::uint32_t child =
        record_->add_object(type, parent.object, parent.field, in_list ? parent.count : kNoElement);
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

bool Handler::on_object_begin(Code&) {
    if (frames_.empty()) {
        const std::uint32_t root = record_->add_object(*root_, kNoObject, kNoField, kNoElement);
        (root_ == &struct_info<Envelope>() ? record_->envelope : record_->body) = root;
        push(Shape::object, root, kNoField);
        return true;
    }
    Frame& top = frames_.back();
    if (top.shape == Shape::object_list) {
        const FieldInfo& field = record_->object(top.object).type->fields[static_cast<std::size_t>(top.field)];
        const std::uint32_t child = begin_child(field.child(), top);
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
        ObjectNode& node = record_->object(top.object);
        std::uint64_t required = node.type->required;
        if (top.object == record_->body && kind_ == RecordKind::subscription) {
            // The one kind that does not tell the type.
            required |= field_bit(field_index<SubscriptionBase, &SubscriptionBase::type>());
        }
        std::uint64_t missing = required & ~node.present & ~node.bad;
        for (; missing != 0; missing &= missing - 1) {
            const auto index = static_cast<std::int16_t>(std::countr_zero(missing));
            const FieldInfo& field = node.type->fields[static_cast<std::size_t>(index)];
            if (field.type == FieldType::body && body_deferred_) continue;
            fault(Fault::missing, {&field, top.object, index}, "is missing or null", expectation(field));
        }
    }
    frames_.pop_back();
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
        ObjectNode& node = record_->object(t.object);
        const auto first = texts ? static_cast<std::uint32_t>(record_->texts.size()) : kNoObject;
        record_->slot(node, static_cast<std::size_t>(t.index)).list = {first, 0};
        node.present |= field_bit(static_cast<std::size_t>(t.index));
        push(objects ? Shape::object_list : Shape::text_list, t.object, t.index);
    } else {
        if (t.field != nullptr) mismatch(t, "an array");
        push_loose(Shape::loose_list);
    }
    return true;
}

bool Handler::on_array_end(std::size_t, Code&) {
    frames_.pop_back();
    return true;
}

// ---- keys

std::string_view Handler::whole(Text last, std::size_t total) {
    if (last.size() == total) {
        token_ = last.data() - 1;  // the opening quote
        return {last.data(), last.size()};
    }
    token_ = nullptr;
    gather(last);
    const std::string_view kept = record_->keep(scratch_);
    scratch_.clear();
    return kept;
}

bool Handler::on_key(Text last, std::size_t total, Code&) {
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
    ObjectNode& node = record_->object(top.object);
    const std::span<const FieldInfo> fields = node.type->fields;
    int index = top.expected;
    if (static_cast<std::size_t>(index) >= fields.size() || fields[static_cast<std::size_t>(index)].name != key) {
        index = node.type->find(key);
        if (index == kNoField) return enter_unknown_key(top, *node.type, key);
    }
    top.field = static_cast<std::int16_t>(index);
    top.expected = static_cast<std::int16_t>(index + 1);
    const std::uint64_t bit = field_bit(static_cast<std::size_t>(index));
    if ((node.seen & bit) != 0) {
        Place place;
        place.object = top.object;
        place.field = top.field;
        place.occurrence =
            static_cast<std::uint16_t>(++repeats_[std::uint64_t{top.object} << 8 | static_cast<unsigned>(index)] + 1);
        add_fault(Fault::duplicate, std::move(place), "stands more than once in its object", "each member once");
        top.field = kNoField;
        top.key = key;
        return;
    }
    node.seen |= bit;
}

void Handler::enter_unknown_key(Frame& top, const StructInfo& type, std::string_view key) {
    for (std::size_t i = 0; i < type.fields.size(); ++i) {
        if (type.fields[i].alias.empty() || type.fields[i].alias != key) continue;
        Place place;
        place.object = top.object;
        append_segment(place.tail, key);
        add_fault(Fault::former_name, std::move(place), "is a former name", std::string(type.fields[i].name));
        return enter_key(top, type.fields[i].name);
    }
    top.field = kNoField;
    top.key = key;
    keys_.push_back(key);
    record_->object(top.object).seen |= field_bit(kMaxFields - 1);  // not empty, though no field of the table stands
    record_->unknown.push_back({top.object, key});
    if (type.open) return;
    Place place;
    place.object = top.object;
    append_segment(place.tail, key);
    add_fault(Fault::unknown_member, std::move(place), quoted_name(key) + " is no member of " + std::string(type.name),
              "a member of " + std::string(type.name));
}

void Handler::report_repeated_keys(const Frame& top) {
    const std::size_t count = keys_.size() - top.first_key;
    std::vector<std::string_view> sorted(keys_.begin() + static_cast<std::ptrdiff_t>(top.first_key), keys_.end());
    std::sort(sorted.begin(), sorted.end());
    for (std::size_t i = 1, run = 1; i < count; ++i) {
        run = sorted[i] == sorted[i - 1] ? run + 1 : 1;
        if (run == 1) continue;
        Place place = place_of_loose(sorted[i]);
        place.occurrence = static_cast<std::uint16_t>(std::min<std::size_t>(run, 0xffff));
        add_fault(Fault::duplicate, std::move(place), "stands more than once in its object", "each member once");
    }
}

// ---- values

Handler::Target Handler::target(const char* got) {
    if (frames_.empty()) return {nullptr, kNoObject, kNoField};
    Frame& top = frames_.back();
    switch (top.shape) {
        case Shape::object:
            if (top.field == kNoField) break;
            return {&record_->object(top.object).type->fields[static_cast<std::size_t>(top.field)], top.object,
                    top.field};
        case Shape::object_list:
        case Shape::text_list:
            element_mismatch(top, got);
            ++top.count;
            break;
        case Shape::loose_list: ++top.count; break;
        case Shape::loose_object: break;
    }
    return {nullptr, kNoObject, kNoField};
}

void Handler::accept(const Target& t, const char* source) {
    ObjectNode& node = record_->object(t.object);
    node.present |= field_bit(static_cast<std::size_t>(t.index));
    record_->slot(node, static_cast<std::size_t>(t.index)).source = source;
}

void Handler::store_integer(const Target& t, std::int64_t value, const char* source) {
    record_->slot(record_->object(t.object), static_cast<std::size_t>(t.index)).integer = value;
    accept(t, source);
}

bool Handler::on_string(Text last, std::size_t total, Code&) {
    const std::string_view text = whole(last, total);
    if (!frames_.empty() && frames_.back().shape == Shape::text_list) {
        Frame& top = frames_.back();
        record_->texts.push_back(text);
        ++record_->slot(record_->object(top.object), static_cast<std::size_t>(top.field)).list.count;
        ++top.count;
        return true;
    }
    const Target t = target("a string");
    if (t.field != nullptr) take_text(t, text, token_);
    return true;
}

void Handler::take_text(const Target& t, std::string_view text, const char* source) {
    Slot& slot = record_->slot(record_->object(t.object), static_cast<std::size_t>(t.index));
    Fault refused = Fault::wrong_type;
    switch (t.field->type) {
        case FieldType::text:
            if (t.field->required && is_blank(text)) {
                return fault(Fault::blank, t, "is blank", expectation(*t.field));
            }
            slot.text = text;
            return accept(t, source);
        case FieldType::external_id: slot.text = text; return accept(t, source);
        case FieldType::instant:
            if (const auto value = Instant::parse(text, naive_)) return store_integer(t, value->micros, source);
            refused = Fault::not_an_instant;
            break;
        case FieldType::date:
            if (const auto value = Date::parse(text)) return store_integer(t, value->days, source);
            refused = Fault::not_a_date;
            break;
        case FieldType::uuid:
            if (const auto value = Uuid::parse(text)) {
                slot.uuid = *value;
                return accept(t, source);
            }
            refused = Fault::not_a_uuid;
            break;
        case FieldType::enumeration:
            if (const int word = find_word(t.field->enumeration->words, text); word >= 0) {
                store_integer(t, word, source);
                if (t.object == record_->envelope && t.index == 0) kind_ = static_cast<RecordKind>(word);
                return;
            }
            refused = Fault::not_a_word;
            break;
        default: return mismatch(t, "a string");
    }
    if (t.field->seen_only) return mismatch(t, "a string");
    fault(refused, t, "cannot be read", expectation(*t.field));
}

bool Handler::on_int64(std::int64_t value, Text literal, Code&) {
    if (!frames_.empty() && frames_.back().shape == Shape::object_list && kind_ == RecordKind::catalogue_product) {
        // A catalogue may name a compatible tariff by its id alone.
        Frame& top = frames_.back();
        const FieldInfo& field = record_->object(top.object).type->fields[static_cast<std::size_t>(top.field)];
        if (&field.child() == &struct_info<Product>()) {
            ObjectNode& node = record_->object(begin_child(field.child(), top));
            node.written_as_id = true;
            node.seen |= field_bit(0);
            node.present |= field_bit(0);
            record_->slot(node, 0).integer = value;
            return true;
        }
    }
    const Target t = target("a number");
    if (t.field == nullptr) return true;
    const std::string_view text(literal.data(), literal.size());
    switch (t.field->type) {
        case FieldType::integer: store_integer(t, value, text.data()); break;
        case FieldType::legacy_id:
            if (value > 0) store_integer(t, value, text.data());
            else if (t.field->seen_only) mismatch(t, "a number");
            else fault(Fault::out_of_width, t, "is not above 0", expectation(*t.field));
            break;
        case FieldType::external_id:
            if (value > kExactInDouble || value < -kExactInDouble) {
                fault(Fault::out_of_width, t, "is a number above 2^53, which has lost digits", expectation(*t.field));
            } else {
                record_->slot(record_->object(t.object), static_cast<std::size_t>(t.index)).text = text;
                accept(t, text.data());
            }
            break;
        default: take_other_number(t, text);
    }
    return true;
}

bool Handler::on_uint64(std::uint64_t, Text literal, Code&) {
    const Target t = target("a number");
    if (t.field != nullptr) take_other_number(t, {literal.data(), literal.size()});
    return true;
}

bool Handler::on_double(double, Text literal, Code&) {
    const Target t = target("a number");
    if (t.field != nullptr) take_other_number(t, {literal.data(), literal.size()});
    return true;
}

// Amounts, and numbers that are no 64-bit integer.
void Handler::take_other_number(const Target& t, std::string_view literal) {
    if (t.field->type == FieldType::amount) {
        if (const auto value = Money::parse(literal)) return store_integer(t, value->millionths, literal.data());
        return fault(Fault::not_an_amount, t, "is no exact amount", expectation(*t.field));
    }
    const bool wants_integer = t.field->type == FieldType::integer || t.field->type == FieldType::legacy_id ||
                               t.field->type == FieldType::external_id;
    const bool is_integer = literal.find_first_of(".eE") == std::string_view::npos;
    if (wants_integer && is_integer && !t.field->seen_only) {
        return fault(Fault::out_of_width, t, "does not fit into 64 bits", expectation(*t.field));
    }
    mismatch(t, wants_integer ? "a number that is not an integer" : "a number");
}

bool Handler::on_bool(bool value, Code&) {
    const Target t = target("a boolean");
    if (t.field == nullptr) return true;
    if (t.field->type == FieldType::boolean) store_integer(t, value ? 1 : 0, nullptr);
    else mismatch(t, "a boolean");
    return true;
}

bool Handler::on_null(Code&) {
    target("null");  // null and absent are the same, except as an element of a list
    return true;
}

}  // namespace abonado
