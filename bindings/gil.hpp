// The GIL given away and taken again, and calls of Python code from a long call that has given it away.
#pragma once

#include <cxxabi.h>
#include <pybind11/pybind11.h>

#include <chrono>
#include <exception>
#include <optional>
#include <thread>
#include <utility>

namespace abonado::python {

namespace py = pybind11;

// Runs `f`, which takes the GIL. To a daemon thread that wants it while the interpreter ends, Python up to 3.13 does
// pthread_exit(), which would be the end of the process where C++ frames may not be unwound; it waits here for that end
// instead, as Python itself does from 3.14 on.
template <class F>
void taking_gil(F&& f) {
    try {
        f();
    } catch (abi::__forced_unwind&) {
        while (true) std::this_thread::sleep_for(std::chrono::hours(1));
    }
}

// While it lives, the thread is without the GIL that it had.
class WithoutGil {
public:
    WithoutGil() : state_(PyEval_SaveThread()) {}
    ~WithoutGil() {
        taking_gil([this] { PyEval_RestoreThread(state_); });
    }
    WithoutGil(const WithoutGil&) = delete;
    WithoutGil& operator=(const WithoutGil&) = delete;

private:
    PyThreadState* const state_;
};

// While it lives, the thread has the GIL, whether it had it before or not.
class WithGil {
public:
    WithGil() {
        taking_gil([this] { gil_.emplace(); });
    }
    WithGil(const WithGil&) = delete;
    WithGil& operator=(const WithGil&) = delete;

private:
    std::optional<py::gil_scoped_acquire> gil_;
};

// Runs Python code on behalf of a call into the core and keeps what it raised: no exception of Python travels through the
// core, which is asked to stop instead. Afterwards it leaves the bound function as itself, whatever error the core gave.
// Its state is guarded by the GIL.
class PythonCalls {
public:
    // Runs `f` under the GIL. False if it raised, now or earlier.
    template <class F>
    bool operator()(F&& f) {
        const WithGil gil;
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
            const WithoutGil released;
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
