// Every struct of the model as a Python class.
#include "bind_struct.hpp"
#include "module.hpp"

namespace abonado::python {

void bind_model(py::module_& m) {
    AllStructs::for_each([&m]<Described T>() { bind_struct<T>(m); });
}

}  // namespace abonado::python
