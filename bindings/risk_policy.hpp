// A callable of Python as the risk policy of a store.
#pragma once

#include <pybind11/pybind11.h>

#include "abonado/operations.hpp"
#include "gil.hpp"

namespace abonado::python {

namespace py = pybind11;

// Where a policy that is called on this thread leaves what it raised. Stands for one call of an operation.
class PolicyCalls {
public:
    explicit PolicyCalls(PythonCalls& calls) : outer_(current_) { current_ = &calls; }
    PolicyCalls(const PolicyCalls&) = delete;
    PolicyCalls& operator=(const PolicyCalls&) = delete;
    ~PolicyCalls() { current_ = outer_; }

    static PythonCalls* current() noexcept { return current_; }

private:
    PythonCalls* outer_;  // of an operation whose policy makes this call
    static inline thread_local PythonCalls* current_ = nullptr;
};

// Calls `function` with org, legacy_id, from, to, scheduled_date and user; it answers a str or None. The policy may be copied
// and destroyed without the GIL. None is no policy.
RiskPolicy risk_policy(const py::object& function);

}  // namespace abonado::python
