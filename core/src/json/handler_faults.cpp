// What the handler reports, and where it says that the fault is.
#include <algorithm>
#include <utility>

#include "json/handler.hpp"

namespace abonado {

void Handler::add_fault(Fault what, Place place, Wording message, Wording expected) {
    if (record_->faults.size() >= record_->max_faults) {
        ++record_->more_faults[static_cast<std::size_t>(what)];
        return;
    }
    record_->faults.push_back({what, std::move(place), std::move(message), std::move(expected)});
}

void Handler::fault(Fault what, const Target& t, Wording message, Wording expected) {
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

void Handler::element_fault(Frame& list, Fault what, Wording message, Wording expected) {
    record_->object(list.object).bad |= field_bit(static_cast<std::size_t>(list.field));
    Place place;
    place.object = list.object;
    place.field = list.field;
    place.element = list.count;
    add_fault(what, std::move(place), std::move(message), std::move(expected));
}

// A known member stands again, under the same name or the other one.
void Handler::add_repetition(std::uint32_t object, int field, std::string_view key) {
    const bool is_former = key != record_->object(object).type->fields[static_cast<std::size_t>(field)].name;
    const auto times = [&](bool former) -> std::uint16_t& {
        return repeats_[std::uint64_t{object} << 8 | static_cast<unsigned>(field) << 1 | (former ? 1U : 0U)];
    };
    if (times(false) + times(true) == 0) forget_value(object, field);
    const bool is_name_of_first = is_former == record_->is_under_former_name(object, field);
    Place place;
    place.object = object;
    append_segment(place.tail, key);
    place.occurrence = static_cast<std::uint16_t>(++times(is_former) + (is_name_of_first ? 1 : 0));
    add_fault(Fault::duplicate, std::move(place), "stands more than once in its object", "each member once");
}

std::optional<int> Handler::field_around(const DecodeFault& fault, std::uint32_t object) const {
    std::uint32_t at = fault.place.object;
    int in = fault.place.field;
    while (at != object && at != kNoObject) {
        in = record_->object(at).field;
        at = record_->object(at).parent;
    }
    return at == object ? std::optional(in) : std::nullopt;
}

// Drops the faults of an object that is still open for which `is_meant` says so, given the field that they lie in: all but
// members that stand twice, which are so whatever becomes of what holds them. What was found since the object began stands at
// the end of the list, so that no other fault is looked at.
template <class IsMeant>
void Handler::forget_faults(std::uint32_t object, IsMeant is_meant) {
    std::vector<DecodeFault>& all = record_->faults;
    const auto first = std::find_if(all.rbegin(), all.rend(), [&](const DecodeFault& fault) {
                           return !field_around(fault, object);
                       }).base();
    const auto is_dropped = [&](const DecodeFault& fault) {
        return fault.fault != Fault::duplicate && is_meant(fault, *field_around(fault, object));
    };
    all.erase(std::remove_if(first, all.end(), is_dropped), all.end());
}

// Of a member that stands again: what was wrong with its first value, or with what that holds, is no matter any more.
void Handler::forget_value(std::uint32_t object, int field) {
    const ObjectNode& node = record_->object(object);
    const FieldInfo& row = node.type->fields[static_cast<std::size_t>(field)];
    const bool is_scalar = row.child == nullptr && row.type != FieldType::body && row.type != FieldType::text_list;
    const bool was_good = (node.bad & field_bit(static_cast<std::size_t>(field))) == 0;
    if (is_scalar && was_good && object != record_->envelope) return;
    forget_faults(object, [field](const DecodeFault&, int in) { return in == field; });
    if (object != record_->envelope) return;
    constexpr auto kBody = static_cast<int>(field_index<Envelope, &Envelope::body>());
    if (field == kBody) record_->body = kNoObject;
    if (field != static_cast<int>(field_index<Envelope, &Envelope::kind>())) return;
    // Of a body of no known kind only what is wrong with any body is told: that it is none.
    kind_.reset();
    forget_faults(object,
                  [object](const DecodeFault& fault, int in) { return in == kBody && fault.place.object != object; });
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
