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
    const py::object patch = to_str_or_none(f.patch);
    const py::object safe = f.patch.empty() ? py::object(py::none()) : py::object(py::bool_(f.patch_is_safe));
    return py::make_tuple(f.line, f.byte_offset, to_str_or_none(f.kind), to_str_or_none(f.org), legacy_id,
                          to_str(rules()[f.rule].id), to_str(to_word(f.severity)), to_str(f.pointer), to_str(f.message),
                          value, to_str(f.expected), to_str(file), patch, safe);
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

py::object causes_object(CauseTable&& table, std::vector<std::string> inputs) {
    return py::cast(std::make_shared<KeptCauses>(KeptCauses{std::move(table), std::move(inputs)}));
}

namespace {

// (kind, org, system, year, type)
py::tuple origin_row(const RecordOrigin& origin) {
    const py::object year = origin.year == 0 ? py::object(py::none()) : py::object(py::int_(origin.year));
    const auto word = [](const auto& value) {
        return value ? py::object(to_str(to_word(*value))) : py::object(py::none());
    };
    return py::make_tuple(word(origin.kind), to_str_or_none(origin.org), to_str_or_none(origin.system), year,
                          word(origin.type));
}

py::list origin_rows(const KeptCauses& kept) {
    py::list rows;
    for (const OriginCount& count : kept.table.origins) {
        rows.append(py::make_tuple(origin_row(count.origin), count.records));
    }
    return rows;
}

py::list group_rows(const KeptCauses& kept) {
    py::list rows;
    for (const FindingGroup& group : kept.table.groups) {
        rows.append(py::make_tuple(to_str(rules()[group.rule].id), to_str(to_word(group.severity)),
                                   origin_row(group.origin), to_str(group.member), to_str_or_none(group.form),
                                   group.findings, group.records, group.of_first_value,
                                   finding_row(group.first, kept.inputs[group.first.input])));
    }
    return rows;
}

void bind_causes(py::module_& m) {
    py::class_<KeptCauses, std::shared_ptr<KeptCauses>>(m, "CauseTable", py::is_final(), plain_metaclass(),
                                                        "What the findings of a run have in common. Immutable.")
        .def_property_readonly("is_whole", [](const KeptCauses& kept) { return kept.table.is_whole; })
        .def_property_readonly("origins", &origin_rows)
        .def_property_readonly("groups", &group_rows)
        .def("stream", [](const std::shared_ptr<KeptCauses>& kept) {
            return stream_capsule([&](ArrowArrayStream* out) { cause_stream(kept, out); });
        });
    m.def("causes_schema", [] { return schema_capsule(&cause_schema); });
    m.def("causes_columns", [] { return frame_columns(cause_columns()); });
}

}  // namespace

void bind_run_report(py::module_& m) {
    bind_causes(m);
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
        .def_property_readonly("causes", [](const RunReport& run) { return run.causes; })
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
