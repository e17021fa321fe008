// The verdict on a dump: every broken rule of every record, in the order of the input, in flat memory.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "abonado/causes.hpp"
#include "abonado/enums.hpp"
#include "abonado/export.h"
#include "abonado/input.hpp"
#include "abonado/rules.hpp"

namespace ABONADO_PUBLIC abonado {

// How a dump is checked.
struct ValidateOptions {
    RuleOptions rules;
    unsigned threads = 0;                      // 0: one per core
    std::optional<RecordKind> kind;            // the lines are bare bodies of this kind, not envelopes
    std::string org;                           // whose bare bodies they are
    std::uint64_t max_errors = 0;              // stop once more records than this are invalid; 0: never
    bool check_duplicates = true;              // look for DUP rules across the dump
    std::size_t duplicate_memory = 64u << 20;  // bytes of keys in memory before they go to a temporary file
    std::string temporary_directory;           // where that file is; empty: the system's
};

// An input that could not be read to its end. What came before was checked and counted.
struct InputFailure {
    std::string input;
    std::string message;
};

// The verdict on a dump.
struct ValidateReport {
    std::uint64_t records = 0;  // lines that are not empty
    std::uint64_t valid = 0;    // records without a finding of severity error
    std::uint64_t invalid = 0;
    std::uint64_t errors = 0;    // findings
    std::uint64_t warnings = 0;  // findings
    std::uint64_t bytes = 0;     // uncompressed
    double seconds = 0;
    bool stopped = false;                       // max_errors was passed; the rest was not looked at
    std::vector<std::uint64_t> by_rule;         // number of findings by rule number, one entry per rule
    std::map<std::uint16_t, Finding> examples;  // the first finding of each broken rule
    std::vector<InputFailure> failures;
    CauseTable causes;  // what the findings have in common

    // No record is invalid, all inputs were read to their end, and no threshold was passed.
    bool ok() const noexcept { return invalid == 0 && failures.empty() && !stopped; }
};

// How far a run has come.
struct Progress {
    std::uint64_t position = 0;         // bytes of the sources taken so far, compressed where they are
    std::optional<std::uint64_t> size;  // in all, if known
    std::uint64_t records = 0;
    std::uint64_t errors = 0;
    std::uint64_t warnings = 0;
};

// Takes each finding, in the order of the input; findings across records come last, in the same order. Called on the
// thread that called validate().
using FindingSink = std::function<void(const Finding&)>;

// Called on the calling thread about every 50 ms; returning false stops the run with Error(cancelled).
using Tick = std::function<bool(const Progress&)>;

// Checks the inputs as one dump. Threads live only inside the call. Throws Error(invalid_argument) for options that make no
// sense; whatever the inputs hold is a finding, and an input that cannot be read is a failure in the report.
ValidateReport validate(std::span<const std::unique_ptr<Input>> inputs, const ValidateOptions& options = {},
                        const FindingSink& sink = {}, const Tick& tick = {});

// The same for files by path ("-" is standard input). Files that cannot be opened are failures in the report.
ValidateReport validate_files(std::span<const std::string> paths, const ValidateOptions& options = {},
                              const FindingSink& sink = {}, const Tick& tick = {});

// The same for a dump in memory.
ValidateReport validate_text(std::string_view dump, const ValidateOptions& options = {}, const FindingSink& sink = {});

}  // namespace abonado
