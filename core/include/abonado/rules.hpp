// The rule table as data, what a broken rule looks like, and the options of a check.
//
// Rows are constant; everything here may be read from any thread. Sources: the API documents ("seed 0" to "seed 4" in the
// order of docs/reference/rules.md), the portal's other pages, or a decision of this project where both are silent.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "abonado/enums.hpp"
#include "abonado/export.h"
#include "abonado/redaction.hpp"
#include "abonado/value_types.hpp"
#include "abonado/wording.hpp"

namespace ABONADO_PUBLIC abonado {

// `error` rejects the record, `warning` lets it through, `off` does not look.
enum class Severity : std::uint8_t { off, warning, error };
template <>
struct EnumTable<Severity> {
    static constexpr std::string_view name = "Severity";
    static constexpr std::string_view source = "decided here";
    static constexpr auto words = std::to_array<std::string_view>({"off", "warning", "error"});
    static constexpr EnumInfo info{name, source, words};
};

// Where a rule comes from: stated by the API documents, by another page of the portal, or decided here.
enum class Grade : std::uint8_t { stated, portal, decided };
template <>
struct EnumTable<Grade> {
    static constexpr std::string_view name = "Grade";
    static constexpr std::string_view source = "decided here";
    static constexpr auto words = std::to_array<std::string_view>({"stated", "portal", "decided"});
    static constexpr EnumInfo info{name, source, words};
};

// What has to be known to check a rule: the text of a record, one record, the whole dump, or what a store holds.
enum class Scope : std::uint8_t { text, record, dump, store };
template <>
struct EnumTable<Scope> {
    static constexpr std::string_view name = "Scope";
    static constexpr std::string_view source = "decided here";
    static constexpr auto words = std::to_array<std::string_view>({"text", "record", "dump", "store"});
    static constexpr EnumInfo info{name, source, words};
};

// The rule as a CHECK of the store's tables, for the rules that the documents state and SQL can say. A store holds these
// whatever severity an option gives them.
struct StoredCheck {
    std::string_view on;   // the struct whose rows it is about; empty: none
    std::string_view sql;  // an expression over the columns of its table, true when the rule holds
};

// A row of the rule table.
struct RuleInfo {
    std::string_view id;       // never used again for another rule
    Severity severity;         // unless an option says otherwise
    std::string_view subject;  // the struct it is about, or "document" or "dump"
    std::string_view summary;  // what must hold
    std::string_view source;
    Grade grade;
    Scope scope;
    StoredCheck stored = {};
};

// All rules in the order of the reference. A rule's number is its position here.
std::span<const RuleInfo> rules() noexcept;

// The number of a rule, or -1.
int find_rule(std::string_view id) noexcept;

// The kinds of records that a rule can be broken by, given its number.
std::vector<RecordKind> kinds_of_rule(std::size_t rule);

// A broken rule of one record.
struct Finding {
    std::uint16_t rule = 0;  // number of the rule
    Severity severity = Severity::error;
    std::uint32_t input = 0;        // which of the inputs of the run, from 0
    std::uint64_t line = 0;         // from 1, empty lines included
    std::uint64_t byte_offset = 0;  // of the value, or of the object for a missing member, in the uncompressed input
    std::string kind;               // empty when not known
    std::string org;                // empty when not known
    std::int64_t legacy_id = 0;     // 0 when not known
    std::string pointer;            // JSON Pointer from the body, or from the line for the envelope's own members
    std::string message;
    std::optional<std::string> value;  // a string's content, else the JSON text; cut at kMaxFindingValue bytes
    std::string expected;

    // Where the record comes from, by its own words; not known to rules across records, nor to a finding that a store kept.
    std::string system;     // creation_system; empty when not known
    std::int16_t year = 0;  // of creation, in UTC; 0 when not known
    std::optional<SubscriptionType> type;

    // A JSON Patch (RFC 6902) of the line that makes the value what the rule asks for, empty where the rule knows none, and for
    // a finding that a store kept. Safe: it loses nothing that the record said.
    std::string patch;
    bool patch_is_safe = false;

    // Where message and expected tell values of the record; not known to a finding that a store kept.
    ValueSpans message_values = {};
    ValueSpans expected_values = {};

    bool operator==(const Finding&) const = default;
};
inline constexpr std::size_t kMaxFindingValue = 200;

// The finding without values of the record: `value`, `legacy_id` and `system` are hashed, and so is what message, expected and
// pointer tell of it; there is no patch. A value stays that is a word of the member's enum, or true, false or null. The same
// finding if redaction is off.
Finding redacted(const Finding& finding, const Redaction& redaction);

// One line of JSON, without a newline, as `--findings` writes it. `input_name` is added as "file" when given.
std::string to_json_line(const Finding& finding, std::string_view input_name = {});

// Which segment ids a class of subscriptions may carry.
struct SegmentPolicy {
    std::string postpaid_mobile_prefix = "OM";
    std::string prepaid_prefix = "OP";
    std::string convergent_prefix = "OC";
    std::vector<std::string> allow_list = {"DEVICEOFFERSEGMENT"};  // generic ids, which pass for every class
    std::optional<SegmentClass> default_class;                     // of records that do not say their class
};

// What a user can decide about the rules.
struct RuleOptions {
    std::map<std::string, Severity, std::less<>> severities;  // by rule id; the table's otherwise
    bool strict = false;                                      // unknown members (DOC-005) are errors
    NaiveTime naive = NaiveTime::refuse;                      // what a date-time without offset means
    bool suggest_utc = false;  // where such a one is refused, its finding has the patch that makes it one in UTC
    // No creation or update may lie after it (SUB-010); none: not checked. As every moment that is given, in the years 0001 to
    // 9999: Error(invalid_argument).
    std::optional<Instant> now;
    SegmentPolicy segments;
    std::vector<std::string> status_reasons;     // vocabulary of last_status_reason (SUB-011)
    std::size_t max_depth = 64;                  // nesting of a line (DOC-006)
    std::size_t max_elements = 100'000;          // objects, unknown members and list texts of a line (DOC-006)
    std::size_t max_line_bytes = 16u << 20;      // length of a line without its line end (DOC-006)
    std::size_t max_findings_per_record = 1000;  // further findings of one record are counted but not described
    Redaction redaction = {};                    // of what is said: findings, examples, causes, errors
};

}  // namespace abonado
