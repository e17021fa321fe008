// What is scheduled and due, the audit log, health, and requests as the API documents write them, for Python.
#include <pybind11/stl.h>

#include "abonado/error.hpp"
#include "engine_handle.hpp"
#include "operation_rows.hpp"
#include "options.hpp"
#include "value_casters.hpp"

namespace abonado::python {

namespace {

py::list scheduled(Engine& engine, const std::string& org, const py::object& id) {
    const auto legacy_id = integer_of(id, "the id of a subscription");
    return change_rows(without_gil([&] { return engine.scheduled(org, legacy_id); }));
}

py::dict cancel_scheduled_change(Engine& engine, const std::string& org, const py::object& id, const py::object& change,
                                 const py::dict& given) {
    const std::int64_t legacy_id = legacy_id_of(id);
    const auto number = integer_of(change, "the number of a change");
    const auto options = options_of<OperationOptions>(given);
    return receipt_row(
        operate(engine, [&] { return engine.cancel_scheduled_change(org, legacy_id, number, options); }));
}

py::dict run_due(Engine& engine, const py::dict& given, const py::object& progress) {
    const auto options = options_of<OperationOptions>(given);
    PythonCalls calls;
    const PolicyCalls of_policy(calls);
    const Tick tick = tick_of(progress, calls);
    const OpenCalls open(engine);
    DueReport report;
    calls.without_gil([&] { report = engine.run_due(options, tick); });
    return due_row(report);
}

py::dict simulate(Engine& engine, const py::object& until) {
    Instant instant;
    naming_option("until", [&] { from_python(until, instant); });
    return due_row(operate(engine, [&] { return engine.simulate(instant); }));
}

py::list audit(Engine& engine, const std::string& org, const py::object& id) {
    const auto legacy_id = integer_of(id, "the id of a subscription");
    const std::vector<AuditEntry> entries = without_gil([&] {
        std::vector<AuditEntry> out;
        engine.audit(org, legacy_id, [&out](const AuditEntry& entry) { out.push_back(entry); });
        return out;
    });
    py::list rows;
    for (const AuditEntry& entry : entries) rows.append(audit_row(entry));
    return rows;
}

py::object health(Engine& engine) {
    return py::cast(without_gil([&] { return engine.health(); }));
}

py::tuple handle(Engine& engine, const std::string& verb, const std::string& path, const std::string& query,
                 const std::string& body, const py::dict& given) {
    const Request request{verb, path, query, body};
    const auto options = options_of<OperationOptions>(given);
    const Response response = operate(engine, [&] { return engine.handle(request, options); });
    return py::make_tuple(response.status, to_python_or_none(response.body));
}

}  // namespace

void bind_engine_due(EngineClass& cls) {
    cls.def("scheduled", &scheduled, py::arg("org"), py::arg("id"), "Of all organisations if org is empty.")
        .def("cancel_scheduled_change", &cancel_scheduled_change, py::arg("org"), py::arg("id"), py::arg("change"),
             py::kw_only(), py::arg("options"), "The tariff change if `change` is None.")
        .def("run_due", &run_due, py::kw_only(), py::arg("options"), py::arg("progress"))
        .def("simulate", &simulate, py::arg("until"))
        .def("audit", &audit, py::arg("org"), py::arg("id"), "Of all organisations if org is empty.")
        .def("health", &health)
        .def("handle", &handle, py::arg("verb"), py::arg("path"), py::arg("query"), py::arg("body"), py::kw_only(),
             py::arg("options"), "Returns (status, body).");
}

}  // namespace abonado::python
