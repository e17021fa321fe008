// abonado::Engine for Python: opening and closing, and the ways out. Other parts: see engine_handle.hpp.
#include <pybind11/stl.h>

#include <chrono>
#include <optional>

#include "abonado/error.hpp"
#include "bind_struct.hpp"
#include "engine_handle.hpp"
#include "gil.hpp"
#include "interruptibly.hpp"
#include "line_writer.hpp"
#include "module.hpp"
#include "open_calls.hpp"
#include "options.hpp"
#include "run_report.hpp"

namespace abonado::python {

namespace {

using Clock = std::chrono::steady_clock;
constexpr auto kTickEvery = std::chrono::milliseconds(50);

void take_lifecycle(const py::object& steps, std::vector<LifecycleStep>& out) {
    if (steps.is_none()) return;
    out.clear();
    naming_option("lifecycle", [&] {
        for_each_element(steps, [&out](py::handle step) {
            std::vector<LiveStatus> words;
            for_each_element(step, [&words](py::handle word) { words.push_back(enum_from_python<LiveStatus>(word)); });
            if (words.size() != 2) wrong_value("a step is a pair of statuses: from and to");
            out.push_back({words[0], words[1]});
        });
    });
}

std::unique_ptr<Engine, DeleteWithoutGil> open(const std::string& path, bool read_only, bool create, bool migrate,
                                               double timeout, const py::dict& rules, const py::object& lifecycle) {
    ConnectOptions options;
    options.read_only = read_only;
    options.create = create;
    options.migrate = migrate;
    options.patience = timeout_of(timeout);
    options.rules = rule_options(rules);
    take_lifecycle(lifecycle, options.lifecycle);
    return without_gil([&] { return std::unique_ptr<Engine, DeleteWithoutGil>(new Engine(path, options)); });
}

void close(Engine& engine) {
    if (OpenCalls::has(engine)) {
        throw Error(ErrorCode::invalid_argument, engine.path() + ": cannot be closed within a call of its own");
    }
    without_gil([&] { engine.close(); });
}

// Writes to a path (bytes) or a stream. Stops soon after the output has failed.
std::uint64_t export_to(Engine& engine, const py::object& output, const std::string& org, const py::object& progress) {
    PythonCalls calls;
    const std::unique_ptr<LineWriter> writer = py::isinstance<py::bytes>(output)
                                                   ? open_file_writer(output.cast<std::string>())
                                                   : stream_writer(output, calls);
    const Tick call_python = tick_of(progress, calls);
    auto last = Clock::now();
    const auto tick = [&](const Progress& done) {
        if (!writer->failure().empty()) return false;
        if (Clock::now() - last < kTickEvery) return true;
        last = Clock::now();
        return call_python(done);
    };
    const OpenCalls open(engine);
    std::uint64_t lines = 0;
    calls.without_gil([&] {
        try {
            lines = engine.export_documents([&](std::string_view line) { writer->write_line(line); }, org, tick);
        } catch (const Error&) {
            if (writer->failure().empty()) throw;
        }
        if (!writer->finish()) throw Error(ErrorCode::output_unwritable, writer->failure());
    });
    return lines;
}

py::tuple check(Engine& engine, const py::dict& given, std::size_t max_findings, const py::object& progress) {
    const RuleOptions options = rule_options(given);
    PythonCalls calls;
    RunReport out;
    out.kept->inputs = {"<store>"};
    const FindingSink sink = [&](const Finding& finding) {
        ++out.found;
        if (out.kept->findings.size() < max_findings) out.kept->findings.push_back(finding);
    };
    const Tick tick = tick_of(progress, calls);
    const OpenCalls open(engine);
    CheckReport report;
    calls.without_gil([&] { report = engine.check(options, sink, tick); });
    out.report = std::move(report.rules);
    out.causes->table = std::move(out.report.causes);
    out.causes->inputs = out.kept->inputs;
    py::list damage;
    for (const std::string& what : report.damage) damage.append(to_str(what));
    return py::make_tuple(report.ok(), damage, std::move(out));
}

void backup(Engine& engine, const std::string& path) {
    interruptibly(engine, [&](const Tick& tick) {
        engine.backup(path, tick);
        return true;
    });
}

py::list migrations(const std::string& path) {
    py::list rows;
    for (const Engine::MigrationInfo& row : without_gil([&] { return Engine::migrations(path); })) {
        rows.append(py::make_tuple(row.version, to_str(row.name), to_str(row.doc), row.is_applied));
    }
    return rows;
}

}  // namespace

void bind_engine(py::module_& m) {
    EngineClass cls(m, "Engine", py::is_final(), plain_metaclass(), "A store. Any number of threads may use it.");
    cls.def(py::init(&open), py::arg("path"), py::kw_only(), py::arg("read_only"), py::arg("create"),
            py::arg("migrate"), py::arg("timeout"), py::arg("rules"), py::arg("lifecycle"))
        .def("close", &close)
        .def_property_readonly("is_open",
                               [](const Engine& engine) { return without_gil([&] { return engine.is_open(); }); })
        .def("files",
             [](const Engine& engine) {
                 py::list out;
                 for (const std::string& file : engine.files()) out.append(py::bytes(file));
                 return out;
             })
        .def("export", &export_to, py::arg("output"), py::kw_only(), py::arg("org"), py::arg("progress"),
             "Writes current documents to a path (bytes) or a stream. Returns how many.")
        .def("digest",
             [](Engine& engine) { return interruptibly(engine, [&](const Tick& t) { return engine.digest(t); }); })
        .def("backup", &backup, py::arg("path"))
        .def("check", &check, py::kw_only(), py::arg("options"), py::arg("max_findings"), py::arg("progress"),
             "Returns (ok, damage, report).");
    bind_engine_runs(cls);
    bind_engine_reads(cls);
    bind_engine_frames(cls);
    bind_engine_operations(cls);
    bind_engine_products(cls);
    bind_engine_due(cls);
    m.def(
        "findings_path", [](const std::string& rejects) { return py::bytes(findings_path(rejects)); },
        py::arg("rejects"), "Where the findings of rejects go whose lines go to this path.");
    m.def("migrations", &migrations, py::arg("path"), "Rows (version, name, doc, is_applied) of a file's schema.");
}

}  // namespace abonado::python
