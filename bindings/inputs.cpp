#include "inputs.hpp"

#include <pybind11/stl.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "abonado/error.hpp"
#include "frame_inputs.hpp"
#include "gil.hpp"
#include "python_json.hpp"
#include "value_casters.hpp"

namespace abonado::python {

namespace {

constexpr std::size_t kChunk = std::size_t{1} << 18;

// A contiguous view of an object's bytes.
class Buffer {
public:
    explicit Buffer(py::handle object) {
        if (PyObject_GetBuffer(object.ptr(), &view_, PyBUF_SIMPLE) != 0) throw py::error_already_set();
    }
    Buffer(const Buffer&) = delete;
    Buffer& operator=(const Buffer&) = delete;
    ~Buffer() { PyBuffer_Release(&view_); }
    std::string_view bytes() const {
        return {static_cast<const char*>(view_.buf), static_cast<std::size_t>(view_.len)};
    }

private:
    Py_buffer view_;
};

void append_text_of(std::string& out, py::handle value) {
    if (PyUnicode_Check(value.ptr())) naming("a record", [&] { out += utf8(value); });
    else out += Buffer(value).bytes();
}

// Gives out what refill() gathers.
class PulledInput : public Input {
public:
    PulledInput(std::string name, PythonCalls& calls) : name_(std::move(name)), calls_(calls) {}

    const std::string& name() const override { return name_; }
    std::size_t read(char* buffer, std::size_t size) override {
        if (taken_ == gathered_.size()) {
            gathered_.clear();
            taken_ = 0;
            std::string failure;
            const bool good = calls_([&] { failure = refill(gathered_); });
            if (!good) throw Error(ErrorCode::cancelled, name_ + ": raised an exception");
            if (!failure.empty()) throw Error(ErrorCode::input_unreadable, name_ + ": " + failure);
        }
        const std::size_t got = std::min(size, gathered_.size() - taken_);
        std::memcpy(buffer, gathered_.data() + taken_, got);
        taken_ += got;
        position_ += got;
        return got;
    }
    std::uint64_t position() const override { return position_; }
    std::optional<std::uint64_t> size() const override { return std::nullopt; }

protected:
    // Appends the next bytes, none at the end. Called with the GIL. Returns why the source cannot be read, or nothing.
    virtual std::string refill(std::string& out) = 0;

private:
    std::string name_;
    PythonCalls& calls_;
    std::string gathered_;
    std::size_t taken_ = 0;
    std::uint64_t position_ = 0;
};

class StreamInput : public PulledInput {
public:
    StreamInput(const py::object& stream, std::string name, PythonCalls& calls)
        // read1 gives what is there; read would wait until all that was asked for has come.
        : PulledInput(std::move(name), calls), read_(stream.attr(py::hasattr(stream, "read1") ? "read1" : "read")) {}

private:
    std::string refill(std::string& out) override {
        try {
            check_signals();
            append_text_of(out, read_(kChunk));
            return {};
        } catch (py::error_already_set& error) {
            if (!error.matches(PyExc_OSError) && !error.matches(PyExc_EOFError)) throw;
            return py::str(error.value());
        }
    }

    py::object read_;
};

class RecordsInput : public PulledInput {
public:
    RecordsInput(const py::object& records, std::string name, PythonCalls& calls)
        : PulledInput(std::move(name), calls), records_(py::iter(records)) {}

private:
    std::string refill(std::string& out) override {
        check_signals();
        while (!ended_ && out.size() < kChunk) {
            const auto record = py::reinterpret_steal<py::object>(PyIter_Next(records_.ptr()));
            if (!record) {
                if (PyErr_Occurred() != nullptr) throw py::error_already_set();
                ended_ = true;
                break;
            }
            const std::size_t begin = out.size();
            append_record(out, record);
            if (out.size() > begin && out.back() == '\n') out.pop_back();
            std::replace(out.begin() + static_cast<std::ptrdiff_t>(begin), out.end(), '\n', ' ');
            out += '\n';
        }
        return {};
    }

    static void append_record(std::string& out, py::handle record) {
        if (PyUnicode_Check(record.ptr()) || PyObject_CheckBuffer(record.ptr())) append_text_of(out, record);
        else append_json_of(out, record);
    }

    py::object records_;
    bool ended_ = false;
};

using Part = std::tuple<py::object, std::string, std::string>;  // source, form, name

std::unique_ptr<Input> input_of(const Part& part, PythonCalls& calls);

// A file that is opened by the first read and closed at its end, so that a thousand of them need one descriptor.
class LateInput : public Input {
public:
    LateInput(std::string path, std::string name, PythonCalls& calls)
        : path_(std::move(path)), name_(std::move(name)), calls_(calls) {}
    LateInput(py::object opener, std::string name, PythonCalls& calls)
        : opener_(std::move(opener)), name_(std::move(name)), calls_(calls) {}

