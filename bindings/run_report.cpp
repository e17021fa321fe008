#include "run_report.hpp"

#include "arrow_capsules.hpp"
#include "module.hpp"
#include "value_casters.hpp"

namespace abonado::python {

namespace {

template <auto M>
auto number(const RunReport& run) {
    return run.report.*M;
}

}  // namespace

py::tuple finding_row(const Finding& f, const std::string& file) {
    const py::object legacy_id = f.legacy_id == 0 ? py::object(py::none()) : py::object(py::int_(f.legacy_id));
    const py::object value = f.value ? py::object(to_str(*f.value)) : py::object(py::none());
    return py::make_tuple(f.line, f.byte_offset, to_str_or_none(f.kind), to_str_or_none(f.org), legacy_id,
                          to_str(rules()[f.rule].id), to_str(to_word(f.severity)), to_str(f.pointer), to_str(f.message),
                          value, to_str(f.expected), to_str(file));
}

py::dict by_rule_row(std::span<const std::uint64_t> by_rule) {
    py::dict counts;
    for (std::size_t i = 0; i < by_rule.size(); ++i) {
        if (by_rule[i] > 0) counts[to_str(rules()[i].id)] = by_rule[i];
    }
    return counts;
}

py::dict example_rows(const std::map<std::uint16_t, Finding>& examples, std::span<const std::string> inputs) {
    py::dict rows;
    for (const auto& [rule, finding] : examples) {
        rows[to_str(rules()[rule].id)] = finding_row(finding, inputs[finding.input]);
    }
    return rows;
}

py::list failure_rows(std::span<const InputFailure> failures) {
    py::list rows;
    for (const InputFailure& failure : failures) {
        rows.append(py::make_tuple(to_str(failure.input), to_str(failure.message)));
    }
    return rows;
}

void bind_run_report(py::module_& m) {
    py::class_<RunReport>(m, "RunReport", py::is_final(), plain_metaclass(),
                          "What a run of validate() or check() left. Immutable.")
        .def_property_readonly("records", &number<&ValidateReport::records>)
        .def_property_readonly("valid", &number<&ValidateReport::valid>)
        .def_property_readonly("invalid", &number<&ValidateReport::invalid>)
        .def_property_readonly("errors", &number<&ValidateReport::errors>)
        .def_property_readonly("warnings", &number<&ValidateReport::warnings>)
        .def_property_readonly("bytes", &number<&ValidateReport::bytes>)
        .def_property_readonly("seconds", &number<&ValidateReport::seconds>)
        .def_property_readonly("stopped", &number<&ValidateReport::stopped>)
        .def_property_readonly("ok", [](const RunReport& run) { return run.report.ok(); })
        .def_property_readonly("by_rule", [](const RunReport& run) { return by_rule_row(run.report.by_rule); })
        .def_property_readonly("examples",
                               [](const RunReport& run) { return example_rows(run.report.examples, run.kept->inputs); })
        .def_property_readonly("failures", [](const RunReport& run) { return failure_rows(run.report.failures); })
        .def_property_readonly("output_failure", [](const RunReport& run) { return to_str(run.output_failure); })
        .def_property_readonly("finding_count", [](const RunReport& run) { return run.kept->findings.size(); })
        .def_property_readonly("findings_kept_all",
                               [](const RunReport& run) { return run.found == run.kept->findings.size(); })
        .def(
            "finding",
            [](const RunReport& run, std::size_t index) {
                if (index >= run.kept->findings.size()) throw py::index_error("no such finding");
                const Finding& finding = run.kept->findings[index];
                return finding_row(finding, run.kept->inputs[finding.input]);
            },
            py::arg("index"))
        .def("findings_stream", [](const RunReport& run) {
            return stream_capsule([&](ArrowArrayStream* out) { finding_stream(run.kept, out); });
        });
    m.def("findings_schema", [] { return schema_capsule(&finding_schema); });
    m.def("findings_columns", [] { return frame_columns(finding_columns()); });
}

}  // namespace abonado::python
