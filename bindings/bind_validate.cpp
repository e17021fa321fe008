// abonado::validate for Python: a run without the GIL, and its report.
#include <optional>
#include <utility>

#include "abonado/error.hpp"
#include "abonado/validate.hpp"
#include "gil.hpp"
#include "inputs.hpp"
#include "line_writer.hpp"
#include "module.hpp"
#include "options.hpp"
#include "run_report.hpp"

namespace abonado::python {

namespace {

// Keeps findings up to a limit and writes all of them to a file where one is given.
class FindingKeeper {
public:
    FindingKeeper(RunReport& out, std::size_t limit, LineWriter* file) : out_(out), limit_(limit), file_(file) {}

    void take(const Finding& finding) {
        ++out_.found;
        if (out_.kept->findings.size() < limit_) out_.kept->findings.push_back(finding);
        if (file_ == nullptr) return;
        const bool named = out_.kept->inputs.size() > 1;
        file_->write_line(
            to_json_line(finding, named ? std::string_view(out_.kept->inputs[finding.input]) : std::string_view()));
    }

private:
    RunReport& out_;
    std::size_t limit_;
    LineWriter* file_;
};

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

RunReport run(const py::object& source, const std::string& form, const std::string& name, const py::dict& given,
              const std::optional<std::string>& findings, std::size_t max_findings, const py::object& progress) {
    const ValidateOptions options = validate_options(given);
    PythonCalls calls;
    const Source dump = source_of(source, form, name, options.rules.redaction, calls);
    RunReport out;
    out.kept->inputs = dump.names;
    const std::unique_ptr<LineWriter> file = findings ? open_file_writer(*findings) : nullptr;
    FindingKeeper keeper(out, max_findings, file.get());
    const FindingSink sink = [&keeper](const Finding& finding) { keeper.take(finding); };
    const Tick tick = tick_of(progress, calls);
    calls.without_gil([&] {
        out.report = dump.inputs.empty() ? validate_files(dump.paths, options, sink, tick)
                                         : validate(dump.inputs, options, sink, tick);
        out.causes->table = std::move(out.report.causes);
        out.causes->inputs = out.kept->inputs;
        if (file && !file->finish()) out.output_failure = file->failure();
    });
    return out;
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
    m.def("validate", &run, py::arg("source"), py::kw_only(), py::arg("form"), py::arg("name"), py::arg("options"),
          py::arg("findings"), py::arg("max_findings"), py::arg("progress"),
          "A run over a source of the form paths (list of bytes), buffer, stream or records.");
    m.def("segment_defaults", &segment_defaults, "The segment policy of a run that is given none.");
}

}  // namespace abonado::python
