#include "bulk/collector.hpp"

namespace abonado {

Collector::Collector(const CompiledOptions& rules, const ValidateOptions& options, const FindingSink& sink)
    : rules_(rules),
      options_(options),
      sink_(sink),
      duplicates_(options.duplicate_memory, options.temporary_directory),
      causes_(rules.options.redaction) {
    report_.by_rule.resize(rules.severities.size());
}

void Collector::take_finding(const Finding& finding) {
    causes_.take(finding);
    const Redaction& redaction = rules_.options.redaction;
    if (!redaction.is_on()) return tell(finding);
    tell(redacted(finding, redaction));
}

void Collector::tell(const Finding& finding) {
    report_.examples.try_emplace(finding.rule, finding);
    if (sink_) sink_(finding);
}

void Collector::take(BlockResult& result, std::uint32_t input) {
    report_.records += result.records;
    report_.invalid += result.invalid;
    report_.errors += result.errors;
    report_.warnings += result.warnings;
    for (std::size_t rule = 0; rule < result.by_rule.size(); ++rule) report_.by_rule[rule] += result.by_rule[rule];
    causes_.take(result.origins);
    for (Finding& finding : result.findings) {
        finding.line += next_line_;
        finding.input = input;
        take_finding(finding);
    }
    organisations_.clear();
    for (const std::string& name : result.organisations) organisations_.push_back(duplicates_.organisation(name));
    for (DuplicateKey& key : result.keys) {
        key.line += next_line_;
        key.input = input;
        key.org = organisations_[key.org];
        duplicates_.add(key);
    }
    next_line_ += result.lines;
}

bool Collector::is_past_limit() const { return options_.max_errors > 0 && report_.invalid > options_.max_errors; }

void Collector::finish(std::span<const std::string> input_names) {
    if (options_.check_duplicates) {
        duplicates_.finish(rules_, input_names, [this](Finding&& finding, bool newly_invalid) {
            if (newly_invalid) ++report_.invalid;
            ++(finding.severity == Severity::error ? report_.errors : report_.warnings);
            ++report_.by_rule[finding.rule];
            take_finding(finding);
        });
    }
    report_.causes = causes_.finish();
    report_.valid = report_.records - report_.invalid;
    report_.stopped = report_.stopped || is_past_limit();
}

}  // namespace abonado
