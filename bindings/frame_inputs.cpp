#include "frame_inputs.hpp"

#include <cerrno>
#include <string_view>
#include <utility>

#include "abonado/arrow.hpp"
#include "abonado/error.hpp"
#include "gil.hpp"

namespace abonado::python {

namespace {

// What a capsule of the Arrow PyCapsule interface holds, moved out of it.
template <class T>
T taken(const py::object& capsule, const char* name) {
    void* const held = PyCapsule_GetPointer(capsule.ptr(), name);
    if (held == nullptr) throw py::error_already_set();
    return std::exchange(*static_cast<T*>(held), T{});
}

// The producer may take the GIL on any thread, so that nobody may wait for it with the GIL in hand.
class FrameInput : public Input {
public:
    FrameInput(ArrowArrayStream stream, const FrameRows& rows, std::string name, PythonCalls& calls) : calls_(calls) {
        calls.without_gil([&] { input_ = arrow_input(&stream, rows, std::move(name)); });
    }
    FrameInput(const FrameInput&) = delete;
    FrameInput& operator=(const FrameInput&) = delete;
    ~FrameInput() override {
        const WithoutGil released;
        input_.reset();
    }

    const std::string& name() const override { return input_->name(); }
    std::size_t read(char* buffer, std::size_t size) override {
        try {
            return input_->read(buffer, size);
        } catch (const Error& error) {
            raise_if_interrupted(error);
            throw;
        }
    }
    void longest_line(std::size_t bytes) override { input_->longest_line(bytes); }
    std::uint64_t position() const override { return input_->position(); }
    std::optional<std::uint64_t> size() const override { return input_->size(); }

private:
    // Ctrl-C that came while Python code made the batch is swallowed by the producer: its text is all that is left of it.
    void raise_if_interrupted(const Error& error) {
        if (std::string_view(error.what()).find("KeyboardInterrupt") == std::string_view::npos) return;
        calls_([] {
            PyErr_SetNone(PyExc_KeyboardInterrupt);
            throw py::error_already_set();
        });
        throw Error(ErrorCode::cancelled, name() + ": interrupted");
    }

    PythonCalls& calls_;
    std::unique_ptr<Input> input_;
};

// A stream over an iterator of Python. It is only ever called without the GIL.
class Batches {
public:
    Batches(py::object schema, py::object batches, PythonCalls& calls)
        : schema_(std::move(schema)), batches_(std::move(batches)), calls_(calls) {}

    static ArrowArrayStream stream(std::unique_ptr<Batches> batches) {
        return {&get_schema, &get_next, &get_last_error, &release, batches.release()};
    }

private:
    static Batches& of(ArrowArrayStream* stream) { return *static_cast<Batches*>(stream->private_data); }

    static int get_schema(ArrowArrayStream* stream, ArrowSchema* out) {
        Batches& self = of(stream);
        return self.call([&] { *out = taken<ArrowSchema>(self.schema_.attr("__arrow_c_schema__")(), "arrow_schema"); });
    }

    static int get_next(ArrowArrayStream* stream, ArrowArray* out) {
        Batches& self = of(stream);
        *out = {};
        return self.call([&] {
            check_signals();
            const auto batch = py::reinterpret_steal<py::object>(PyIter_Next(self.batches_.ptr()));
            if (!batch && PyErr_Occurred() != nullptr) throw py::error_already_set();
            if (!batch) return;
            const auto capsules = batch.attr("__arrow_c_array__")().cast<std::pair<py::object, py::object>>();
            *out = taken<ArrowArray>(capsules.second, "arrow_array");
            if (out->release == nullptr) {  // which would say that this is the end
                PyErr_SetString(PyExc_OSError, "a batch was given out before");
                throw py::error_already_set();
            }
        });
    }

    static const char* get_last_error(ArrowArrayStream* stream) { return of(stream).failure_.c_str(); }

    static void release(ArrowArrayStream* stream) {
        const WithGil gil;
        delete static_cast<Batches*>(stream->private_data);
        stream->release = nullptr;
    }

    // Runs `f` under the GIL; the error number of what it raised.
    template <class F>
    int call(F&& f) {
        const bool good = calls_([&] {
            try {
                f();
            } catch (py::error_already_set& error) {
                if (!error.matches(PyExc_OSError) && !error.matches(PyExc_EOFError)) throw;
                failure_ = py::str(error.value());
            }
        });
        if (!good) failure_ = "raised an exception";
        return good ? (failure_.empty() ? 0 : EIO) : ECANCELED;
    }

    py::object schema_;
    py::object batches_;
    PythonCalls& calls_;
    std::string failure_;
};

}  // namespace

std::unique_ptr<Input> frame_input(const py::object& frame, const FrameRows& rows, std::string name,
                                   PythonCalls& calls) {
    const auto stream = taken<ArrowArrayStream>(frame.attr("__arrow_c_stream__")(), "arrow_array_stream");
    return std::make_unique<FrameInput>(stream, rows, std::move(name), calls);
}

std::unique_ptr<Input> batches_input(const py::object& schema, const py::object& batches, const FrameRows& rows,
                                     std::string name, PythonCalls& calls) {
    auto held = std::make_unique<Batches>(schema, py::iter(batches), calls);
    return std::make_unique<FrameInput>(Batches::stream(std::move(held)), rows, std::move(name), calls);
}

}  // namespace abonado::python
