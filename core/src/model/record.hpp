// A decoded line, as views into the line: the form on which rules run. No member is copied and nothing is allocated per
// field; one Record is used again for line after line and keeps its capacity.
//
// An object of the line is an ObjectNode with one Slot per row of its field table. Which slots hold a value is said by three
// sets of field numbers: `seen` (the member stood there), `present` (it holds a readable value) and `bad` (it has a DOC
// finding, so that rules needing it are not evaluated). null and absent are the same: seen or not, never present.
//
// Not thread-safe: one Record belongs to one worker. Views die with the input text and at the next reset().
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "abonado/model.hpp"
#include "abonado/wording.hpp"

namespace abonado {

inline constexpr std::uint32_t kNoObject = 0xffffffff;
inline constexpr std::int32_t kNoElement = -1;
inline constexpr std::size_t kNowhere = static_cast<std::size_t>(-1);

struct Slot {
    struct List {
        std::uint32_t first;  // first object of a list of objects, or first text of a list of texts
        std::uint32_t count;
    };
    union {
        std::int64_t integer;   // integers, legacy ids, booleans, enum positions, instants, dates, amounts
        std::string_view text;  // texts and external ids
        Uuid uuid;
        List list;             // lists
        std::uint32_t object;  // objects
    };
    const char* source = nullptr;  // where the value's token begins in the input; nullptr when it begins with an escape

    Slot() noexcept : integer(0) {}
};

struct ObjectNode {
    const StructInfo* type;
    std::uint64_t seen;
    std::uint64_t present;
    std::uint64_t bad;
    std::uint32_t parent;  // kNoObject for the outermost
    std::uint32_t first_slot;
    std::uint32_t next;    // next object of the same list
    std::int32_t element;  // position in its list, or kNoElement
    std::int16_t field;    // its field in the parent
    bool written_as_id;    // stands in the input as an id alone
    bool has_former_name;  // its member that has an alias stands under that; no struct has two such
};

// What the decoder found wrong. Each is one DOC or ENV rule of the rule table.
enum class Fault : std::uint8_t {
    not_an_object,
    duplicate,
    wrong_type,
    missing,
    unknown_member,
    over_limit,
    not_a_word,
    not_an_instant,
    not_a_date,
    not_a_uuid,
    out_of_width,
    not_an_amount,
    blank,
    former_name,
    envelope
};
inline constexpr std::size_t kFaultCount = static_cast<std::size_t>(Fault::envelope) + 1;

// A place in a record. `tail` is a JSON Pointer below the member for content without a field table, `occurrence` tells
// members of the same name apart.
struct Place {
    std::uint32_t object = kNoObject;
    std::int32_t element = kNoElement;
    std::int16_t field = kNoField;
    std::uint16_t occurrence = 1;
    std::string tail;
};

struct DecodeFault {
    Fault fault;
    Place place;
    Wording message;
    Wording expected;
    std::size_t at = kNowhere;  // byte of the line, for faults of the text as a whole
};

struct UnknownPlace {
    std::uint32_t object;
    std::string_view name;
};

class Record {
public:
    // The line as a whole.
    std::string_view text;
    std::uint32_t envelope = kNoObject;  // object of type Envelope, absent when bare bodies are read
    std::uint32_t body = kNoObject;      // the body, absent when the envelope is not good enough to read it
    std::optional<RecordKind> kind;
    std::string_view org;
    std::int64_t legacy_id = 0;  // of the envelope or, for kinds keyed by it, the body's id; 0 when not known
    bool is_named = false;       // that id is known: a product of the catalogue may have the id 0
    std::vector<DecodeFault> faults;
    std::size_t max_faults = 1000;  // further ones are counted in `more_faults`, so that no line can fill the memory
    std::array<std::uint64_t, kFaultCount> more_faults{};
    std::vector<UnknownPlace> unknown;
    std::vector<std::string_view> texts;  // elements of lists of texts

    void reset(std::string_view line) {
        text = line;
        envelope = body = kNoObject;
        kind.reset();
        org = {};
        legacy_id = 0;
        is_named = false;
        more_faults.fill(0);
        faults.clear();
        unknown.clear();
        texts.clear();
        copies_.clear();
        object_count_ = slot_count_ = 0;
    }

    std::uint32_t add_object(const StructInfo& type, std::uint32_t parent, int field, std::int32_t element) {
        if (object_count_ == objects_.size()) objects_.resize(objects_.size() * 2 + 32);
        const std::size_t slots = type.fields.size();
        if (slot_count_ + slots > slots_.size()) slots_.resize(slots_.size() * 2 + kMaxFields * 4);
        objects_[object_count_] = {&type,     0,       0,
                                   0,         parent,  static_cast<std::uint32_t>(slot_count_),
                                   kNoObject, element, static_cast<std::int16_t>(field),
                                   false,     false};
        slot_count_ += slots;
        return static_cast<std::uint32_t>(object_count_++);
    }

    std::size_t object_count() const noexcept { return object_count_; }
    ObjectNode& object(std::uint32_t i) noexcept { return objects_[i]; }
    const ObjectNode& object(std::uint32_t i) const noexcept { return objects_[i]; }
    Slot& slot(const ObjectNode& o, std::size_t field) noexcept { return slots_[o.first_slot + field]; }
    const Slot& slot(const ObjectNode& o, std::size_t field) const noexcept { return slots_[o.first_slot + field]; }

