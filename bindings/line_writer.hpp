// Lines to a file or a Python stream, from a call that has released the GIL.
#pragma once

#include <pybind11/pybind11.h>

#include <cstdio>
#include <memory>
#include <string>
#include <string_view>

#include "gil.hpp"

namespace abonado::python {

// Where text goes that is written through a buffer.
class LineWriter {
public:
    virtual ~LineWriter() = default;
    // Adds `line` and a newline. False once the output has failed; later lines are dropped.
    bool write_line(std::string_view line);
    // Writes what is still in the buffer, and says whether all was written.
    bool finish();
    // Why the output failed, or empty.
    const std::string& failure() const { return failure_; }

protected:
    // Writes all of `bytes`; returns why it could not, or nothing.
    virtual std::string write(std::string_view bytes) = 0;
    virtual std::string close() { return {}; }

private:
    bool flush();
    std::string buffer_;
    std::string failure_;
};

// A new file; an old one of this name is emptied. Throws Error(output_unwritable) if it cannot be opened.
std::unique_ptr<LineWriter> open_file_writer(const std::string& path);

// An object with write(bytes). What it raises is kept by `calls`.
std::unique_ptr<LineWriter> stream_writer(const py::object& stream, PythonCalls& calls);

}  // namespace abonado::python
