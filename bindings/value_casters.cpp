#include "value_casters.hpp"

#include <pybind11/chrono.h>  // for Python's datetime API
#include <pybind11/gil_safe_call_once.h>

#include <algorithm>

// Python's datetime API is macros that cast.
#if defined(__GNUC__)
#pragma GCC diagnostic ignored "-Wold-style-cast"
#endif

namespace abonado::python {

namespace {

constexpr std::int64_t kMicrosPerSecond = 1'000'000;
constexpr std::int64_t kMicrosPerDay = 86'400 * kMicrosPerSecond;
constexpr std::int64_t kExactInDouble = std::int64_t{1} << 53;

using Cached = py::gil_safe_call_once_and_store<py::object>;

// Classes of the standard library, imported at their first use; the stored object is never destroyed.
py::object& decimal_class() {
    PYBIND11_CONSTINIT static Cached cached;
    return cached
        .call_once_and_store_result([]() -> py::object { return py::module_::import("decimal").attr("Decimal"); })
        .get_stored();
}

py::object& uuid_class() {
    PYBIND11_CONSTINIT static Cached cached;
    return cached.call_once_and_store_result([]() -> py::object { return py::module_::import("uuid").attr("UUID"); })
        .get_stored();
}

// True if `value` is of `name` of a module; no object is while nobody has imported the module.
bool is_instance_of(py::handle value, const char* module, const char* name) {
    const std::string_view type = Py_TYPE(value.ptr())->tp_name;
    if (type == "int" || type == "str" || type == "float" || type == "dict") return false;
    PyObject* modules = PyImport_GetModuleDict();
    PyObject* found = PyDict_GetItemString(modules, module);
    return found != nullptr && py::isinstance(value, py::handle(found).attr(name));
}

void import_datetime() {
    if (PyDateTimeAPI == nullptr) PyDateTime_IMPORT;
    if (PyDateTimeAPI == nullptr) throw py::error_already_set();
}

std::int64_t as_int64(py::handle value, std::string_view expected) {
    const py::int_ exact = to_int(value, expected);
    int overflow = 0;
    const long long number = PyLong_AsLongLongAndOverflow(exact.ptr(), &overflow);
    if (overflow != 0) wrong_value("the number does not fit into 64 bits");
    return number;
}

std::string quoted(std::string_view text) {
    std::string out = "'";
    out += text.substr(0, 80);
    if (text.size() > 80) out += "…";
    out += "'";
    return out;
}

std::int64_t utc_offset(py::handle moment) {
    const py::object offset = moment.attr("utcoffset")();
    if (offset.is_none()) wrong_value("the datetime has no time zone; give it one, such as tzinfo=timezone.utc");
    return (PyDateTime_DELTA_GET_DAYS(offset.ptr()) * std::int64_t{86'400} +
            PyDateTime_DELTA_GET_SECONDS(offset.ptr())) *
               kMicrosPerSecond +
           PyDateTime_DELTA_GET_MICROSECONDS(offset.ptr());
}

}  // namespace

std::string type_name(py::handle value) {
    const std::string_view name = Py_TYPE(value.ptr())->tp_name;
    return std::string(name.substr(name.rfind('.') + 1));
}

void wrong_type(std::string_view expected, py::handle got) {
    throw BadValue{BadValue::Kind::type, "expected " + std::string(expected) + ", not " + type_name(got)};
}

void wrong_value(std::string message) { throw BadValue{BadValue::Kind::value, std::move(message)}; }

py::str to_str(std::string_view text) {
    PyObject* decoded = PyUnicode_DecodeUTF8(text.data(), static_cast<py::ssize_t>(text.size()), "replace");
    if (decoded == nullptr) throw py::error_already_set();
    return py::reinterpret_steal<py::str>(decoded);
}

py::object to_str_or_none(std::string_view text) {
    if (text.empty()) return py::none();
    return to_str(text);
}

std::string_view utf8(py::handle value) {
    if (!PyUnicode_Check(value.ptr())) wrong_type("str", value);
    py::ssize_t size = 0;
    const char* data = PyUnicode_AsUTF8AndSize(value.ptr(), &size);
    if (data == nullptr) {
        PyErr_Clear();
        wrong_value("the text holds half of a surrogate pair, which is not UTF-8");
    }
    return {data, static_cast<std::size_t>(size)};
}

bool is_integer(py::handle value) { return PyIndex_Check(value.ptr()) != 0 && !PyBool_Check(value.ptr()); }

py::int_ to_int(py::handle value, std::string_view expected) {
    if (!is_integer(value)) wrong_type(expected, value);
    PyObject* exact = PyNumber_Index(value.ptr());
    if (exact == nullptr) {  // such as an array of several
        if (PyErr_ExceptionMatches(PyExc_TypeError) == 0) throw py::error_already_set();
        PyErr_Clear();
        wrong_type(expected, value);
    }
    return py::reinterpret_steal<py::int_>(exact);
}

py::object to_python(Money value) { return decimal_class()(to_str(value.to_string())); }

py::object to_python(Instant value) {
    import_datetime();
    std::int64_t micros = value.micros % kMicrosPerDay;
    if (micros < 0) micros += kMicrosPerDay;
    const Date day{static_cast<std::int32_t>((value.micros - micros) / kMicrosPerDay)};
    const Date::Ymd ymd = day.ymd();
    const auto part = [micros](std::int64_t unit, std::int64_t count) {
        return static_cast<int>(micros / unit % count);
    };
    PyObject* moment = PyDateTimeAPI->DateTime_FromDateAndTime(
        ymd.year, ymd.month, ymd.day, part(3600 * kMicrosPerSecond, 24), part(60 * kMicrosPerSecond, 60),
        part(kMicrosPerSecond, 60), part(1, kMicrosPerSecond), PyDateTime_TimeZone_UTC, PyDateTimeAPI->DateTimeType);
    if (moment == nullptr) throw py::error_already_set();
    return py::reinterpret_steal<py::object>(moment);
}

py::object to_python(Date value) {
    import_datetime();
    const Date::Ymd ymd = value.ymd();
    PyObject* day = PyDateTimeAPI->Date_FromDate(ymd.year, ymd.month, ymd.day, PyDateTimeAPI->DateType);
    if (day == nullptr) throw py::error_already_set();
    return py::reinterpret_steal<py::object>(day);
}

py::object to_python(const Uuid& value) {
    return uuid_class()(
        py::arg("bytes") = py::bytes(reinterpret_cast<const char*>(value.bytes.data()), value.bytes.size()));
}

py::object to_python(const ExternalId& value) {
    if (!value.is_number) return to_str(value.text);
    return py::reinterpret_steal<py::object>(PyLong_FromString(value.text.c_str(), nullptr, 10));
}

void from_python(py::handle value, std::string& out) { out = utf8(value); }

void from_python(py::handle value, std::int64_t& out) { out = as_int64(value, "int"); }

void from_python(py::handle value, LegacyId& out) {
    out.value = as_int64(value, "int");
    if (out.value <= 0) wrong_value("a legacy id is above 0");
}

void from_python(py::handle value, bool& out) {
    if (!PyBool_Check(value.ptr())) wrong_type("bool", value);
    out = value.ptr() == Py_True;
}

void from_python(py::handle value, Money& out) {
    if (PyFloat_Check(value.ptr())) wrong_type("decimal.Decimal or int (a float is not exact)", value);
    const py::str literal(is_decimal(value) ? py::reinterpret_borrow<py::object>(value)
                                            : to_int(value, "decimal.Decimal or int"));
    const auto amount = Money::parse(utf8(literal));
    if (!amount) wrong_value(quoted(utf8(literal)) + " is no amount with at most 6 fraction digits, or too large");
    out = *amount;
}

void from_python(py::handle value, Instant& out) {
    if (!is_datetime(value)) wrong_type("datetime.datetime with a time zone", value);
    PyObject* moment = value.ptr();
    const auto day = Date::from_ymd(PyDateTime_GET_YEAR(moment), PyDateTime_GET_MONTH(moment),
                                    PyDateTime_GET_DAY(moment));
    const std::int64_t seconds = PyDateTime_DATE_GET_HOUR(moment) * 3600 + PyDateTime_DATE_GET_MINUTE(moment) * 60 +
                                 PyDateTime_DATE_GET_SECOND(moment);
    out.micros = day->days * kMicrosPerDay + seconds * kMicrosPerSecond + PyDateTime_DATE_GET_MICROSECOND(moment) -
                 utc_offset(value);
    static const std::int64_t first = Date::from_ymd(1, 1, 1)->days * kMicrosPerDay;
    static const std::int64_t end = (Date::from_ymd(9999, 12, 31)->days + std::int64_t{1}) * kMicrosPerDay;
    if (out.micros < first || out.micros >= end) wrong_value("the datetime is outside the years 1 to 9999 of UTC");
}

void from_python(py::handle value, Date& out) {
    if (!is_date(value)) wrong_type("datetime.date", value);
    out = *Date::from_ymd(PyDateTime_GET_YEAR(value.ptr()), PyDateTime_GET_MONTH(value.ptr()),
                          PyDateTime_GET_DAY(value.ptr()));
}

void from_python(py::handle value, Uuid& out) {
    if (PyUnicode_Check(value.ptr())) {
        const auto read = Uuid::parse(utf8(value));
        if (!read) wrong_value(quoted(utf8(value)) + " is no uuid of 8-4-4-4-12 hexadecimal digits");
        out = *read;
        return;
    }
    if (!is_uuid(value)) wrong_type("uuid.UUID or str", value);
    const py::bytes bytes = value.attr("bytes");
    const std::string_view view = bytes;
    if (view.size() != out.bytes.size()) wrong_type("uuid.UUID or str", value);
    std::copy(view.begin(), view.end(), out.bytes.begin());
}

void from_python(py::handle value, ExternalId& out) {
    if (PyUnicode_Check(value.ptr())) {
        out = {std::string(utf8(value)), false};
        return;
    }
    const std::int64_t number = as_int64(value, "str or int");
    if (number > kExactInDouble || number < -kExactInDouble) {
        wrong_value("an identifier above 2^53 has to be a str: as a JSON number it would lose digits");
    }
    out = {std::to_string(number), true};
}

std::size_t word_from_python(py::handle value, const EnumInfo& table) {
    const std::string_view word = utf8(value);
    const int position = find_word(table.words, word);
    if (position >= 0) return static_cast<std::size_t>(position);
    std::string message = quoted(word) + " is no " + std::string(table.name) + "; the words are ";
    for (std::size_t i = 0; i < table.words.size(); ++i) {
        if (i > 0) message += ", ";
        message += table.words[i];
    }
    wrong_value(std::move(message));
}

py::object number_from_literal(const py::str& literal) {
    if (utf8(literal).find_first_of(".eE") == std::string_view::npos) return py::int_(literal);
    py::object exact = decimal_class()(literal);
    const py::float_ rounded(literal);
    PyObject* shortest = PyObject_Repr(rounded.ptr());
    if (shortest == nullptr) throw py::error_already_set();
    if (decimal_class()(py::reinterpret_steal<py::str>(shortest)).equal(exact)) return rounded;
    return exact;
}

bool is_datetime(py::handle value) {
    import_datetime();
    return PyDateTime_Check(value.ptr());
}

bool is_date(py::handle value) {
    import_datetime();
    return PyDate_Check(value.ptr()) && !PyDateTime_Check(value.ptr());
}

bool is_decimal(py::handle value) { return is_instance_of(value, "decimal", "Decimal"); }

bool is_uuid(py::handle value) { return is_instance_of(value, "uuid", "UUID"); }

}  // namespace abonado::python
