// abonado::Error as the exception classes of abonado.errors.
#pragma once

#include <pybind11/pybind11.h>

namespace abonado::python {

// From now on an Error that leaves a bound function is raised as the class of its code.
void translate_errors();

void bind_errors(pybind11::module_& m);

}  // namespace abonado::python
