// What runs left, as rows for Python. All functions need the GIL.
#pragma once

#include <pybind11/pybind11.h>

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "abonado/frames.hpp"
#include "abonado/validate.hpp"

namespace abonado::python {

namespace py = pybind11;

// A run of validate() or check(): the report of the core, the findings that were kept, and the names of the inputs.
struct RunReport {
    ValidateReport report;
    std::shared_ptr<KeptFindings> kept = std::make_shared<KeptFindings>();  // streams share it
    std::shared_ptr<KeptCauses> causes = std::make_shared<KeptCauses>();
    std::uint64_t found = 0;
    std::string output_failure;  // why the file of findings could not be written, or empty
};

// (line, byte_offset, kind, org, legacy_id, rule, severity, pointer, message, value, expected, file, patch, safe)
py::tuple finding_row(const Finding& finding, const std::string& file);

// Findings by rule id, without the rules that have none; the first of each; inputs with why they could not be read.
py::dict by_rule_row(std::span<const std::uint64_t> by_rule);
py::dict example_rows(const std::map<std::uint16_t, Finding>& examples, std::span<const std::string> inputs);
// The Python object of the causes of a run.
py::object causes_object(CauseTable&& table, std::vector<std::string> inputs);
py::list failure_rows(std::span<const InputFailure> failures);

}  // namespace abonado::python
