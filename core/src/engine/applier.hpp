// One checked record into the store: the rules that need the store, then the document, or the finding that keeps it out.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "bulk/block_checker.hpp"
#include "rules/registry.hpp"
#include "store/documents.hpp"
#include "store/ledger.hpp"
#include "store/schedule.hpp"

namespace abonado {

enum class Outcome : std::uint8_t { inserted, updated, skipped, rejected };

// Used by one thread at a time, within a write transaction. An object belongs to one run and its dump.
class Applier {
public:
    // What a dump has nothing to say about.
    enum class Honours : std::uint8_t { nothing, operations };

    // `has_envelopes`: the lines are envelopes and not bare bodies, which moves the values within the line.
    Applier(Connection& connection, Documents& documents, const CompiledOptions& rules, std::int64_t run,
            bool has_envelopes, Honours honours = Honours::operations)
        : documents_(documents),
          schedule_(connection),
          rules_(rules),
          run_(run),
          has_envelopes_(has_envelopes),
          has_operations_(honours == Honours::operations && Ledger(connection).has_operations()) {}

    // Applies a valid record that stands on `line` of input `input`. Appends the findings of the store's rules; with an error
    // among them nothing is written.
    Outcome apply(const CheckedRecord& record, std::string_view text, std::uint32_t input, std::uint64_t line,
                  std::vector<Finding>& findings);
    // Whether a later run than this one stored the document that the record names.
    bool is_stored_after(const CheckedRecord& record, std::int64_t run);
    // Takes notice of a record that an earlier attempt at this run applied.
    void note(const CheckedRecord& record);

private:
    struct Case;  // what is known of the record at hand

    void look_up(Case& at);
    std::optional<Documents::Superseded> superseded(const Case& at);
    void check_type(Case& at);
    void check_uuid(Case& at);
    void check_msisdn(Case& at);
    Outcome take_again(Case& at, bool is_same);
    void add(Case& at, std::size_t rule, Severity severity, std::string_view pointer, bool in_body, Wording message,
             Wording expected);
    void write(Case& at);

    bool was_seen(std::int64_t document) const {
        const auto i = static_cast<std::size_t>(document);
        return i < seen_.size() && seen_[i];
    }
    void set_seen(std::int64_t document) {
        const auto i = static_cast<std::size_t>(document);
        if (i >= seen_.size()) seen_.resize(i + i / 2 + 1024);
        seen_[i] = true;
    }

    Documents& documents_;
    Schedule schedule_;
    const CompiledOptions& rules_;
    std::int64_t run_;
    bool has_envelopes_;
    bool has_operations_;  // before this run
    // Documents of earlier runs that this dump named again, by number: a bit each. Those that this run wrote say so.
    std::vector<bool> seen_;
};

}  // namespace abonado
