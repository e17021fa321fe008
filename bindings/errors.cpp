#include "errors.hpp"

#include <algorithm>
#include <array>

#include "abonado/error.hpp"
#include "abonado/operations.hpp"
#include "value_casters.hpp"

namespace abonado::python {

namespace {

// The class of abonado.errors for each code, in the order of ErrorCode; the classes are real Python ones, so that people can
// read and subclass them.
struct ClassRow {
    ErrorCode code;
    const char* name;
};
constexpr std::array kClasses{
    ClassRow{ErrorCode::invalid_argument, "ArgumentError"},
    ClassRow{ErrorCode::invalid_document, "ValidationError"},
    ClassRow{ErrorCode::input_unreadable, "InputError"},
    ClassRow{ErrorCode::output_unwritable, "OutputError"},
    ClassRow{ErrorCode::cancelled, "CancelledError"},
    ClassRow{ErrorCode::not_found, "NotFoundError"},
    ClassRow{ErrorCode::store_unusable, "StoreUnusableError"},
    ClassRow{ErrorCode::store_busy, "StoreBusyError"},
    ClassRow{ErrorCode::storage, "StorageError"},
    ClassRow{ErrorCode::handle_closed, "ClosedError"},
    ClassRow{ErrorCode::missing_query_params, "ArgumentError"},
    ClassRow{ErrorCode::invalid_subscription_status, "RefusedError"},
    ClassRow{ErrorCode::incompatible_product, "RefusedError"},
    ClassRow{ErrorCode::change_pending, "RefusedError"},
    ClassRow{ErrorCode::forbidden_organization, "ForbiddenError"},
    ClassRow{ErrorCode::subscription_not_found, "NotFoundError"},
    ClassRow{ErrorCode::product_not_found, "NotFoundError"},
    ClassRow{ErrorCode::already_exists, "ConflictError"},
    ClassRow{ErrorCode::status_conflict, "ConflictError"},
    ClassRow{ErrorCode::method_not_allowed, "Error"},  // an answer of handle(), which raises nothing
};

consteval bool is_complete() {
    for (std::size_t i = 0; i < kClasses.size(); ++i) {
        if (static_cast<std::size_t>(kClasses[i].code) != i) return false;
    }
    return kClasses.back().code == ErrorCode::method_not_allowed;
}
static_assert(is_complete(), "one row for each ErrorCode, in its order");

py::tuple detail_rows(const Error& error) {
    py::tuple rows(error.details().size());
    for (std::size_t i = 0; i < error.details().size(); ++i) {
        const ErrorDetail& detail = error.details()[i];
        rows[i] = py::make_tuple(to_str(detail.pointer), to_str(detail.message));
    }
    return rows;
}

void raise(const Error& error) {
    try {
        const char* name = kClasses[static_cast<std::size_t>(error.code())].name;
        const py::object type = py::module_::import("abonado.errors").attr(name);
        const py::object exception = type(to_str(error.what()), py::arg("pointer") = to_str(error.pointer()),
                                          py::arg("code") = to_str(error.word()),
                                          py::arg("details") = detail_rows(error));
        PyErr_SetObject(type.ptr(), exception.ptr());
    } catch (py::error_already_set& failed) {
        failed.restore();
    }
}

py::list table_rows() {
    py::list rows;
    for (const ClassRow& row : kClasses) {
        const ErrorInfo& info = error_info(row.code);
        rows.append(py::make_tuple(row.name, to_str(info.word), info.http_status, to_str(info.title)));
    }
    return rows;
}

py::str body(const std::string& word, const std::string& message, const py::sequence& details,
             const py::object& form_word) {
    const auto* const row = std::find_if(kClasses.begin(), kClasses.end(), [&word](const ClassRow& candidate) {
        return error_info(candidate.code).word == word;
    });
    if (row == kClasses.end()) throw Error(ErrorCode::invalid_argument, "there is no error code " + word);
    std::vector<ErrorDetail> faults;
    for (const py::handle detail : details) {
        const auto pair = py::reinterpret_borrow<py::sequence>(detail);
        naming("details", [&] { faults.push_back({std::string(utf8(pair[0])), std::string(utf8(pair[1]))}); });
    }
    ErrorForm form{};
    naming_option("form", [&] { form = enum_from_python<ErrorForm>(form_word); });
    // An error that was not made of several faults is its message.
    if (faults.size() == 1 && faults[0].message == message) {
        return to_str(error_body(Error(row->code, message, faults[0].pointer), form));
    }
    return to_str(error_body(Error(row->code, std::move(faults)), form));
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
    m.def("error_table", &table_rows, "Rows (class name, code, HTTP status, title) of the errors of the library.");
    m.def("error_body", &body, py::arg("code"), py::arg("message"), py::arg("details"), py::arg("form"),
          "The JSON body that answers an error; details are pairs (pointer, message), the form is errors or error.");
}

}  // namespace abonado::python
