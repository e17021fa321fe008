// Options that Python gives as a dict: a key that is missing or None leaves the default of the core.
#pragma once

#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <chrono>
#include <optional>
#include <string>

#include "abonado/rules.hpp"
#include "abonado/validate.hpp"
#include "gil.hpp"
#include "value_casters.hpp"

namespace abonado::python {

// A value as Python shows it; only its type if it cannot be shown, like an int of thousands of digits.
std::string shown(py::handle value);

// A value of another type is a TypeError.
template <class T>
void take(const py::dict& options, const char* name, T& out) {
    if (!options.contains(name)) return;
    const py::object value = options[name];
    if (value.is_none()) return;
    try {
        out = value.cast<T>();
    } catch (const py::cast_error&) {
        throw py::type_error(std::string(name) + " cannot be " + shown(value));
    }
}

// A word of an enum; one that it does not have is Error(invalid_argument).
template <WireEnum E>
std::optional<E> take_word(const py::dict& options, const char* name) {
    std::optional<E> word;
    if (options.contains(name) && !options[name].is_none()) {
        naming_option(name, [&] { word = enum_from_python<E>(options[name]); });
    }
    return word;
}

// Of `timeout` in seconds. Error(invalid_argument) for one that is negative, no number, or above a million: SQLite counts
// milliseconds in an int.
std::chrono::milliseconds timeout_of(double seconds);

std::optional<Instant> take_instant(const py::dict& options, const char* name);

RuleOptions rule_options(const py::dict& given);

// Looks for signals, then calls progress(position, size, records, errors, warnings) unless it is None. `calls` must outlive
// the tick.
Tick tick_of(const py::object& progress, PythonCalls& calls);

}  // namespace abonado::python
