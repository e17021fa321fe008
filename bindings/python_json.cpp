#include "python_json.hpp"

#include <pybind11/gil_safe_call_once.h>

#include <cmath>

#include "abonado/json.hpp"
#include "value_casters.hpp"

namespace abonado::python {

namespace {

constexpr std::string_view kJsonValue = "a value that JSON has";

struct RecursionGuard {
    RecursionGuard() {
        if (Py_EnterRecursiveCall(" while writing JSON") != 0) throw py::error_already_set();
    }
    ~RecursionGuard() { Py_LeaveRecursiveCall(); }
    RecursionGuard(const RecursionGuard&) = delete;
    RecursionGuard& operator=(const RecursionGuard&) = delete;
};

void append(std::string& out, py::handle value);

void append_members(std::string& out, const py::dict& members) {
    char before = '{';
    const std::size_t size = members.size();
    for (const auto& [key, borrowed] : members) {
        // The code that runs for a value may take it out of the object.
        const auto value = py::reinterpret_borrow<py::object>(borrowed);
        if (!PyUnicode_Check(key.ptr())) wrong_type("str as the name of a member", key);
        out += before;
        before = ',';
        append_json_string(out, utf8(key));
        out += ':';
        append(out, value);
        if (members.size() != size) wrong_value("an object changed while it was written");
    }
    out += before == '{' ? "{}" : "}";
}

void append_elements(std::string& out, py::handle elements) {
    char before = '[';
    // By position: a list may be changed by the code that runs for an element.
    for (py::ssize_t i = 0; i < PySequence_Fast_GET_SIZE(elements.ptr()); ++i) {
        out += before;
        before = ',';
        append(out, py::reinterpret_borrow<py::object>(PySequence_Fast_GET_ITEM(elements.ptr(), i)));
    }
    out += before == '[' ? "[]" : "]";
}

void append_float(std::string& out, py::handle value) {
    const double number = PyFloat_AS_DOUBLE(value.ptr());
    if (!std::isfinite(number)) wrong_value("JSON has no " + std::string(py::str(value)));
    // The shortest form that reads back as the same float; not the repr of a subclass such as numpy's.
    char* text = PyOS_double_to_string(number, 'r', 0, 0, nullptr);
    if (text == nullptr) throw py::error_already_set();
    out += text;
    PyMem_Free(text);
}

void append_decimal(std::string& out, py::handle value) {
    if (!value.attr("is_finite")().cast<bool>()) wrong_value("JSON has no " + std::string(py::str(value)));
    out += utf8(py::str(value));
}

template <class Value>
void append_quoted(std::string& out, py::handle object) {
    Value value;
    from_python(object, value);
    out += '"';
    value.append_to(out);
    out += '"';
}

// Types beside those of json.dumps, in their wire form.
void append_other(std::string& out, py::handle value) {
    if (is_integer(value)) {
        append(out, to_int(value, kJsonValue));
    } else if (is_datetime(value)) {
        append_quoted<Instant>(out, value);
    } else if (is_date(value)) {
        append_quoted<Date>(out, value);
    } else if (is_decimal(value)) {
        append_decimal(out, value);
    } else if (is_uuid(value)) {
        append_quoted<Uuid>(out, value);
    } else if (py::hasattr(value, "to_json")) {
        out += utf8(py::object(value.attr("to_json")()));
    } else {
        wrong_type(kJsonValue, value);
    }
}

void append_integer(std::string& out, py::handle value) {
    // Not what a subclass shows.
    const auto digits = py::reinterpret_steal<py::object>(PyLong_Type.tp_repr(value.ptr()));
    if (!digits) {
        PyErr_Clear();
        wrong_value("an integer has more digits than Python writes (sys.set_int_max_str_digits)");
    }
    out += utf8(digits);
}

void append(std::string& out, py::handle value) {
    const RecursionGuard guard;
    PyObject* object = value.ptr();
    if (object == Py_None) out += "null";
    else if (object == Py_True) out += "true";
    else if (object == Py_False) out += "false";
    else if (PyUnicode_Check(object)) append_json_string(out, utf8(value));
    else if (PyLong_Check(object)) append_integer(out, value);
    else if (PyFloat_Check(object)) append_float(out, value);
    else if (PyDict_Check(object)) append_members(out, py::reinterpret_borrow<py::dict>(value));
    else if (PyList_Check(object) || PyTuple_Check(object)) append_elements(out, value);
    else append_other(out, value);
}

}  // namespace

void append_json_of(std::string& out, py::handle value) {
    naming("cannot be written as JSON", [&] { append(out, value); });
}

py::object loads(const std::string& json) {
    PYBIND11_CONSTINIT static py::gil_safe_call_once_and_store<py::object> cached;
    const py::object& decode =
        cached
            .call_once_and_store_result([]() -> py::object {
                const py::object decoder = py::module_::import("json").attr("JSONDecoder");
                return decoder(py::arg("parse_float") = py::cpp_function(&number_from_literal)).attr("decode");
            })
            .get_stored();
    return decode(to_str(json));
}

}  // namespace abonado::python
