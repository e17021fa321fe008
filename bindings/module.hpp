// The parts of the module: each binds one thing.
#pragma once

#include <pybind11/pybind11.h>

namespace abonado::python {

namespace py = pybind11;

// A class is what it looks like: pybind11's own metaclass serves static properties and subclasses, which none here has.
inline py::metaclass plain_metaclass() { return py::metaclass(reinterpret_cast<PyObject*>(&PyType_Type)); }

void bind_errors(py::module_& m);
void bind_model(py::module_& m);
void bind_tables(py::module_& m);
void bind_rules(py::module_& m);
void bind_inputs(py::module_& m);
void bind_run_report(py::module_& m);
void bind_validate(py::module_& m);
void bind_generate(py::module_& m);
void bind_store_tables(py::module_& m);
void bind_frames(py::module_& m);
void bind_operation_table(py::module_& m);
void bind_engine(py::module_& m);

}  // namespace abonado::python
