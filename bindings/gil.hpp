// Calls of Python code from a long call that has released the GIL.
#pragma once

#include <pybind11/pybind11.h>

#include <exception>
#include <utility>

namespace abonado::python {

namespace py = pybind11;

// Runs Python code on behalf of a call into the core and keeps what it raised: no exception of Python travels through the
// core, which is asked to stop instead. Afterwards it leaves the bound function as itself, whatever error the core gave.
// Its state is guarded by the GIL.
class PythonCalls {
public:
    // Runs `f` under the GIL. False if it raised, now or earlier.
    template <class F>
    bool operator()(F&& f) {
        const py::gil_scoped_acquire gil;
        if (raised_) return false;
        try {
            f();
            return true;
        } catch (...) {
            raised_ = std::current_exception();
            return false;
        }
    }

    // Runs `f` without the GIL; then raises what Python code raised meanwhile.
    template <class F>
    void without_gil(F&& f) {
        try {
            const py::gil_scoped_release released;
            f();
        } catch (...) {
            if (!raised_) throw;
        }
        if (raised_) std::rethrow_exception(std::exchange(raised_, nullptr));
    }

private:
    std::exception_ptr raised_;
};

// Lets Python handle the signals that came: Ctrl-C raises KeyboardInterrupt here, on the main thread.
inline void check_signals() {
    if (PyErr_CheckSignals() != 0) throw py::error_already_set();
}

}  // namespace abonado::python
