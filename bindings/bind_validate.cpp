// abonado::validate for Python: a run without the GIL, and its report.
#include <pybind11/stl.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "abonado/error.hpp"
#include "abonado/validate.hpp"
#include "gil.hpp"
#include "inputs.hpp"
#include "line_writer.hpp"
#include "module.hpp"
#include "value_casters.hpp"

namespace abonado::python {

namespace {

// What a run left: the report of the core, the findings that were kept, and the names of the inputs.
struct RunReport {
    ValidateReport report;
    std::vector<Finding> findings;
    std::uint64_t found = 0;
    std::vector<std::string> inputs;
    std::string output_failure;  // why the file of findings could not be written, or empty
};

// Keeps findings up to a limit and writes all of them to a file where one is given.
class FindingKeeper {
public:
    FindingKeeper(RunReport& out, std::size_t limit, LineWriter* file) : out_(out), limit_(limit), file_(file) {}

    void take(const Finding& finding) {
        ++out_.found;
        if (out_.findings.size() < limit_) out_.findings.push_back(finding);
        if (file_ == nullptr) return;
        const bool named = out_.inputs.size() > 1;
        file_->write_line(
            to_json_line(finding, named ? std::string_view(out_.inputs[finding.input]) : std::string_view()));
    }

private:
    RunReport& out_;
    std::size_t limit_;
    LineWriter* file_;
};

template <class T>
void take(const py::dict& options, const char* name, T& out) {
    if (!options.contains(name)) return;
    const py::object value = options[name];
    if (value.is_none()) return;
    try {
        out = value.cast<T>();
    } catch (const py::cast_error&) {
        throw py::type_error(std::string(name) + " cannot be " + std::string(py::repr(value)));
    }
}

template <WireEnum E>
std::optional<E> take_word(const py::dict& options, const char* name) {
    std::optional<E> word;
    if (options.contains(name) && !options[name].is_none()) {
        naming_option(name, [&] { word = enum_from_python<E>(options[name]); });
    }
    return word;
}

RuleOptions rule_options(const py::dict& given) {
    RuleOptions options;
    std::map<std::string, py::object> severities;
    take(given, "severities", severities);
    for (const auto& [rule, word] : severities) {
        naming_option("severity of " + rule,
                      [&, &id = rule, &w = word] { options.severities[id] = enum_from_python<Severity>(w); });
    }
    take(given, "strict", options.strict);
    std::string naive = "refuse";
    take(given, "naive", naive);
    if (naive != "refuse" && naive != "utc") {
        throw Error(ErrorCode::invalid_argument, "naive is 'refuse' or 'utc', not '" + naive + "'");
    }
    options.naive = naive == "utc" ? NaiveTime::utc : NaiveTime::refuse;
    if (given.contains("now") && !given["now"].is_none()) {
        naming_option("now", [&] { from_python(given["now"], options.now.emplace()); });
    }
    take(given, "postpaid_mobile_prefix", options.segments.postpaid_mobile_prefix);
    take(given, "prepaid_prefix", options.segments.prepaid_prefix);
    take(given, "convergent_prefix", options.segments.convergent_prefix);
    take(given, "allow_list", options.segments.allow_list);
    options.segments.default_class = take_word<SegmentClass>(given, "default_class");
    take(given, "status_reasons", options.status_reasons);
    take(given, "max_depth", options.max_depth);
    take(given, "max_elements", options.max_elements);
    take(given, "max_line_bytes", options.max_line_bytes);
    take(given, "max_findings_per_record", options.max_findings_per_record);
    return options;
}

ValidateOptions validate_options(const py::dict& given) {
    ValidateOptions options;
    options.rules = rule_options(given);
    options.kind = take_word<RecordKind>(given, "kind");
    take(given, "org", options.org);
    take(given, "threads", options.threads);
    take(given, "max_errors", options.max_errors);
    take(given, "check_duplicates", options.check_duplicates);
    return options;
}

Tick tick_of(const py::object& progress, PythonCalls& calls) {
    return [&calls, progress](const Progress& p) {
        return calls([&] {
            check_signals();
            if (!progress.is_none()) progress(p.position, p.size, p.records, p.errors, p.warnings);
        });
    };
}

RunReport run(const py::object& source, const std::string& form, const std::string& name, const py::dict& given,
              const std::optional<std::string>& findings, std::size_t max_findings, const py::object& progress) {
    const ValidateOptions options = validate_options(given);
    PythonCalls calls;
    std::vector<std::unique_ptr<Input>> inputs;
    RunReport out;
    std::vector<std::string> paths;
    if (form == "paths") {
        paths = source.cast<std::vector<std::string>>();
        for (const std::string& path : paths) out.inputs.push_back(path == "-" ? "<stdin>" : path);
    } else {
        out.inputs = {name};
        if (form == "buffer") inputs.push_back(buffer_input(source, name));
        else if (form == "stream") inputs.push_back(stream_input(source, name, calls));
        else inputs.push_back(records_input(source, name, calls));
    }
    const std::unique_ptr<LineWriter> file = findings ? open_file_writer(*findings) : nullptr;
    FindingKeeper keeper(out, max_findings, file.get());
    const FindingSink sink = [&keeper](const Finding& finding) { keeper.take(finding); };
    const Tick tick = tick_of(progress, calls);
    calls.without_gil([&] {
        out.report = inputs.empty() ? validate_files(paths, options, sink, tick)
                                    : validate(inputs, options, sink, tick);
        if (file && !file->finish()) out.output_failure = file->failure();
    });
    return out;
}

// (line, byte_offset, kind, org, legacy_id, rule, severity, pointer, message, value, expected, file)
py::tuple finding_row(const RunReport& run, const Finding& f) {
    const py::object legacy_id = f.legacy_id == 0 ? py::object(py::none()) : py::object(py::int_(f.legacy_id));
    const py::object value = f.value ? py::object(to_str(*f.value)) : py::object(py::none());
    return py::make_tuple(f.line, f.byte_offset, to_str_or_none(f.kind), to_str_or_none(f.org), legacy_id,
                          to_str(rules()[f.rule].id), to_str(to_word(f.severity)), to_str(f.pointer), to_str(f.message),
                          value, to_str(f.expected), to_str(run.inputs[f.input]));
}

py::dict by_rule(const RunReport& run) {
    py::dict counts;
    for (std::size_t i = 0; i < run.report.by_rule.size(); ++i) {
        if (run.report.by_rule[i] > 0) counts[to_str(rules()[i].id)] = run.report.by_rule[i];
    }
    return counts;
}

py::dict examples(const RunReport& run) {
    py::dict rows;
    for (const auto& [rule, finding] : run.report.examples) rows[to_str(rules()[rule].id)] = finding_row(run, finding);
    return rows;
}

py::list failures(const RunReport& run) {
    py::list rows;
    for (const InputFailure& failure : run.report.failures) {
        rows.append(py::make_tuple(to_str(failure.input), to_str(failure.message)));
    }
    return rows;
}

template <auto M>
auto number(const RunReport& run) {
    return run.report.*M;
}

py::dict segment_defaults() {
    const SegmentPolicy policy;
    py::dict out;
    out["postpaid_mobile_prefix"] = policy.postpaid_mobile_prefix;
    out["prepaid_prefix"] = policy.prepaid_prefix;
    out["convergent_prefix"] = policy.convergent_prefix;
    out["allow_list"] = policy.allow_list;
    out["default_class"] = py::none();
    return out;
}

}  // namespace

void bind_validate(py::module_& m) {
    py::class_<RunReport>(m, "RunReport", py::is_final(), plain_metaclass(),
                          "What a run of validate() left. Immutable.")
        .def_property_readonly("records", &number<&ValidateReport::records>)
        .def_property_readonly("valid", &number<&ValidateReport::valid>)
        .def_property_readonly("invalid", &number<&ValidateReport::invalid>)
        .def_property_readonly("errors", &number<&ValidateReport::errors>)
        .def_property_readonly("warnings", &number<&ValidateReport::warnings>)
        .def_property_readonly("bytes", &number<&ValidateReport::bytes>)
        .def_property_readonly("seconds", &number<&ValidateReport::seconds>)
        .def_property_readonly("stopped", &number<&ValidateReport::stopped>)
        .def_property_readonly("ok", [](const RunReport& run) { return run.report.ok(); })
        .def_property_readonly("by_rule", &by_rule)
        .def_property_readonly("examples", &examples)
        .def_property_readonly("failures", &failures)
        .def_property_readonly("output_failure", [](const RunReport& run) { return to_str(run.output_failure); })
        .def_property_readonly("finding_count", [](const RunReport& run) { return run.findings.size(); })
        .def_property_readonly("findings_kept_all",
                               [](const RunReport& run) { return run.found == run.findings.size(); })
        .def(
            "finding",
            [](const RunReport& run, std::size_t index) {
                if (index >= run.findings.size()) throw py::index_error("no such finding");
                return finding_row(run, run.findings[index]);
            },
            py::arg("index"));
    m.def("validate", &run, py::arg("source"), py::kw_only(), py::arg("form"), py::arg("name"), py::arg("options"),
          py::arg("findings"), py::arg("max_findings"), py::arg("progress"),
          "A run over a source of the form paths (list of bytes), buffer, stream or records.");
    m.def("segment_defaults", &segment_defaults, "The segment policy of a run that is given none.");
}

}  // namespace abonado::python
