// Structures of Arrow as the capsules of the Arrow PyCapsule interface. All functions need the GIL.
#pragma once

#include <pybind11/pybind11.h>

#include <functional>
#include <span>

#include "abonado/arrow.hpp"
#include "abonado/frame_columns.hpp"

namespace abonado::python {

namespace py = pybind11;

// A capsule "arrow_array_stream" of what `fill` fills, without the GIL. The stream lets go of the GIL while it makes a batch, if
// the thread that asks holds it, and may be read by threads that never had it.
py::capsule stream_capsule(const std::function<void(ArrowArrayStream*)>& fill);

// A capsule "arrow_schema".
py::capsule schema_capsule(const std::function<void(ArrowSchema*)>& fill);

// Dicts of name, kind, Arrow type, words and doc.
py::list frame_columns(std::span<const FrameColumn> columns);

}  // namespace abonado::python
