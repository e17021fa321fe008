// What a store remembers of its loads: runs, their counts, and the fate of each record that was rejected.
//
// Plain values; distinct objects may be used from distinct threads.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "abonado/enums.hpp"
#include "abonado/export.h"
#include "abonado/rules.hpp"
#include "abonado/value_types.hpp"

namespace ABONADO_PUBLIC abonado {

// What wrote to the store.
enum class RunKind : std::uint8_t { load, replay, operation };
template <>
struct EnumTable<RunKind> {
    static constexpr std::string_view name = "RunKind";
    static constexpr std::string_view source = "decided here: the ledger";
    static constexpr auto words = std::to_array<std::string_view>({"load", "replay", "operation"});
    static constexpr EnumInfo info{name, source, words};
};

// `running` is also what a run is left as whose process was killed; the next load of the same inputs goes on with it, as it
// does with one that was interrupted. `failed` could not read an input to its end; what it read is loaded, and the next load
// of it skips that. `stopped` published nothing: it passed a limit of errors.
enum class RunState : std::uint8_t { running, finished, interrupted, failed, stopped, abandoned };
template <>
struct EnumTable<RunState> {
    static constexpr std::string_view name = "RunState";
    static constexpr std::string_view source = "decided here: the ledger";
    static constexpr auto words = std::to_array<std::string_view>(
        {"running", "finished", "interrupted", "failed", "stopped", "abandoned"});
    static constexpr EnumInfo info{name, source, words};
};

// `open` waits to be mended, `replayed` was tried again (and is open again under a new number if it failed), `dropped` was
// given up by a person.
enum class RejectState : std::uint8_t { open, replayed, dropped };
template <>
struct EnumTable<RejectState> {
    static constexpr std::string_view name = "RejectState";
    static constexpr std::string_view source = "decided here: the ledger";
    static constexpr auto words = std::to_array<std::string_view>({"open", "replayed", "dropped"});
    static constexpr EnumInfo info{name, source, words};
};

// What a run did, in numbers.
struct RunCounts {
    std::uint64_t records = 0;   // lines that are not empty: the sum of the next four
    std::uint64_t inserted = 0;  // documents that the store did not hold
    std::uint64_t updated = 0;   // documents that were changed; their former state is kept
    std::uint64_t skipped = 0;   // documents that the store holds already with the same content
    std::uint64_t rejected = 0;  // records with an error: kept as rejects
    std::uint64_t errors = 0;    // findings
    std::uint64_t warnings = 0;  // findings
    std::uint64_t bytes = 0;     // of uncompressed input

    bool operator==(const RunCounts&) const = default;
};

// A row of the ledger.
struct Run {
    std::int64_t id = 0;
    RunKind kind = RunKind::load;
    RunState state = RunState::running;
    Instant started;
    std::optional<Instant> ended;
    std::string version;              // of this library
    std::string rules;                // hash of the rule table and of the options of the run
    std::vector<std::string> inputs;  // names, in order
    RunCounts counts;
    std::map<std::string, std::uint64_t> by_rule;  // findings
};

// A record that was not loaded, byte for byte, with all that is wrong with it.
struct Reject {
    std::int64_t id = 0;
    std::int64_t run = 0;
    std::string input;              // name
    std::uint64_t line = 0;         // from 1
    std::uint64_t byte_offset = 0;  // of the line in the uncompressed input
    std::uint64_t attempt = 1;      // 2 for a record that was replayed once and failed again, and so on
    RejectState state = RejectState::open;
    std::optional<std::int64_t> replaces;     // the reject whose replay this is
    std::optional<std::int64_t> replayed_in;  // the run that tried it again
    std::string kind;                         // empty when not known, as the next two
    std::string org;
    std::int64_t legacy_id = 0;
    std::string raw;       // the line without its newline
    bool is_whole = true;  // false: the line is too long to keep, `raw` is its beginning
    std::vector<Finding> findings;
};

// The reject with its names and findings redacted. The line is what it was: it is needed to be mended. What the messages of
// kept findings tell of values is not known any more, so they say what the rule asks for. The same if redaction is off.
Reject redacted(const Reject& reject, const Redaction& redaction);

// Where the findings of rejects go whose lines go to this path: "bad.ndjson" -> "bad.findings.ndjson".
std::string findings_path(const std::string& rejects_path);

}  // namespace abonado
