// Field tables made ready for reading: wire names as machine words, children by pointer. Built once, then constant and
// safe from any thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

#include "abonado/enums.hpp"
#include "abonado/fields.hpp"

namespace abonado {

// A wire name between its quotes, compared at once and without a branch on its length.
class QuotedName {
public:
    static constexpr std::size_t kReach = 48;  // bytes that are looked at, whatever the length

    // Throws std::logic_error for a name that does not fit; no table has one.
    explicit QuotedName(std::string_view name);
    // With its quotes.
    std::size_t size() const noexcept { return size_; }
    // [p, p + kReach) has to be readable.
    bool stands_at(const char* p) const noexcept {
        std::uint64_t difference = 0;
        for (std::size_t i = 0; i < text_.size(); ++i) {
            std::uint64_t word = 0;
            std::memcpy(&word, p + i * sizeof word, sizeof word);
            difference |= (word ^ text_[i]) & mask_[i];
        }
        return difference == 0;
    }

private:
    std::array<std::uint64_t, kReach / 8> text_{};
    std::array<std::uint64_t, kReach / 8> mask_{};
    std::size_t size_;
};

struct ReadPlan;

struct PlannedField {
    QuotedName name;
    const FieldInfo* info;
    const ReadPlan* child;  // of objects and lists of objects, else nullptr
    FieldType type;         // that of `info`, near at hand
    bool needs_text;        // a text that may not be blank
};

struct ReadPlan {
    const StructInfo* type;
    std::vector<PlannedField> fields;  // in the order of the table
};

const ReadPlan& envelope_plan();
const ReadPlan& body_plan(RecordKind kind);

}  // namespace abonado
