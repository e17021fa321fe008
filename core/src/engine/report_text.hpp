// Reports as the command line prints them with --json. Pure, safe from any thread.
#pragma once

#include <string>

#include "abonado/engine.hpp"
#include "abonado/validate.hpp"

namespace abonado {

// The object that `abonado validate --json` prints, in one line.
std::string report_text(const ValidateReport& report);
// The object that `abonado load --json` prints, in one line.
std::string report_text(const LoadReport& report);

}  // namespace abonado
