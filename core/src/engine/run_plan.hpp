// What the options of a load come to, worked out once.
#pragma once

#include "abonado/engine.hpp"
#include "rules/registry.hpp"

namespace abonado {

struct RunPlan {
    // Throws Error(invalid_argument) for options that make no sense, or that lower a rule which the schema holds.
    explicit RunPlan(const LoadOptions& options);

    // `at_end`: a share can be told only when all records are there.
    bool is_past_limits(const RunCounts& counts, bool at_end) const;

    const CompiledOptions rules;
    ValidateOptions reading;  // for the checks of blocks
    Instant now;              // when the store learns of the run
    std::string rules_hash;   // of the rule table and of what the options make of it
    bool is_one_transaction = false;
    std::optional<std::uint64_t> max_errors;
    std::optional<double> max_error_rate;
    std::size_t longest_line;  // that is read as a whole, so that it can be kept as a reject
};

// Throws Error(invalid_argument) if a rule is lowered that the schema holds.
void refuse_lowered_rules(const CompiledOptions& compiled);

// The moment that was given, or the present by the clock. Throws Error(invalid_argument) for one outside the years 0001 to 9999.
Instant moment_of(const std::optional<Instant>& given);

}  // namespace abonado
