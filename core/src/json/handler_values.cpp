// Scalar values: from the parser's events into slots.
#include <algorithm>

#include "base/text.hpp"
#include "json/forms.hpp"
#include "json/handler.hpp"

namespace abonado {

namespace {

bool is_integer(std::string_view literal) noexcept { return literal.find_first_of(".eE") == std::string_view::npos; }

}  // namespace

Handler::Target Handler::no_target(const char* got) {
    if (frames_.empty()) return {nullptr, kNoObject, kNoField};
    Frame& top = frames_.back();
    if (top.shape == Shape::object_list || top.shape == Shape::text_list) element_mismatch(top, got);
    if (top.shape != Shape::object && top.shape != Shape::loose_object) ++top.count;
    // Not empty, though no field of the table stands; a null is nothing.
    if (top.shape == Shape::object && std::string_view(got) != "null") held_.node->seen |= field_bit(kMaxFields - 1);
    return {nullptr, kNoObject, kNoField};
}

bool Handler::on_string(Text last, std::size_t total, Code& ec) {
    const std::string_view text = whole(last, total);
    if (!frames_.empty() && frames_.back().shape == Shape::text_list) {
        if (!has_room(record_->texts.size(), ec)) return false;
        Frame& top = frames_.back();
        record_->texts.push_back(text);
        ++held_.slots[top.field].list.count;
        ++top.count;
        return true;
    }
    const Target t = target("a string");
    if (t.field != nullptr) take_text(t, text, token_);
    return true;
}

void Handler::take_text(const Target& t, std::string_view text, const char* source) {
    Fault refused = Fault::wrong_type;
    switch (t.field->type) {
        case FieldType::text:
            if (t.field->required && is_blank(text)) {
                return fault(Fault::blank, t, "is blank", expectation(*t.field));
            }
            slot(t).text = text;
            return accept(t, source);
        case FieldType::external_id:
            slot(t).text = text;
            return accept(t, source);
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
                slot(t).uuid = *value;
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
        default:
            return mismatch(t, "a string");
    }
    if (t.field->seen_only) return mismatch(t, "a string");
    fault(refused, t, "cannot be read", expectation(*t.field));
}

bool Handler::is_id_alone() const {
    return !frames_.empty() && frames_.back().shape == Shape::object_list && kind_ == RecordKind::catalogue_product &&
           &held_.fields[frames_.back().field].child() == &struct_info<Product>();
}

bool Handler::on_int64(std::int64_t value, Text literal, Code&) {
    if (is_id_alone()) {
        Frame& top = frames_.back();
        ObjectNode& node = record_->object(begin_child(held_.fields[top.field].child(), top));
        node.written_as_id = true;
        node.seen |= field_bit(0);
        node.present |= field_bit(0);
        Slot& id = record_->slot(node, 0);
        id.integer = value;
        id.source = literal.data();
        hold_top();
        return true;
    }
    const Target t = target("a number");
    if (t.field == nullptr) return true;
    const std::string_view text(literal.data(), literal.size());
    switch (t.field->type) {
        case FieldType::integer:
            store_integer(t, value, text.data());
            break;
        case FieldType::legacy_id:
            if (value > 0) store_integer(t, value, text.data());
            else if (t.field->seen_only) mismatch(t, "a number");
            else fault(Fault::out_of_width, t, "is not above 0", expectation(*t.field));
            break;
        case FieldType::external_id:
            if (!is_exact_in_double(value)) {
                fault(Fault::out_of_width, t, "is a number above 2^53, which has lost digits", expectation(*t.field));
            } else {
                slot(t).text = text;
                accept(t, text.data());
            }
            break;
        default:
            take_other_number(t, text);
    }
    return true;
}

bool Handler::on_uint64(std::uint64_t, Text literal, Code&) {
    on_other_number({literal.data(), literal.size()});
    return true;
}

bool Handler::on_double(double, Text literal, Code&) {
    on_other_number({literal.data(), literal.size()});
    return true;
}

void Handler::on_other_number(std::string_view literal) {
    if (is_id_alone() && is_integer(literal)) {
        element_fault(frames_.back(), Fault::out_of_width, "does not fit into 64 bits", "an integer of 64 bits");
        ++frames_.back().count;
        return;
    }
    const Target t = target("a number");
    if (t.field != nullptr) take_other_number(t, literal);
}

// Amounts, and numbers that are no 64-bit integer.
void Handler::take_other_number(const Target& t, std::string_view literal) {
    if (t.field->type == FieldType::amount) {
        if (const auto value = Money::parse(literal)) return store_integer(t, value->millionths, literal.data());
        return fault(Fault::not_an_amount, t, "is no exact amount", expectation(*t.field));
    }
    const bool wants_integer = t.field->type == FieldType::integer || t.field->type == FieldType::legacy_id ||
                               t.field->type == FieldType::external_id;
    if (wants_integer && is_integer(literal) && !t.field->seen_only) {
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
