// Values of the core as Python objects and back. All functions need the GIL.
//
//     text str · integer, legacy id int · boolean bool · amount decimal.Decimal · instant datetime (aware, in UTC) ·
//     date datetime.date · uuid uuid.UUID · enumeration str (its wire word) · external id str or int
//
// from_python throws BadValue for an object of another type or outside the range of the type; the caller adds which member it
// was for. What passes can be written as JSON and read back: the same limits hold as for documents.
#pragma once

#include <pybind11/pybind11.h>

#include <optional>
#include <string>
#include <string_view>

#include "abonado/enums.hpp"
#include "abonado/error.hpp"
#include "abonado/fields.hpp"
#include "abonado/value_types.hpp"

namespace abonado::python {

namespace py = pybind11;

// An object that cannot become the value asked for: a TypeError or a ValueError in Python.
struct BadValue {
    enum class Kind { type, value };
    Kind kind;
    std::string message;
};
std::string type_name(py::handle value);  // without its module
[[noreturn]] void wrong_type(std::string_view expected, py::handle got);
[[noreturn]] void wrong_value(std::string message);

// Calls `f`; its BadValue becomes a TypeError or ValueError whose message starts with `where`.
template <class F>
void naming(std::string_view where, F&& f) {
    try {
        f();
    } catch (const BadValue& bad) {
        const std::string message = std::string(where) + ": " + bad.message;
        if (bad.kind == BadValue::Kind::type) throw py::type_error(message);
        throw py::value_error(message);
    }
}

// The same for an option of a call: a value that makes no sense is Error(invalid_argument).
template <class F>
void naming_option(std::string_view where, F&& f) {
    try {
        f();
    } catch (const BadValue& bad) {
        const std::string message = std::string(where) + ": " + bad.message;
        if (bad.kind == BadValue::Kind::type) throw py::type_error(message);
        throw Error(ErrorCode::invalid_argument, message);
    }
}

// `text` as a str. Bytes that are not UTF-8 (a finding may quote some) become U+FFFD.
py::str to_str(std::string_view text);
// The same, but None for an empty text.
py::object to_str_or_none(std::string_view text);
// The UTF-8 of a str, valid as long as the object. Throws BadValue if it is no str, or holds half of a surrogate pair.
std::string_view utf8(py::handle value);

// True for an int and for what stands for one by __index__, as numbers of numpy do; a bool is none.
bool is_integer(py::handle value);
// Such an object as an int of Python. Throws BadValue if it is none.
py::int_ to_int(py::handle value, std::string_view expected);

inline py::object to_python(const std::string& value) { return to_str(value); }
inline py::object to_python(std::int64_t value) { return py::int_(value); }
inline py::object to_python(LegacyId value) { return py::int_(value.value); }
inline py::object to_python(bool value) { return py::bool_(value); }
py::object to_python(Money value);
py::object to_python(Instant value);
py::object to_python(Date value);
py::object to_python(const Uuid& value);
py::object to_python(const ExternalId& value);

template <class T>
py::object to_python_or_none(const std::optional<T>& value) {
    if (!value) return py::none();
    return to_python(*value);
}
template <WireEnum E>
py::object word_or_none(const std::optional<E>& value) {
    if (!value) return py::none();
    return to_str(to_word(*value));
}

void from_python(py::handle value, std::string& out);
void from_python(py::handle value, std::int64_t& out);
void from_python(py::handle value, LegacyId& out);
void from_python(py::handle value, bool& out);
void from_python(py::handle value, Money& out);
void from_python(py::handle value, Instant& out);
void from_python(py::handle value, Date& out);
void from_python(py::handle value, Uuid& out);
void from_python(py::handle value, ExternalId& out);

// The position of a wire word in its table.
std::size_t word_from_python(py::handle value, const EnumInfo& table);

template <WireEnum E>
E enum_from_python(py::handle value) {
    return static_cast<E>(word_from_python(value, EnumTable<E>::info));
}

// A JSON number as an object that json.dumps writes with the same value: int, float where the float's shortest form is this
// number, else decimal.Decimal (which json.dumps refuses, rather than lose digits).
py::object number_from_literal(const py::str& literal);

// Which type of the standard library an object is. None of them imports a module that is not needed.
bool is_datetime(py::handle value);
bool is_date(py::handle value);
bool is_decimal(py::handle value);
bool is_uuid(py::handle value);

}  // namespace abonado::python
