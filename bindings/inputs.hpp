// Python objects as inputs of a validation or a load.
#pragma once

#include <pybind11/pybind11.h>

#include <memory>
#include <string>
#include <vector>

#include "abonado/input.hpp"
#include "abonado/redaction.hpp"
#include "gil.hpp"

namespace abonado::python {

// An object with read(size), or an iterable of records, each a str, bytes, dict or struct of the model. Records get a newline;
// one within a record, which in JSON can only be space between tokens, becomes a space, so that record n is line n.
//
// The input needs the GIL to be made and destroyed, and takes it to read. What the object raises is kept by `calls` and
// stops the run; an OSError or EOFError of read() is an Error(input_unreadable) instead: a file that ended early.
std::unique_ptr<Input> stream_input(const py::object& stream, std::string name, PythonCalls& calls);
std::unique_ptr<Input> records_input(const py::object& records, std::string name, PythonCalls& calls);

// Bytes of an object with the buffer protocol, which stays exported as long as the input lives; nothing is copied.
std::unique_ptr<Input> buffer_input(py::handle object, std::string name);

// A dump as the package gives it: either paths, or one input that is made already.
struct Source {
    std::vector<std::string> paths;
    std::vector<std::unique_ptr<Input>> inputs;
    std::vector<std::string> names;  // what messages call each
};

// What `source` is, by its `form`; `calls` must outlive the source:
//
// * paths: a list of bytes. buffer, stream, records: as above.
// * frame: (an object with `__arrow_c_stream__`, kind, org); batches: (schema, batches, kind, org); see frame_inputs.hpp. Kind
//   and organisation are those of rows that do not say theirs, or None.
// * parts: a list of (source, form, name), read as one dump. A part may also be of the form `path`, or `opened`: a function
//   without arguments that returns such a triple. Both are opened when their turn comes and closed at their end.
//
// `redaction`: with what errors are told of columns, whose names may be values.
Source source_of(const py::object& source, const std::string& form, const std::string& name, const Redaction& redaction,
                 PythonCalls& calls);

}  // namespace abonado::python
