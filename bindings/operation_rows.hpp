// What operations take and answer, as Python has it, and how they are called. All functions need the GIL.
#pragma once

#include <pybind11/pybind11.h>

#include <cstdint>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

#include "abonado/engine.hpp"
#include "gil.hpp"
#include "open_calls.hpp"
#include "risk_policy.hpp"

namespace abonado::python {

namespace py = pybind11;

// ---- what they take

// Any int; which of them are ids of subscriptions is the operation's to say.
std::int64_t legacy_id_of(py::handle id);
std::optional<std::int64_t> integer_of(py::handle value, const char* name);

// From the keys user, reason and now; with them segment_class, or billing_type and identifiers.
template <class Options>
Options options_of(const py::dict& given);
template <>
OperationOptions options_of(const py::dict& given);
template <>
SegmentOptions options_of(const py::dict& given);
template <>
MigrateOptions options_of(const py::dict& given);

// ---- what they answer

py::dict change_row(const ScheduledChange& change);
py::list change_rows(const std::vector<ScheduledChange>& changes);
py::dict receipt_row(const Receipt& receipt);
py::dict due_row(const DueReport& report);
py::dict audit_row(const AuditEntry& entry);

// ---- calls

// Makes a call without the GIL. What a risk policy raised meanwhile is raised instead of what the call gave.
template <class F>
auto operate(const Engine& engine, F&& f) {
    PythonCalls calls;
    const PolicyCalls of_policy(calls);
    const OpenCalls open(engine);
    std::optional<std::invoke_result_t<F>> answer;
    calls.without_gil([&] { answer.emplace(f()); });
    return *std::move(answer);
}

}  // namespace abonado::python
