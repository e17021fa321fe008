// Puts the verdicts on blocks together, in the order of the input: what the calling thread does.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "bulk/block_checker.hpp"
#include "bulk/cause_tally.hpp"

namespace abonado {

// Not thread-safe.
class Collector {
public:
    Collector(const CompiledOptions& rules, const ValidateOptions& options, const FindingSink& sink);

    // Begins the next input: lines count from 1 again.
    void begin_input() { next_line_ = 1; }
    void take(BlockResult& result, std::uint32_t input);
    // True when more records are invalid than the options allow.
    bool is_past_limit() const;
    // Adds the findings across records.
    void finish(std::span<const std::string> input_names);

    ValidateReport& report() { return report_; }

private:
    void take_finding(const Finding& finding);
    void tell(const Finding& finding);

    const CompiledOptions& rules_;
    const ValidateOptions& options_;
    const FindingSink& sink_;
    ValidateReport report_;
    DuplicateIndex duplicates_;
    CauseTally causes_;
    std::uint64_t next_line_ = 1;
    std::vector<std::uint32_t> organisations_;  // numbers of the organisations of the block at hand
};

}  // namespace abonado
