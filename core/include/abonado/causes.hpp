// What the findings of a run have in common: counts by rule, by where their records come from, and by the form of the value.
//
// Plain values; distinct objects may be used from distinct threads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "abonado/enums.hpp"
#include "abonado/export.h"
#include "abonado/rules.hpp"

namespace ABONADO_PUBLIC abonado {

// Where a record comes from, by its own words.
struct RecordOrigin {
    std::optional<RecordKind> kind;  // none: not known, as the next four
    std::string org;                 // empty: not known
    std::string system;              // creation_system of a v3 subscription
    std::int16_t year = 0;           // of its creation_date in UTC; 0: not known
    std::optional<SubscriptionType> type;

    bool operator==(const RecordOrigin&) const = default;
};
// How many records come from one origin.
struct OriginCount {
    RecordOrigin origin;
    std::uint64_t records = 0;  // with and without findings
};

// Findings that agree in rule, origin, member and form of the value.
struct FindingGroup {
    std::uint16_t rule = 0;
    Severity severity = Severity::error;
    RecordOrigin origin;
    std::string member;                // the pointer with `*` for positions in lists
    std::string form;                  // of the value, see form_of(); empty: no value
    std::uint64_t findings = 0;        // that are described
    std::uint64_t records = 0;         // whose first finding of the rule is among them: over all groups, each once
    std::uint64_t of_first_value = 0;  // findings whose value is that of the first
    Finding first;
};

// Findings of the rules across records (DUP) tell kind and organisation of their origin only.
struct CauseTable {
    std::vector<OriginCount> origins;  // most records first
    std::vector<FindingGroup> groups;  // by rule number, then most findings first
    // False: names, origins or groups past the limits were put together, and what they had not in common is empty or
    // kOtherName; or the run began in the middle of its inputs.
    bool is_whole = true;
};
inline constexpr std::size_t kMaxOriginNames = 254;  // organisations and systems that are told apart
inline constexpr std::size_t kMaxOriginName = 200;   // bytes of their names
inline constexpr std::size_t kMaxOrigins = 65'536;   // origins that are
inline constexpr std::size_t kMaxFindingGroups = 20'000;
inline constexpr std::string_view kOtherName = "(other)";

// What a value looks like: 9 for each digit, A and a for each letter of ASCII, ? for what is neither ASCII nor printable,
// the character itself otherwise; `9…` for more than 12 of a class in a row; cut at 40 characters.
std::string form_of(std::string_view value);

}  // namespace abonado
