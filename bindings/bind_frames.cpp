// Frames for Python: which there are, and their streams.
#include <pybind11/stl.h>

#include "abonado/frames.hpp"
#include "arrow_capsules.hpp"
#include "engine_handle.hpp"
#include "module.hpp"
#include "options.hpp"
#include "store_values.hpp"
#include "value_casters.hpp"

namespace abonado::python {

namespace {

py::list frame_rows() {
    py::list rows;
    for (const FrameInfo& frame : frames()) {
        py::dict row;
        row["name"] = to_str(frame.name);
        row["doc"] = to_str(frame.doc);
        row["has_org"] = frame.has_org();
        row["columns"] = frame_columns(frame.columns);
        rows.append(row);
    }
    return rows;
}

// From a dict with all of the keys below.
FrameRequest request_of(const py::dict& given) {
    FrameRequest out;
    take(given, "name", out.name);
    take(given, "columns", out.columns);
    take(given, "where", out.where);
    take(given, "org", out.org);
    take(given, "limit", out.limit);
    out.parameters = kept_values(given["parameters"]);
    out.as_of = as_of(given["valid"], given["known"]);
    return out;
}

py::capsule frame_stream(Engine& engine, const py::dict& given) {
    const FrameRequest request = request_of(given);
    return stream_capsule([&](ArrowArrayStream* out) { engine.frame(request, out); });
}

void check_frame(Engine& engine, const py::dict& given) {
    const FrameRequest request = request_of(given);
    without_gil([&] { engine.check_frame(request); });
}

}  // namespace

void bind_engine_frames(EngineClass& cls) {
    cls.def("frame_stream", &frame_stream, py::arg("request"), "A capsule arrow_array_stream.")
        .def("check_frame", &check_frame, py::arg("request"), "Raises what frame_stream would raise of the request.");
}

void bind_frames(py::module_& m) {
    m.def("frames", &frame_rows, "The frames of a store.");
    m.def(
        "frame_schema",
        [](const std::string& name, const std::vector<std::string>& columns) {
            return schema_capsule([&](ArrowSchema* out) { frame_schema(name, columns, out); });
        },
        py::arg("name"), py::arg("columns"), "A capsule arrow_schema.");
}

}  // namespace abonado::python
