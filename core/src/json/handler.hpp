// The SAX handler of the decoder: events of boost::json::basic_parser in, slots and faults of a Record out.
//
// It keeps a stack of frames, one per open array or object. A frame is typed (an object or list that a field table
// describes) or loose (content that no table describes, which is only checked for members given twice).
#pragma once

#include <boost/json/error.hpp>
#include <boost/json/string_view.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "json/decoder.hpp"
#include "model/record.hpp"

namespace abonado {

class Handler {
public:
    static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);

    explicit Handler(const DecodeOptions& options) : naive_(options.naive), max_elements_(options.max_elements) {}

    // Starts a document whose outermost object is of type `root`. `kind` is the kind of the body where it is known
    // beforehand; otherwise the envelope has to name it before the body.
    void start(Record& record, const StructInfo& root, std::optional<RecordKind> kind);
    // The body came before the kind: the document has to be read again with the kind.
    bool body_was_deferred() const noexcept { return body_deferred_; }
    std::optional<RecordKind> kind() const noexcept { return kind_; }

    using Code = boost::json::error_code;
    using Text = boost::json::string_view;
    bool on_document_begin(Code&) { return true; }
    bool on_document_end(Code&) { return true; }
    bool on_object_begin(Code&);
    bool on_object_end(std::size_t, Code&);
    bool on_array_begin(Code&);
    bool on_array_end(std::size_t, Code&);
    bool on_key_part(Text part, std::size_t, Code&) { return gather(part); }
    bool on_key(Text last, std::size_t total, Code&);
    bool on_string_part(Text part, std::size_t, Code&) { return gather(part); }
    bool on_string(Text last, std::size_t total, Code&);
    bool on_number_part(Text, Code&) { return true; }  // whole lines are given, so that no number comes in parts
    bool on_int64(std::int64_t value, Text literal, Code&);
    bool on_uint64(std::uint64_t value, Text literal, Code&);
    bool on_double(double value, Text literal, Code&);
    bool on_bool(bool value, Code&);
    bool on_null(Code&);
    bool on_comment_part(Text, Code&) { return true; }
    bool on_comment(Text, Code&) { return true; }

private:
    enum class Shape : std::uint8_t { object, object_list, text_list, loose_object, loose_list };
    struct Frame {
        Shape shape;
        std::int16_t field;  // of the value under way in an object, or of the list itself; kNoField: not in the table
        std::int16_t expected;  // the field that stands next in documents written in table order
        std::uint32_t object;   // the object, or the one that holds the list; of the nearest typed frame when loose
        std::uint32_t last;     // last child of a list of objects
        std::int32_t count;     // elements so far
        std::size_t first_key;  // where the keys that no table holds begin in keys_
        std::string_view key;   // of the value under way, where no table holds it
    };
    // A field whose value is to be read, or what else the value under way is. If it is a field, it is one of the object
    // in hand.
    struct Target {
        const FieldInfo* field;  // nullptr: the value has no typed home
        std::uint32_t object;
        std::int16_t index;
    };
    // The object of the top frame, kept in hand because each member asks for it. The pointers are good until the next
    // object or frame comes or goes; then hold_top() sets them anew.
    struct Held {
        ObjectNode* node = nullptr;
        const FieldInfo* fields = nullptr;
        Slot* slots = nullptr;
    };

    // False, with an error code, when the record holds as many things of one sort as it may.
    bool has_room(std::size_t held, Code& ec) const {
        if (held < max_elements_) return true;
        ec = boost::json::error::array_too_large;
        return false;
    }
    bool gather(Text part) {
        scratch_.append(part.data(), part.size());
        return true;
    }
    // The whole text of a string or key; sets token_.
    std::string_view whole(Text last, std::size_t total) {
        // The parser hands over its own buffer where escapes had to be undone, even if that is all of the text.
        const std::string_view line = record_->text;
        const auto at = reinterpret_cast<std::uintptr_t>(last.data()) - reinterpret_cast<std::uintptr_t>(line.data());
        if (last.size() != total || at >= line.size()) return gathered(last);
        token_ = last.data() - 1;  // the opening quote
        return {last.data(), last.size()};
    }
    std::string_view gathered(Text last);
    void hold_top();
    void push(Shape shape, std::uint32_t object, std::int16_t field);
    void push_loose(Shape shape);
    std::uint32_t begin_child(const StructInfo& type, Frame& parent);
    void begin_body(Frame& top);
    void enter_key(Frame& top, std::string_view key);
    void enter_known_key(Frame& top, int index, std::string_view key);
    void enter_unknown_key(Frame& top, const StructInfo& type, std::string_view key);
    void report_repeated_keys(const Frame& top);
    // `got` says for people what the value is.
    Target target(const char* got) {
        if (!frames_.empty() && frames_.back().shape == Shape::object && frames_.back().field != kNoField) {
            const Frame& top = frames_.back();
            return {held_.fields + top.field, top.object, top.field};
        }
        return no_target(got);
    }
    Target no_target(const char* got);
    Slot& slot(const Target& t) { return held_.slots[t.index]; }
    void accept(const Target& t, const char* source) {
        held_.node->present |= field_bit(static_cast<std::size_t>(t.index));
        slot(t).source = source;
    }
    void store_integer(const Target& t, std::int64_t value, const char* source) {
        slot(t).integer = value;
        accept(t, source);
    }
    void take_text(const Target& t, std::string_view text, const char* source);
    void on_other_number(std::string_view literal);
    void take_other_number(const Target& t, std::string_view literal);

    void fault(Fault what, const Target& t, Wording message, Wording expected);
    void mismatch(const Target& t, const char* got);
    void element_mismatch(Frame& list, const char* got);
    void element_fault(Frame& list, Fault what, Wording message, Wording expected);
    // The value at hand is an element of a list of tariffs, which a catalogue may name by their ids alone.
    bool is_id_alone() const;
    void add_repetition(std::uint32_t object, int field, std::string_view key);
    // The field of the object in which a fault lies, kNoField if in none that the table has; nothing if outside the object.
    std::optional<int> field_around(const DecodeFault& fault, std::uint32_t object) const;
    template <class IsMeant>
    void forget_faults(std::uint32_t object, IsMeant is_meant);
    void forget_value(std::uint32_t object, int field);
    Place place_of_loose(std::string_view key) const;
    void add_fault(Fault what, Place place, Wording message, Wording expected);

    Record* record_ = nullptr;
    const StructInfo* root_ = nullptr;
    NaiveTime naive_;
    std::size_t max_elements_;
    std::optional<RecordKind> kind_;
    bool body_deferred_ = false;
    std::vector<Frame> frames_;
    Held held_;
    std::vector<std::string_view> keys_;
    std::string scratch_;          // a text that comes in parts because it holds escapes
    const char* token_ = nullptr;  // where the text under way begins in the input
    std::unordered_map<std::uint64_t, std::uint16_t>
        repeats_;  // how often a field stood again, by object, field and name
};

// What a field wants to hold, for people: "one of ACTIVE, DEACTIVATED, CANCELLED".
std::string expectation(const FieldInfo& field);

}  // namespace abonado
