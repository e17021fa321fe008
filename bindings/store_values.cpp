#include "store_values.hpp"

#include <string>
#include <string_view>

#include "abonado/model.hpp"
#include "value_casters.hpp"

namespace abonado::python {

namespace {

template <class T>
T read(py::handle value) {
    T out{};
    from_python(value, out);
    return out;
}

SqlValue sql_value(py::handle value) {
    if (value.is_none()) return std::monostate{};
    if (PyBool_Check(value.ptr())) return std::int64_t{value.ptr() == Py_True};
    if (is_integer(value)) return read<std::int64_t>(value);
    if (PyFloat_Check(value.ptr())) return PyFloat_AS_DOUBLE(value.ptr());
    if (PyUnicode_Check(value.ptr())) return std::string(utf8(value));
    if (PyBytes_Check(value.ptr())) {
        const std::string_view bytes = py::reinterpret_borrow<py::bytes>(value);
        return std::vector<std::uint8_t>(bytes.begin(), bytes.end());
    }
    wrong_type("None, int, float, str or bytes", value);
}

bool is_a(py::handle value, const char* module, const char* type) {
    return py::isinstance(value, py::module_::import(module).attr(type));
}

SqlValue kept_value(py::handle value) {
    // A datetime is a date too.
    if (is_a(value, "datetime", "datetime")) return read<Instant>(value).micros;
    if (is_a(value, "datetime", "date")) return std::int64_t{read<Date>(value).days};
    if (is_a(value, "decimal", "Decimal")) return read<Money>(value).millionths;
    if (is_a(value, "uuid", "UUID")) {
        const Uuid uuid = read<Uuid>(value);
        return std::vector<std::uint8_t>(uuid.bytes.begin(), uuid.bytes.end());
    }
    return sql_value(value);
}

template <class Read>
std::vector<SqlValue> each(const py::sequence& values, Read&& read) {
    std::vector<SqlValue> out;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const py::object value = values[i];
        naming_option("parameter " + std::to_string(i + 1), [&] { out.push_back(read(value)); });
    }
    return out;
}

}  // namespace

AsOf as_of(const py::object& valid, const py::object& known) {
    AsOf out;
    if (!valid.is_none()) naming_option("valid", [&] { from_python(valid, out.valid.emplace()); });
    if (!known.is_none()) naming_option("known", [&] { from_python(known, out.known.emplace()); });
    return out;
}

std::vector<SqlValue> sql_values(const py::sequence& values) { return each(values, &sql_value); }
std::vector<SqlValue> kept_values(const py::sequence& values) { return each(values, &kept_value); }

}  // namespace abonado::python
