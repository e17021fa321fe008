// abonado::generate for Python: lines to a file or a stream, without the GIL.
#include <pybind11/stl.h>

#include <chrono>
#include <memory>
#include <optional>

#include "abonado/error.hpp"
#include "abonado/generate.hpp"
#include "gil.hpp"
#include "line_writer.hpp"
#include "module.hpp"
#include "value_casters.hpp"

namespace abonado::python {

namespace {

using Clock = std::chrono::steady_clock;
constexpr auto kTickEvery = std::chrono::milliseconds(50);

GenerateOptions generate_options(std::uint64_t records, std::uint64_t seed,
                                 const std::map<std::string, double>& defects,
                                 const std::map<std::string, double>& kinds, const py::object& now) {
    GenerateOptions options;
    options.records = records;
    options.seed = seed;
    options.defects.insert(defects.begin(), defects.end());
    for (const auto& [word, weight] : kinds) {
        naming_option("kinds",
                      [&, &w = word, &x = weight] { options.kinds[enum_from_python<RecordKind>(to_str(w))] = x; });
    }
    if (!now.is_none()) naming_option("now", [&] { from_python(now, options.now); });
    return options;
}

// Calls progress(records, bytes) and looks for signals about every 50 ms.
class Ticker {
public:
    Ticker(const py::object& progress, PythonCalls& calls) : progress_(progress), calls_(calls) {}

    bool count(std::size_t bytes) {
        ++records_;
        bytes_ += bytes + 1;
        if (records_ % 64 != 0 || Clock::now() - last_ < kTickEvery) return true;
        last_ = Clock::now();
        return calls_([this] {
            check_signals();
            if (!progress_.is_none()) progress_(records_, bytes_);
        });
    }

private:
    const py::object& progress_;
    PythonCalls& calls_;
    std::uint64_t records_ = 0;
    std::uint64_t bytes_ = 0;
    Clock::time_point last_ = Clock::now();
};

std::unique_ptr<LineWriter> writer_of(const py::object& output, PythonCalls& calls) {
    if (py::isinstance<py::bytes>(output)) return open_file_writer(output.cast<std::string>());
    return stream_writer(output, calls);
}

void finish(LineWriter& writer) {
    if (!writer.finish()) throw Error(ErrorCode::output_unwritable, writer.failure());
}

py::tuple run(const py::object& output, const py::object& labels, std::uint64_t records, std::uint64_t seed,
              const std::map<std::string, double>& defects, const std::map<std::string, double>& kinds,
              const py::object& now, const py::object& progress) {
    const GenerateOptions options = generate_options(records, seed, defects, kinds, now);
    PythonCalls calls;
    const std::unique_ptr<LineWriter> lines = writer_of(output, calls);
    const std::unique_ptr<LineWriter> side = labels.is_none() ? nullptr : writer_of(labels, calls);
    Ticker ticker(progress, calls);
    GenerateReport report;
    calls.without_gil([&] {
        const LineSink on_line = [&](std::string_view line) {
            return lines->write_line(line) && (!side || side->failure().empty()) && ticker.count(line.size());
        };
        const LabelSink on_label = [&](const Label& label) { side->write_line(to_json_line(label)); };
        report = generate(options, on_line, side ? on_label : LabelSink());
        finish(*lines);
        if (side) finish(*side);
    });
    return py::make_tuple(report.records, report.defective, report.bytes);
}

py::list injectable() {
    py::list ids;
    for (const std::uint16_t rule : injectable_rules()) ids.append(to_str(rules()[rule].id));
    return ids;
}

py::list reasons() {
    py::list words;
    for (const std::string_view word : generated_status_reasons()) words.append(to_str(word));
    return words;
}

}  // namespace

void bind_generate(py::module_& m) {
    m.def("generate", &run, py::arg("output"), py::arg("labels"), py::kw_only(), py::arg("records"), py::arg("seed"),
          py::arg("defects"), py::arg("kinds"), py::arg("now"), py::arg("progress"),
          "Writes a dump to a path (bytes) or a stream. Returns (records, defective, bytes).");
    m.def("injectable_rules", &injectable, "Ids of the rules that generate() can break.");
    m.def("generated_status_reasons", &reasons, "The words that generated records use as last_status_reason.");
}

}  // namespace abonado::python
