// Loads and the ledger for Python.
#include <pybind11/stl.h>

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "abonado/error.hpp"
#include "engine_handle.hpp"
#include "gil.hpp"
#include "inputs.hpp"
#include "open_calls.hpp"
#include "options.hpp"
#include "run_report.hpp"

namespace abonado::python {

namespace {

LoadOptions load_options(const py::dict& given, const std::optional<std::string>& rejects) {
    LoadOptions options;
    options.rules = rule_options(given);
    take(given, "threads", options.threads);
    options.kind = take_word<RecordKind>(given, "kind");
    take(given, "org", options.org);
    options.now = take_instant(given, "known_at");
    options.resume = take_word<Resume>(given, "resume").value_or(Resume::automatic);
    take(given, "dry_run", options.dry_run);
    take(given, "atomic", options.atomic);
    if (given.contains("max_errors") && !given["max_errors"].is_none())
        take(given, "max_errors", options.max_errors.emplace());
    if (given.contains("max_error_rate") && !given["max_error_rate"].is_none()) {
        take(given, "max_error_rate", options.max_error_rate.emplace());
    }
    options.rejects_path = rejects.value_or("");
    return options;
}

void add_counts(py::dict& row, const RunCounts& counts) {
    row["records"] = counts.records;
    row["inserted"] = counts.inserted;
    row["updated"] = counts.updated;
    row["skipped"] = counts.skipped;
    row["rejected"] = counts.rejected;
    row["errors"] = counts.errors;
    row["warnings"] = counts.warnings;
    row["bytes"] = counts.bytes;
}

py::dict load_row(LoadReport&& report, const std::vector<std::string>& inputs) {
    py::dict row;
    row["run"] = report.run;
    row["state"] = to_str(to_word(report.state));
    add_counts(row, report.counts);
    row["by_rule"] = by_rule_row(report.by_rule);
    row["examples"] = example_rows(report.examples, inputs);
    row["failures"] = failure_rows(report.failures);
    row["resumed_bytes"] = report.resumed_bytes;
    row["seconds"] = report.seconds;
    row["dry_run"] = report.dry_run;
    row["published"] = report.is_published;
    row["_causes"] = causes_object(std::move(report.causes), inputs);
    return row;
}

const Redaction& redaction_of(const Engine& engine, const LoadOptions& options) {
    return options.rules.redaction.is_on() ? options.rules.redaction : engine.redaction();
}

py::dict load(Engine& engine, const py::object& source, const std::string& form, const std::string& name,
              const py::dict& given, const std::optional<std::string>& rejects, const py::object& progress) {
    const LoadOptions options = load_options(given, rejects);
    PythonCalls calls;
    const Source dump = source_of(source, form, name, redaction_of(engine, options), calls);
    const Tick tick = tick_of(progress, calls);
    const OpenCalls open(engine);
    LoadReport report;
    calls.without_gil([&] {
        report = dump.inputs.empty() ? engine.load_files(dump.paths, options, {}, tick)
                                     : engine.load(dump.inputs, options, {}, tick);
    });
    return load_row(std::move(report), dump.names);
}

RejectFilter reject_filter(const py::dict& given) {
    RejectFilter filter;
    const auto number = [&](const char* name, std::optional<std::int64_t>& out) {
        if (!given[name].is_none()) naming_option(name, [&] { from_python(given[name], out.emplace()); });
    };
    number("run", filter.run);
    if (!given["ids"].is_none()) take(given, "ids", filter.ids.emplace());
    filter.state = take_word<RejectState>(given, "state");
    if (!given["rule"].is_none()) take(given, "rule", filter.rule.emplace());
    return filter;
}

py::dict replay(Engine& engine, const py::object& source, const std::string& form, const std::string& name,
                const py::dict& filter, const py::dict& given, const std::optional<std::string>& rejects,
                const py::object& progress) {
    const LoadOptions options = load_options(given, rejects);
    const RejectFilter which = reject_filter(filter);
    PythonCalls calls;
    Source lines;
    lines.names = {"<rejects>"};
    if (!source.is_none()) lines = source_of(source, form, name, redaction_of(engine, options), calls);
    if (std::max(lines.paths.size(), lines.inputs.size()) > 1)
        throw Error(ErrorCode::invalid_argument, "a replay reads one file");
    if (!lines.paths.empty()) lines.inputs.push_back(open_input(lines.paths.front()));
    const Tick tick = tick_of(progress, calls);
    const OpenCalls open(engine);
    LoadReport report;
    calls.without_gil([&] {
        Input* const input = lines.inputs.empty() ? nullptr : lines.inputs.front().get();
        report = engine.replay(which, input, options, {}, tick);
    });
    return load_row(std::move(report), lines.names);
}

py::dict run_row(const Run& run) {
    py::dict row;
    row["id"] = run.id;
    row["kind"] = to_str(to_word(run.kind));
    row["state"] = to_str(to_word(run.state));
    row["started"] = to_python(run.started);
    row["ended"] = to_python_or_none(run.ended);
    row["version"] = to_str(run.version);
    row["rules"] = to_str(run.rules);
    py::list inputs;
    for (const std::string& input : run.inputs) inputs.append(to_str(input));
    row["inputs"] = py::tuple(inputs);
    add_counts(row, run.counts);
    py::dict by_rule;
    for (const auto& [rule, findings] : run.by_rule) by_rule[to_str(rule)] = findings;
    row["by_rule"] = by_rule;
    return row;
}

py::list runs(Engine& engine) {
    py::list rows;
    for (const Run& run : without_gil([&] { return engine.runs(); })) rows.append(run_row(run));
    return rows;
}

py::dict reject_row(const Reject& reject) {
    py::dict row;
    row["id"] = reject.id;
    row["run"] = reject.run;
    row["input"] = to_str(reject.input);
    row["line"] = reject.line;
    row["byte_offset"] = reject.byte_offset;
    row["attempt"] = reject.attempt;
    row["state"] = to_str(to_word(reject.state));
    row["replaces"] = to_python_or_none(reject.replaces);
    row["replayed_in"] = to_python_or_none(reject.replayed_in);
    row["kind"] = to_str_or_none(reject.kind);
    row["org"] = to_str_or_none(reject.org);
    row["legacy_id"] = reject.legacy_id == 0 ? py::object(py::none()) : py::object(py::int_(reject.legacy_id));
    row["raw"] = py::bytes(reject.raw);
    row["is_whole"] = reject.is_whole;
    py::list findings;
    for (const Finding& finding : reject.findings) findings.append(finding_row(finding, reject.input));
    row["findings"] = findings;
    return row;
}

// Rejects by their ids. One that is not there is left out.
py::list rejects(Engine& engine, const std::vector<std::int64_t>& ids) {
    const std::vector<Reject> found = without_gil([&] {
        std::vector<Reject> out;
        for (const std::int64_t id : ids) {
            RejectFilter one;
            one.ids = {id};
            engine.rejects(one, [&out](const Reject& reject) { out.push_back(reject); });
        }
        return out;
    });
    py::list rows;
    for (const Reject& reject : found) rows.append(reject_row(reject));
    return rows;
}

std::uint64_t drop_rejects(Engine& engine, const py::dict& given) {
    const RejectFilter filter = reject_filter(given);
    return without_gil([&] { return engine.drop_rejects(filter); });
}

}  // namespace

void bind_engine_runs(EngineClass& cls) {
    cls.def("load", &load, py::arg("source"), py::kw_only(), py::arg("form"), py::arg("name"), py::arg("options"),
            py::arg("rejects"), py::arg("progress"), "Loads a source of the form paths, buffer, stream or records.")
        .def("replay", &replay, py::arg("source"), py::kw_only(), py::arg("form"), py::arg("name"), py::arg("filter"),
             py::arg("options"), py::arg("rejects"), py::arg("progress"),
             "Tries open rejects again: the lines of a source, or the kept ones if it is None.")
        .def("runs", &runs)
        .def(
            "run", [](Engine& engine, std::int64_t id) { return run_row(without_gil([&] { return engine.run(id); })); },
            py::arg("id"))
        .def("rejects", &rejects, py::arg("ids"), "The rejects with these ids.")
        .def("drop_rejects", &drop_rejects, py::arg("filter"));
}

}  // namespace abonado::python
