// The mend of a finding as a JSON Patch of its line.
#pragma once

#include <string_view>

#include "abonado/rules.hpp"
#include "json/locate.hpp"
#include "model/record.hpp"
#include "rules/rule.hpp"

namespace abonado {

// Fills patch and patch_is_safe of the finding, if its rule knows a mend. `place` is where the value stands in the record's
// text, and is found.
void suggest(const Record& record, const RuleHit& hit, const LocateTarget& place, const RuleOptions& options,
             Finding& finding);

}  // namespace abonado
