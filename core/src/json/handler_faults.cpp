// What the handler reports, and where it says that the fault is.
#include <algorithm>
#include <utility>

#include "json/handler.hpp"

namespace abonado {

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
    element_fault(list, Fault::wrong_type, std::string("is ") + got,
                  field.type == FieldType::text_list ? "a string" : "an object");
}

void Handler::element_fault(Frame& list, Fault what, std::string message, std::string expected) {
    record_->object(list.object).bad |= field_bit(static_cast<std::size_t>(list.field));
    Place place;
    place.object = list.object;
    place.field = list.field;
    place.element = list.count;
    add_fault(what, std::move(place), std::move(message), std::move(expected));
}

// Of a member that stands again: what was wrong with its first value, or with what that holds, is no matter any more.
void Handler::forget_value(std::uint32_t object, std::int16_t field) {
    if (object == record_->envelope) {
        const FieldType type = record_->object(object).type->fields[static_cast<std::size_t>(field)].type;
        if (type == FieldType::body) record_->body = kNoObject;
        if (field == 0) kind_.reset();
    }
    std::erase_if(record_->faults, [&](const DecodeFault& fault) {
        if (fault.fault == Fault::duplicate && fault.place.object == object) return false;
        std::uint32_t at = fault.place.object;
        std::int16_t in = fault.place.field;
        while (at != object && at != kNoObject) {
            in = record_->object(at).field;
            at = record_->object(at).parent;
        }
        return at == object && in == field;
    });
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

void Handler::report_repeated_keys(const Frame& top) {
    const std::size_t count = keys_.size() - top.first_key;
    std::vector<std::string_view> sorted(keys_.begin() + static_cast<std::ptrdiff_t>(top.first_key), keys_.end());
    std::sort(sorted.begin(), sorted.end());
    for (std::size_t i = 1, run = 1; i < count; ++i) {
        run = sorted[i] == sorted[i - 1] ? run + 1 : 1;
        if (run == 1) continue;
        if (record_->faults.size() >= record_->max_faults) {
            ++record_->more_faults[static_cast<std::size_t>(Fault::duplicate)];
            continue;
        }
        Place place = place_of_loose(sorted[i]);
        place.occurrence = static_cast<std::uint16_t>(std::min<std::size_t>(run, 0xffff));
        add_fault(Fault::duplicate, std::move(place), "stands more than once in its object", "each member once");
    }
}

}  // namespace abonado
