// Changes whose day has come: carried out, or tried in memory.
#pragma once

#include <span>

#include "abonado/validate.hpp"
#include "operations/writing.hpp"

namespace abonado {

// Does what is due at `options.now`, each change in a transaction of its own.
DueReport run_due(Connection& connection, const OperationOptions& options, std::span<const LifecycleStep> lifecycle,
                  const Tick& tick);

// What that would do at `until`. Reads only.
DueReport simulate(Connection& connection, Instant until, std::span<const LifecycleStep> lifecycle);

}  // namespace abonado
