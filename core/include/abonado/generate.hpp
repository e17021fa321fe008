// Synthetic dumps with known defects: telecom-shaped, deterministic, labelled.
//
// Nothing here keeps state between calls, so calls may run on any number of threads; a sink is called on the thread
// that called generate(). Memory is flat however long the dump.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "abonado/enums.hpp"
#include "abonado/export.h"
#include "abonado/rules.hpp"

namespace ABONADO_PUBLIC abonado {

// What to generate.
struct GenerateOptions {
    std::uint64_t records = 1000;  // at most 2^30
    std::uint64_t seed = 1;
    std::map<std::string, double, std::less<>> defects;  // by rule id: share of the records that break it, 0 to 1
    std::map<RecordKind, double> kinds;                  // weights of the kinds; empty: a telecom-shaped mix of all
    Instant now{1767225600000000};                       // no date lies after it, in 2007 to 2899: 2026-01-01T00:00:00Z
};

// A defective line of the dump and the rules that it breaks, all of them and no others, in the order of their numbers.
struct Label {
    std::uint64_t line = 0;  // from 1
    RecordKind kind = RecordKind::max;
    std::string org;
    std::int64_t legacy_id = 0;  // the body's id for kinds keyed by it
    std::vector<std::uint16_t> rules;
};

// `{"line":N,"kind":…,"org":…,"legacy_id":…,"rules":["SUB-001"]}`, without a newline.
std::string to_json_line(const Label& label);

// What was generated.
struct GenerateReport {
    std::uint64_t records = 0;
    std::uint64_t defective = 0;
    std::uint64_t bytes = 0;  // with one newline a line
};

// Takes each line without its newline; returning false stops.
using LineSink = std::function<bool(std::string_view line)>;
// Takes the label of each defective line, just before the line.
using LabelSink = std::function<void(const Label& label)>;

// Makes a dump: `line` takes each line without its newline, `label` each defective one just before its line. The same
// options give the same bytes on every machine. Records without an injected defect break no rule at all, warnings
// included. Returning false from `line` stops.
//
// A record gets at most one defect, and only of the kinds that the rule can hit: with many defects of one kind, that
// kind becomes more frequent than its weight. The labels hold for a check under the default options, with `now` as
// given here (SUB-010), SUB-011 switched on with generated_status_reasons(), and no line taken away (DUP rules refer to
// earlier ones).
//
// Throws Error(invalid_argument) for an unknown rule, one that only a store can see broken (Scope::store), a share that
// is no share or shares above 1 in sum, a rule that no record of the chosen kinds can break, weights of kinds that are
// negative or all 0, and what is out of the ranges above.
GenerateReport generate(const GenerateOptions& options, const LineSink& line, const LabelSink& label = {});

// The words that generated records use as last_status_reason: the vocabulary that SUB-011 has to be given.
std::span<const std::string_view> generated_status_reasons() noexcept;

// The rules that can be injected: all but those of Scope::store. Another one that is missing here fails a test.
std::vector<std::uint16_t> injectable_rules();

}  // namespace abonado
