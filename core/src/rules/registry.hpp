// The rule table as a whole: numbers of rules and the check of a decoded record.
#pragma once

#include <vector>

#include "rules/rule.hpp"
#include "rules/text_rules.hpp"

namespace abonado {

// The number of the rule that tells of a fault of the decoder, of a rule across records, or of one of a store.
std::size_t rule_number(Fault fault) noexcept;
std::size_t rule_number(DumpRule rule) noexcept;
std::size_t rule_number(StoreRule rule) noexcept;

// Appends all broken rules of a decoded record: the decoder's faults and every predicate, except those that are off.
void check_record(const Record& record, const CompiledOptions& options, RuleHits& hits);

}  // namespace abonado