    // By its number in the record: an object's slots follow one another from `first_slot` on.
    Slot& slot_at(std::size_t number) noexcept { return slots_[number]; }

    // Keeps decoded text that does not stand in the input as such, until the next reset.
    std::string_view keep(std::string_view decoded) { return copies_.emplace_back(decoded); }

    bool is_under_former_name(std::uint32_t object, int field) const noexcept {
        const ObjectNode& node = objects_[object];
        return node.has_former_name && !node.type->fields[static_cast<std::size_t>(field)].alias.empty();
    }
    // The JSON Pointer of a place, from the body it lies in, or from the line for places outside.
    std::string pointer(const Place& place) const;
    // The same from the line as a whole, for finding the place in the text.
    std::string line_pointer(const Place& place) const;

private:
    std::vector<ObjectNode> objects_;
    std::vector<Slot> slots_;
    std::size_t object_count_ = 0;
    std::size_t slot_count_ = 0;
    std::deque<std::string> copies_;  // a deque keeps addresses
};

// Appends one segment to a JSON Pointer (RFC 6901).
void append_segment(std::string& pointer, std::string_view name);
void append_segment(std::string& pointer, std::size_t index);

constexpr std::uint64_t field_bit(std::size_t field) noexcept { return std::uint64_t{1} << field; }

template <Described T>
class View;

// The objects of a list, in order.
template <Described T>
class ViewList {
public:
    class Iterator {
    public:
        Iterator(const Record* record, std::uint32_t at) : record_(record), at_(at) {}
        View<T> operator*() const { return {*record_, at_}; }
        Iterator& operator++() {
            at_ = record_->object(at_).next;
            return *this;
        }
        bool operator==(const Iterator& other) const { return at_ == other.at_; }

    private:
        const Record* record_;
        std::uint32_t at_;
    };

    ViewList() = default;
    ViewList(const Record& record, Slot::List list) : record_(&record), list_(list) {}
    Iterator begin() const { return {record_, list_.count == 0 ? kNoObject : list_.first}; }
    Iterator end() const { return {record_, kNoObject}; }
    std::size_t size() const { return list_.count; }
    bool empty() const { return list_.count == 0; }

private:
    const Record* record_ = nullptr;
    Slot::List list_{kNoObject, 0};
};

// An object of a record, read through the field table of T: `view.get<&AddOn::status>()`.
template <Described T>
class View {
public:
    View(const Record& record, std::uint32_t object) : record_(&record), object_(object) {}

    // A view of a struct is a view of the one that it extends: the base's rows stand first.
    template <Described Derived>
    requires(std::is_base_of_v<T, Derived> && !std::is_same_v<T, Derived>) View(const View<Derived>& derived)
        : record_(&derived.record()), object_(derived.object()) {}

    const Record& record() const { return *record_; }
    std::uint32_t object() const { return object_; }
    const ObjectNode& node() const { return record_->object(object_); }

    template <auto M>
    bool has() const {
        return (node().present & field_bit(field_index<T, M>())) != 0;
    }
    // The member has a DOC finding of its own.
    template <auto M>
    bool is_bad() const {
        return (node().bad & field_bit(field_index<T, M>())) != 0;
    }
    // Nothing stands in the object, or nothing but nulls.
    bool is_empty() const { return (node().present | node().bad | (node().seen & field_bit(kMaxFields - 1))) == 0; }

    // The value if it is present and readable: an optional of the value, of a string_view for texts, of a View for objects;
    // a ViewList for lists, empty when absent.
    template <auto M>
    auto get() const {
        using Row = Field<M>;
        using Value = typename Row::Value;
        const Slot& s = record_->slot(node(), field_index<T, M>());
        if constexpr (Row::type == FieldType::object_list) {
            return has<M>() ? ViewList<typename Row::Element>(*record_, s.list) : ViewList<typename Row::Element>();
        } else if constexpr (Row::type == FieldType::object) {
            return has<M>() ? std::optional(View<Value>(*record_, s.object)) : std::nullopt;
        } else if constexpr (Row::type == FieldType::text || Row::type == FieldType::external_id) {
            return has<M>() ? std::optional(s.text) : std::nullopt;
        } else if constexpr (Row::type == FieldType::uuid) {
            return has<M>() ? std::optional(s.uuid) : std::nullopt;
        } else {
            return has<M>() ? std::optional(scalar<Value>(s.integer)) : std::nullopt;
        }
    }

    // The value of a required member for a rule that needs it, which is not called when the member is not there.
    template <auto M>
    requires(Field<M>::required) auto required() const { return get<M>().value(); }

private:
    template <class V>
    static V scalar(std::int64_t i) {
        if constexpr (std::is_same_v<V, Instant>) return Instant{i};
        else if constexpr (std::is_same_v<V, Date>) return Date{static_cast<std::int32_t>(i)};
        else if constexpr (std::is_same_v<V, Money>) return Money{i};
        else if constexpr (std::is_same_v<V, LegacyId>) return LegacyId{i};
        else return static_cast<V>(i);
    }

    const Record* record_;
    std::uint32_t object_;
};

}  // namespace abonado
