// Python objects as JSON text and back. Needs the GIL.
#pragma once

#include <pybind11/pybind11.h>

#include <string>

namespace abonado::python {

// Appends the JSON of a dict, list, tuple, str, int, float, bool or None; also of decimal.Decimal (exactly), datetime,
// date, uuid.UUID and the structs of the model, in their wire form. Raises TypeError for anything else and for keys that are
// no str, ValueError for nan, infinity and half surrogate pairs, RecursionError where Python would.
void append_json_of(std::string& out, pybind11::handle value);

// json.loads, with numbers by number_from_literal.
pybind11::object loads(const std::string& json);

}  // namespace abonado::python
