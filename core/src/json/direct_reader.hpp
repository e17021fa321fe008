// The short way from text to Record: a line is compared with what its field tables expect, and its values go straight into
// their slots, without events and without a stack. It is for documents that have no fault of form, which are nearly all.
//
// The reader gives up at the first thing that is not plainly good, whatever it is: a member that no table holds, a value that
// cannot be read, one that is missing, text that is no JSON. It says nothing about faults. Then the line is read again from
// its beginning by the decoder's parser, so that each verdict and each message has one source. What it does take, it takes
// exactly as the parser would: tests compare the records of both.
//
// docs/decisions/0015 has the figures that pay for this second way.
//
// Not thread-safe: one reader belongs to one decoder.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "abonado/value_types.hpp"
#include "json/read_plan.hpp"
#include "model/record.hpp"

namespace abonado {

struct DecodeOptions;

class DirectReader {
public:
    explicit DirectReader(const DecodeOptions& options);

    // Both return false where they give up; `out` is then to be reset. Otherwise it holds what Decoder says, but for what
    // the decoder takes from envelope and body.
    bool read_line(std::string_view line, Record& out);
    bool read_body(std::string_view text, RecordKind kind, Record& out);

private:
    using At = const char*;  // a place in the text; as a result nullptr where the reader gave up

    // An object while its members are read.
    struct Open {
        const ReadPlan& plan;
        std::uint32_t object;
        std::uint32_t first_slot;
        std::uint64_t seen = 0;
        std::uint64_t present = 0;
    };

    void begin(std::string_view text, Record& out);
    bool read_root(const ReadPlan& plan, std::uint32_t& root);
    At space(At p) const noexcept;
    Slot& slot(const Open& open, std::size_t field) noexcept { return record_->slot_at(open.first_slot + field); }
    bool add_object(const ReadPlan& plan, std::uint32_t parent, int field, std::int32_t element, std::uint32_t& added);

    // Each begins at the first character of what it reads and returns the place after it. Containers and marks take the white
    // space after them too.
    At read_mark(At p, char mark) const noexcept;
    At read_object(At p, const ReadPlan& plan, std::uint32_t object);
    At read_members(At p, Open& open);
    At read_key(At p, const ReadPlan& plan, std::size_t expected, std::size_t& field) const noexcept;
    At read_value(At p, Open& open, std::size_t field);
    At read_literal(At p, std::string_view literal) const noexcept;
    At read_text(At p, std::string_view& text, At& source);
    At read_escaped(At p, At escape, std::string_view& text);
    At read_text_of(std::ptrdiff_t length, At p, std::string_view& text, At& source);
    At read_text_member(At p, const PlannedField& row, Slot& out);
    At read_instant(At p, Slot& out);
    At read_date(At p, Slot& out);
    At read_uuid(At p, Slot& out);
    At read_word(At p, Open& open, std::size_t field);
    At read_number(At p, FieldType type, Slot& out);
    At read_child(At p, const ReadPlan& plan, Open& open, std::size_t field);
    At read_body_member(At p, Open& open, std::size_t field);
    At read_objects(At p, Open& open, std::size_t field);
    At read_texts(At p, Open& open, std::size_t field);
    bool take_kind(int word) noexcept;

    NaiveTime naive_;
    std::size_t max_depth_;
    std::size_t max_elements_;
    Record* record_ = nullptr;
    At end_ = nullptr;
    std::size_t depth_ = 0;           // arrays and objects that are open
    std::optional<RecordKind> kind_;  // of the body: told beforehand, by the envelope, or looked for behind the body
    std::string scratch_;             // a text with escapes, as they are undone
};

}  // namespace abonado
