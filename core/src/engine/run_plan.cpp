#include "engine/run_plan.hpp"

#include <algorithm>
#include <chrono>

#include "abonado/error.hpp"
#include "abonado/version.hpp"
#include "base/content_hash.hpp"
#include "bulk/pipeline.hpp"
#include "model/civil.hpp"

namespace abonado {

namespace {

// Faults that leave a struct readable and whole; without any other a record cannot become rows.
constexpr Fault kHarmless[] = {Fault::unknown_member, Fault::former_name, Fault::blank};

bool is_held_by_store(std::size_t rule) {
    const RuleInfo& info = rules()[rule];
    if (!info.stored.on.empty() || rule == rule_number(Fault::envelope)) return true;
    if (info.scope != Scope::text) return false;
    return std::none_of(std::begin(kHarmless), std::end(kHarmless),
                        [rule](Fault fault) { return rule == rule_number(fault); });
}

void refuse_bodies_without_id(const LoadOptions& options) {
    if (!options.kind || !kind_info(*options.kind).key_in_envelope) return;
    throw Error(ErrorCode::invalid_argument, "bare bodies of kind " + std::string(to_word(*options.kind)) +
                                                 " do not say their legacy_id: they can be validated, not loaded");
}

// Whatever changes what a run accepts, in one line.
std::string describe(const CompiledOptions& compiled, const LoadOptions& options) {
    std::string out(kVersion);
    for (std::size_t rule = 0; rule < compiled.severities.size(); ++rule) {
        out += '\n';
        out += rules()[rule].id;
        out += to_word(compiled.severities[rule]);
    }
    const RuleOptions& rules = options.rules;
    const auto add = [&out](const auto&... texts) { ((out += '\n', out += texts), ...); };
    add(rules.segments.postpaid_mobile_prefix, rules.segments.prepaid_prefix, rules.segments.convergent_prefix);
    for (const std::string& id : rules.segments.allow_list) add(id);
    if (rules.segments.default_class) add(to_word(*rules.segments.default_class));
    for (const std::string& reason : rules.status_reasons) add(reason);
    add(std::to_string(static_cast<int>(rules.naive)), std::to_string(rules.max_depth),
        std::to_string(rules.max_elements), std::to_string(rules.max_line_bytes));
    if (options.kind) add(to_word(*options.kind), options.org);
    return out;
}

ValidateOptions reading_options(const LoadOptions& options) {
    ValidateOptions out;
    out.rules = options.rules;
    out.threads = options.threads;
    out.kind = options.kind;
    out.org = options.org;
    out.check_duplicates = false;  // the store knows
    return out;
}

}  // namespace

void refuse_lowered_rules(const CompiledOptions& compiled) {
    for (std::size_t rule = 0; rule < compiled.severities.size(); ++rule) {
        if (compiled.severities[rule] == Severity::error || !is_held_by_store(rule)) continue;
        throw Error(ErrorCode::invalid_argument,
                    "rule " + std::string(rules()[rule].id) +
                        " is held by the store itself: what is stored cannot break it; it cannot be lowered to " +
                        std::string(to_word(compiled.severities[rule])));
    }
}

RunPlan::RunPlan(const LoadOptions& options)
    : rules(options.rules),
      reading(reading_options(options)),
      now(moment_of(options.now)),
      is_one_transaction(options.dry_run || options.atomic || options.max_errors || options.max_error_rate),
      max_errors(options.max_errors),
      max_error_rate(options.max_error_rate) {
    constexpr std::size_t kKept = std::size_t{64} << 20;
    longest_line = std::max(options.rules.max_line_bytes, kKept);
    refuse_senseless(reading);
    refuse_lowered_rules(rules);
    refuse_bodies_without_id(options);
    if (max_error_rate && !(*max_error_rate >= 0 && *max_error_rate <= 1)) {
        throw Error(ErrorCode::invalid_argument, "max_error_rate must be from 0 to 1");
    }
    if (options.atomic && !max_errors && !max_error_rate) max_errors = 0;
    if (options.resume == Resume::required && is_one_transaction) {
        throw Error(ErrorCode::invalid_argument,
                    "a dry run, or a load in one transaction, leaves nothing that could be resumed");
    }
    rules_hash = hex_text(content_hash(describe(rules, options)));
}

bool RunPlan::is_past_limits(const RunCounts& counts, bool at_end) const {
    if (max_errors && counts.rejected > *max_errors) return true;
    if (!max_error_rate || !at_end || counts.records == 0) return false;
    return static_cast<double>(counts.rejected) > *max_error_rate * static_cast<double>(counts.records);
}

Instant moment_of(const std::optional<Instant>& given) {
    if (given) {
        detail::refuse_uncivil(*given);
        return *given;
    }
    const auto since = std::chrono::system_clock::now().time_since_epoch();
    return {std::chrono::duration_cast<std::chrono::microseconds>(since).count()};
}

}  // namespace abonado
