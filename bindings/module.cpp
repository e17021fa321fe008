// The module abonado._core: what the core offers, bound once. The package abonado around it gives it its shape for people.
#include "module.hpp"

#include "abonado/version.hpp"

PYBIND11_MODULE(_core, m) {
    using namespace abonado::python;
    namespace py = pybind11;

    py::options options;
    options.disable_function_signatures();  // the stub _core.pyi tells them, and is checked
    m.doc() = "The core of abonado. Use it through the package abonado.";
    m.attr("__version__") = py::str(abonado::kVersion.data(), abonado::kVersion.size());
    bind_errors(m);
    bind_model(m);
    bind_tables(m);
    bind_rules(m);
    bind_inputs(m);
    bind_run_report(m);
    bind_validate(m);
    bind_generate(m);
    bind_store_tables(m);
    bind_frames(m);
    bind_operation_table(m);
    bind_engine(m);
}
