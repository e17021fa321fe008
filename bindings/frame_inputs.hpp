// What speaks Arrow as inputs of a validation or a load. No object of Python is made of a value.
#pragma once

#include <pybind11/pybind11.h>

#include <memory>
#include <string>

#include "abonado/input.hpp"
#include "gil.hpp"

namespace abonado::python {

// The stream of an object with `__arrow_c_stream__`, which is read without the GIL. Needs the GIL to be made and destroyed.
// Raises what the object does; throws as arrow_input.
std::unique_ptr<Input> frame_input(const py::object& frame, const FrameRows& rows, std::string name,
                                   PythonCalls& calls);

// The same of an iterable of record batches (`__arrow_c_array__`) and its schema (`__arrow_c_schema__`), of which the GIL is
// taken for each. What the iterator raises is kept by `calls` and stops the run; an OSError or EOFError is an
// Error(input_unreadable) instead.
std::unique_ptr<Input> batches_input(const py::object& schema, const py::object& batches, const FrameRows& rows,
                                     std::string name, PythonCalls& calls);

}  // namespace abonado::python
