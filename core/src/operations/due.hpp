// Changes whose day has come: carried out, or tried in memory.
#pragma once

#include "abonado/validate.hpp"
#include "operations/status_steps.hpp"
#include "operations/writing.hpp"

namespace abonado {

// Does what is due at `options.now`, each change in a transaction of its own. A change whose documents are damaged stays pending
// and is told; any other error of the store ends the run.
DueReport run_due(Connection& connection, const OperationOptions& options, Lifecycle lifecycle,
                  const Redaction& redaction, const Tick& tick);

// What that would do at `until`. Reads only.
DueReport simulate(Connection& connection, Instant until, Lifecycle lifecycle, const Redaction& redaction);

}  // namespace abonado
