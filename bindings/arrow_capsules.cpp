#include "arrow_capsules.hpp"

#include <memory>
#include <utility>

#include "gil.hpp"
#include "value_casters.hpp"

namespace abonado::python {

namespace {

ArrowArrayStream& inner(ArrowArrayStream* stream) { return *static_cast<ArrowArrayStream*>(stream->private_data); }

// Readers ask from threads of their own, or from Python with the GIL held.
template <class Call>
auto without_own_gil(Call&& call) {
    if (PyGILState_Check() == 0) return call();
    const WithoutGil released;
    return call();
}

int get_schema(ArrowArrayStream* stream, ArrowSchema* out) { return inner(stream).get_schema(&inner(stream), out); }

int get_next(ArrowArrayStream* stream, ArrowArray* out) {
    return without_own_gil([&] { return inner(stream).get_next(&inner(stream), out); });
}

const char* get_last_error(ArrowArrayStream* stream) { return inner(stream).get_last_error(&inner(stream)); }

void release_stream(ArrowArrayStream* stream) {
    if (stream->release == nullptr) return;
    const std::unique_ptr<ArrowArrayStream> held(&inner(stream));
    held->release(held.get());
    stream->release = nullptr;
}

// What a consumer did not take is given back with the capsule.
template <class T>
void destroy(PyObject* capsule) {
    const std::unique_ptr<T> held(static_cast<T*>(PyCapsule_GetPointer(capsule, PyCapsule_GetName(capsule))));
    if (held->release != nullptr) held->release(held.get());
}

template <class T>
py::capsule capsule(std::unique_ptr<T> held, const char* name) {
    PyObject* const made = PyCapsule_New(held.get(), name, &destroy<T>);
    if (made == nullptr) {
        held->release(held.get());
        throw py::error_already_set();
    }
    static_cast<void>(held.release());
    return py::reinterpret_steal<py::capsule>(made);
}

}  // namespace

py::capsule stream_capsule(const std::function<void(ArrowArrayStream*)>& fill) {
    auto held = std::make_unique<ArrowArrayStream>();
    auto outer = std::make_unique<ArrowArrayStream>();
    {
        const WithoutGil released;
        fill(held.get());
    }
    *outer = {&get_schema, &get_next, &get_last_error, &release_stream, held.release()};
    return capsule(std::move(outer), "arrow_array_stream");
}

py::capsule schema_capsule(const std::function<void(ArrowSchema*)>& fill) {
    auto held = std::make_unique<ArrowSchema>();
    fill(held.get());
    return capsule(std::move(held), "arrow_schema");
}

py::list frame_columns(std::span<const FrameColumn> columns) {
    py::list rows;
    for (const FrameColumn& column : columns) {
        py::dict row;
        row["name"] = to_str(column.name);
        row["kind"] = to_str(to_word(column.kind));
        row["type"] = to_str(arrow_type(column));
        row["words"] = py::none();
        if (column.words != nullptr) {
            py::list words;
            for (const std::string_view word : column.words->words) words.append(to_str(word));
            row["words"] = py::tuple(words);
        }
        row["doc"] = to_str(column.doc);
        rows.append(row);
    }
    return rows;
}

}  // namespace abonado::python
