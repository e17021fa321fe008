// A decoded line as the struct of a dump's envelope.
#pragma once

#include "abonado/model.hpp"
#include "model/record.hpp"

namespace abonado {

// `record` must have a kind and a body, and no fault that leaves a required member unread. A bare body gets the record's
// kind and organisation. No state, so that any thread may call.
Envelope to_envelope(const Record& record);

}  // namespace abonado
