// The ledger on one connection: runs, how far they came, and their rejects.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "abonado/ledger.hpp"
#include "store/connection.hpp"
#include "store/documents.hpp"

namespace abonado {

// A piece of an input whose records are done.
struct DoneBlock {
    std::uint32_t input = 0;
    std::uint64_t offset = 0;
    std::uint64_t bytes = 0;
    std::uint64_t lines = 0;
    ContentHash content{};  // of its bytes
};

// Which rejects are meant. An empty selection means all.
struct RejectSelection {
    std::optional<std::int64_t> run;
    std::optional<std::vector<std::int64_t>> ids = {};
    std::optional<RejectState> state;
    std::optional<std::string> rule = {};  // broken by the reject
};

// Used by one thread at a time; writes need a transaction around them.
class Ledger {
public:
    explicit Ledger(Connection& connection) : connection_(connection) {}

    // A new run. Its time is after that of every run before it, whatever the clock says. Runs that did not come to their end
    // are abandoned.
    std::int64_t begin(RunKind kind, Instant now, const std::string& rules, std::span<const std::string> inputs);
    // The latest run, if it is a load that did not come to its end and can go on.
    std::optional<Run> unfinished();
    Run run(std::int64_t id);  // throws Error(not_found)
    std::vector<Run> runs();   // loads and replays; operations are in the audit log
    bool has_operations();
    // The last run that began at or before the instant; 0 if there is none.
    std::int64_t run_at(Instant known);
    void set_state(std::int64_t run, RunState state, std::optional<Instant> ended);
    // Writes the counts as they stand now.
    void save(std::int64_t run, const RunCounts& counts, std::span<const std::uint64_t> by_rule);
    void add(std::int64_t run, const DoneBlock& block);
    std::vector<DoneBlock> blocks(std::int64_t run, std::uint32_t input);

    // Keeps a record that was not loaded, with its findings, and returns its number. `input` is that of the input in the
    // run. A line that earlier runs rejected already is not kept twice: if that reject is open, it moves to where the line
    // was found now; if a person has settled it, it stays settled.
    std::int64_t add(const Reject& reject, std::uint32_t input);
    void set_replaces(std::int64_t reject, std::int64_t former);
    std::string raw(std::int64_t reject);
    // Hash of all bytes of an input.
    void set_input_content(std::int64_t run, std::uint32_t input, const ContentHash& content);
    void replayed(std::int64_t reject, std::int64_t run);
    // Drops open rejects; returns how many.
    std::uint64_t drop(const RejectSelection& selection);
    // Gives the rejects in the order in which they were found. `take` may read the store, but not write to it.
    void each(const RejectSelection& selection, const std::function<void(Reject&&)>& take);
    // The same without their lines and findings.
    void each_name(const RejectSelection& selection, const std::function<void(const Reject&)>& take);
    // Those of runs before `before` whose records have these names, the oldest first.
    std::vector<std::int64_t> named(const RejectSelection& selection, const std::string& kind, const std::string& org,
                                    std::int64_t legacy_id, std::int64_t before);
    bool is_open(std::int64_t reject);
    std::uint64_t attempt(std::int64_t reject);

private:
    std::vector<Finding> findings(std::int64_t reject);
    struct Again {
        std::int64_t id;
        bool is_open;
    };
    std::optional<Again> find_again(const Reject& reject, const ContentHash& content);
    std::int64_t insert(const Reject& reject, std::uint32_t input, const ContentHash& content);

    Connection& connection_;
};

}  // namespace abonado
