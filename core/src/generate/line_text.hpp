// The members of a written line, found by the field tables, and edits of its text.
//
// One edit per object: the line is read when the object is made. One thread at a time.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "generate/draft.hpp"
#include "model/record.hpp"

namespace abonado::gen {

struct Member {
    const FieldInfo* field;
    const StructInfo* owner;
    bool required;
    Place place;
};

class LineText {
public:
    explicit LineText(Draft& draft);

    // A member that stands in the line and `wanted` takes, or nothing. What names the record (kind, org, legacy_id,
    // body) and what no document describes is left out: rules of their own hold for these.
    template <class Wanted>
    std::optional<Member> pick(const Wanted& wanted) {
        std::vector<Member> found;
        for (const Member& member : members_) {
            if (wanted(member)) found.push_back(member);
        }
        if (found.empty()) return std::nullopt;
        return found[draft_.random.below(found.size())];
    }
    // The pointer of an object of the line; of an open one, in which any member may stand, if `open`.
    std::optional<std::string> pick_object(bool open);

    // The bytes of a value in the line.
    struct Range {
        std::size_t begin;
        std::size_t end;
    };
    Range range(const std::string& pointer) const;
    Range range(const Member& member) const { return range(record_.line_pointer(member.place)); }
    std::string_view text(Range at) const { return std::string_view(draft_.line).substr(at.begin, at.end - at.begin); }

    void replace(Range at, std::string_view json) { draft_.line.replace(at.begin, at.end - at.begin, json); }
    void remove(std::string_view name, Range at);                           // a member by the range of its value
    void insert_after(Range at, std::string_view members);                  // "name":value, … after another value
    void insert_into(const std::string& object, std::string_view members);  // at the front of an object
    void rename(std::string_view name, std::string_view other, Range at);

private:
    Draft& draft_;
    std::string read_;  // what the record's views look into, while the draft's line changes
    Record record_;
    std::vector<Member> members_;
};

}  // namespace abonado::gen
