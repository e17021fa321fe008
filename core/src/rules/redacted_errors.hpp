// Errors without the values that they tell, where these are redacted.
#pragma once

#include "abonado/error.hpp"
#include "abonado/redaction.hpp"

namespace abonado {

// Runs `work`; an Error that it throws goes on as redacted() makes it.
template <class Work>
auto with_redacted_errors(const Redaction& redaction, Work&& work) {
    try {
        return work();
    } catch (const Error& error) {
        if (!redaction.is_on()) throw;
        throw redacted(error, redaction);
    }
}

}  // namespace abonado
