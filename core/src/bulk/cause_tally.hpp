// Counts what the findings of a run have in common, as they come.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "abonado/causes.hpp"
#include "bulk/origins.hpp"

namespace abonado {

// Not thread-safe.
class CauseTally {
public:
    // What the table tells is redacted; what is counted are the values themselves.
    explicit CauseTally(const Redaction& redaction) : redaction_(redaction) {}

    // The records of a block, then its findings, whose lines are those of the input.
    void take(const BlockOrigins& records);
    void take(const Finding& finding);
    // A part of the inputs is not counted.
    void pass_over() { is_whole_ = false; }

    CauseTable finish() const;

private:
    struct Count {
        OriginCode code;
        std::uint64_t records = 0;
    };
    struct Group {
        FindingGroup counts;
        OriginCode origin;
        std::optional<std::string> first_value;
    };
    struct Place {
        std::uint32_t input = 0;
        std::uint64_t line = 0;
        bool operator==(const Place&) const = default;
    };

    Group& group_of(const Finding& finding, OriginCode origin, std::string member, std::string form);
    OriginCode code_of(const Finding& finding);
    void count_record(const OriginCode& code);
    RecordOrigin shown(const OriginCode& code) const;

    const Redaction& redaction_;

    OriginNames names_;
    std::unordered_map<std::uint64_t, Count> origins_;  // by packed code
    std::unordered_map<std::string, Group> groups_;     // by rule, origin, member and form
    std::vector<Place> last_;                           // the last record that breaks a rule, by rule number
    bool is_whole_ = true;
    std::string key_;  // used again
};

}  // namespace abonado
