// Tariffs for Python: what a subscription has, what it may change to, and changing it.
#include <pybind11/stl.h>

#include "abonado/error.hpp"
#include "bind_struct.hpp"
#include "engine_handle.hpp"
#include "operation_rows.hpp"
#include "options.hpp"
#include "risk_policy.hpp"
#include "value_casters.hpp"

namespace abonado::python {

namespace {

py::object get_products(Engine& engine, const std::string& org, const py::object& id, const py::object& include) {
    const std::int64_t legacy_id = legacy_id_of(id);
    std::vector<ProductInclude> wanted;
    naming_option("include", [&] {
        for_each_element(include, [&](py::handle word) { wanted.push_back(enum_from_python<ProductInclude>(word)); });
    });
    return py::cast(without_gil([&] { return engine.get_products(org, legacy_id, wanted); }));
}

py::list catalogue(Engine& engine) {
    return structs<py::list>(without_gil([&] { return engine.catalogue(); }));
}

py::dict change_product(Engine& engine, const std::string& org, const py::object& id,
                        const ChangeSubscriptionProductRequest& request, const py::dict& given) {
    const std::int64_t legacy_id = legacy_id_of(id);
    const auto options = options_of<OperationOptions>(given);
    return receipt_row(operate(engine, [&] { return engine.change_product(org, legacy_id, request, options); }));
}

py::dict resolve_risk(Engine& engine, const std::string& org, const py::object& id, bool approve,
                      const py::dict& given) {
    const std::int64_t legacy_id = legacy_id_of(id);
    const auto options = options_of<OperationOptions>(given);
    return receipt_row(operate(engine, [&] { return engine.resolve_risk(org, legacy_id, approve, options); }));
}

void set_risk_policy(Engine& engine, const py::object& function) {
    without_gil([&engine, policy = risk_policy(function)]() mutable { engine.set_risk_policy(std::move(policy)); });
}

}  // namespace

void bind_engine_products(EngineClass& cls) {
    cls.def("get_products", &get_products, py::arg("org"), py::arg("id"), py::kw_only(), py::arg("include"))
        .def("catalogue", &catalogue)
        .def("change_product", &change_product, py::arg("org"), py::arg("id"), py::arg("request").none(false),
             py::kw_only(), py::arg("options"))
        .def("resolve_risk", &resolve_risk, py::arg("org"), py::arg("id"), py::kw_only(), py::arg("approve"),
             py::arg("options"))
        .def("set_risk_policy", &set_risk_policy, py::arg("function"),
             "A function of org, legacy_id, from, to, scheduled_date and user, or None.");
}

}  // namespace abonado::python