    const std::string& name() const override { return name_; }
    std::size_t read(char* buffer, std::size_t size) override {
        if (ended_) return 0;
        if (!input_) open();
        const std::size_t got = input_->read(buffer, size);
        position_ = input_->position();
        if (got == 0) close();
        return got;
    }
    bool wait(int milliseconds) override { return !input_ || input_->wait(milliseconds); }
    void while_waiting(const std::function<void()>& idle) override {
        idle_ = idle;
        if (input_) input_->while_waiting(idle);
    }
    void longest_line(std::size_t bytes) override { longest_line_ = bytes; }
    std::uint64_t position() const override { return position_; }
    std::optional<std::uint64_t> size() const override { return std::nullopt; }

private:
    void open() {
        if (opener_) open_by_python();
        else input_ = open_input(path_);
        input_->while_waiting(idle_);
        if (longest_line_) input_->longest_line(*longest_line_);
    }

    void open_by_python() {
        std::optional<Error> failure;
        const bool good = calls_([&] {
            try {
                input_ = input_of(opener_().cast<Part>(), calls_);
            } catch (const Error& error) {
                if (error.code() != ErrorCode::input_unreadable) throw;
                failure = error;
            } catch (py::error_already_set& error) {
                if (!error.matches(PyExc_OSError) && !error.matches(PyExc_EOFError)) throw;
                failure = Error(ErrorCode::input_unreadable, name_ + ": " + std::string(py::str(error.value())));
            }
        });
        if (!good) throw Error(ErrorCode::cancelled, name_ + ": raised an exception");
        if (failure) throw Error(*failure);
    }

    void close() {
        const WithGil gil;
        input_.reset();
        ended_ = true;
    }

    std::string path_;
    py::object opener_;  // or what gives the source, its form and its name
    std::string name_;
    PythonCalls& calls_;
    std::function<void()> idle_;
    std::optional<std::size_t> longest_line_;
    std::unique_ptr<Input> input_;
    std::uint64_t position_ = 0;
    bool ended_ = false;
};

FrameRows frame_rows(const py::handle& kind, const py::handle& org) {
    FrameRows rows;
    if (!kind.is_none()) naming_option("kind", [&] { rows.kind = enum_from_python<RecordKind>(kind); });
    if (!org.is_none()) naming_option("org", [&] { from_python(org, rows.org); });
    return rows;
}

class BufferInput : public Input {
public:
    BufferInput(py::handle object, std::string name)
        : buffer_(object), input_(memory_input(buffer_.bytes(), std::move(name))) {}

    const std::string& name() const override { return input_->name(); }
    std::size_t read(char* buffer, std::size_t size) override { return input_->read(buffer, size); }
    bool wait(int milliseconds) override { return input_->wait(milliseconds); }
    std::uint64_t position() const override { return input_->position(); }
    std::optional<std::uint64_t> size() const override { return input_->size(); }

private:
    Buffer buffer_;
    std::unique_ptr<Input> input_;
};

}  // namespace

namespace {

std::unique_ptr<Input> input_of(const Part& part, PythonCalls& calls) {
    const auto& [source, form, name] = part;
    if (form == "buffer") return buffer_input(source, name);
    if (form == "stream") return stream_input(source, name, calls);
    if (form == "records") return records_input(source, name, calls);
    if (form == "path") return std::make_unique<LateInput>(source.cast<std::string>(), name, calls);
    if (form == "opened") return std::make_unique<LateInput>(source, name, calls);
    const auto parts = source.cast<py::tuple>();
    if (form == "frame") return frame_input(parts[0], frame_rows(parts[1], parts[2]), name, calls);
    return batches_input(parts[0], parts[1], frame_rows(parts[2], parts[3]), name, calls);
}

}  // namespace

std::unique_ptr<Input> stream_input(const py::object& stream, std::string name, PythonCalls& calls) {
    return std::make_unique<StreamInput>(stream, std::move(name), calls);
}

std::unique_ptr<Input> records_input(const py::object& records, std::string name, PythonCalls& calls) {
    return std::make_unique<RecordsInput>(records, std::move(name), calls);
}

std::unique_ptr<Input> buffer_input(py::handle object, std::string name) {
    return std::make_unique<BufferInput>(object, std::move(name));
}

Source source_of(const py::object& source, const std::string& form, const std::string& name, const Redaction& redaction,
                 PythonCalls& calls) {
    Source out;
    if (form == "paths") {
        out.paths = source.cast<std::vector<std::string>>();
        for (const std::string& path : out.paths) out.names.push_back(path == "-" ? "<stdin>" : path);
        return out;
    }
    std::vector<Part> parts{{source, form, name}};
    if (form == "parts") parts = source.cast<std::vector<Part>>();
    for (const Part& part : parts) {
        try {
            out.inputs.push_back(input_of(part, calls));
        } catch (const Error& error) {
            throw redacted(error, redaction);
        }
        out.names.push_back(out.inputs.back()->name());
    }
    return out;
}

}  // namespace abonado::python
