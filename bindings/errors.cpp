#include "errors.hpp"

#include <array>

#include "abonado/error.hpp"
#include "value_casters.hpp"

namespace abonado::python {

namespace {

// The class of abonado.errors for each code; the classes are real Python ones, so that people can read and subclass them.
const char* class_name(ErrorCode code) {
    switch (code) {
        case ErrorCode::invalid_argument:
            return "ArgumentError";
        case ErrorCode::invalid_document:
            return "ValidationError";
        case ErrorCode::input_unreadable:
            return "InputError";
        case ErrorCode::output_unwritable:
            return "OutputError";
        case ErrorCode::cancelled:
            return "CancelledError";
        case ErrorCode::not_found:
            return "NotFoundError";
        case ErrorCode::store_unusable:
            return "StoreUnusableError";
        case ErrorCode::store_busy:
            return "StoreBusyError";
        case ErrorCode::storage:
            return "StorageError";
        case ErrorCode::handle_closed:
            return "ClosedError";
    }
    return "Error";
}

void raise(const Error& error) {
    try {
        const py::object type = py::module_::import("abonado.errors").attr(class_name(error.code()));
        const py::object exception = type(to_str(error.what()), py::arg("pointer") = to_str(error.pointer()));
        PyErr_SetObject(type.ptr(), exception.ptr());
    } catch (py::error_already_set& failed) {
        failed.restore();
    }
}

}  // namespace

void translate_errors() {
    py::register_local_exception_translator([](std::exception_ptr pointer) {
        try {
            if (pointer) std::rethrow_exception(pointer);
        } catch (const Error& error) {
            raise(error);
        }
    });
}

void bind_errors(py::module_& m) {
    translate_errors();
    m.def(
        "error_table",
        [] {
            constexpr std::array kCodes{ErrorCode::invalid_argument, ErrorCode::invalid_document,
                                        ErrorCode::input_unreadable, ErrorCode::output_unwritable,
                                        ErrorCode::cancelled,        ErrorCode::not_found,
                                        ErrorCode::store_unusable,   ErrorCode::store_busy,
                                        ErrorCode::storage,          ErrorCode::handle_closed};
            py::list rows;
            for (const ErrorCode code : kCodes) {
                const ErrorInfo& row = error_info(code);
                rows.append(py::make_tuple(class_name(code), to_str(row.word), row.http_status, to_str(row.title)));
            }
            return rows;
        },
        "Rows (class name, code, HTTP status, title) of the errors of the library.");
}

}  // namespace abonado::python
