// Moments and values of SQL that Python gives. All functions need the GIL.
#pragma once

#include <pybind11/pybind11.h>

#include <vector>

#include "abonado/engine.hpp"

namespace abonado::python {

namespace py = pybind11;

AsOf as_of(const py::object& valid, const py::object& known);

// None, int, float, str or bytes each; another type is a TypeError.
std::vector<SqlValue> sql_values(const py::sequence& values);
// Those, and bool, datetime, date, Decimal and UUID as a store keeps them.
std::vector<SqlValue> kept_values(const py::sequence& values);

}  // namespace abonado::python
