// Long calls that tell nothing meanwhile, but can be stopped with Ctrl-C.
#pragma once

#include "abonado/engine.hpp"
#include "gil.hpp"
#include "open_calls.hpp"
#include "options.hpp"

namespace abonado::python {

// Runs `f`, which takes a tick, without the GIL, and returns what it returns. Signals are handled meanwhile.
template <class F>
auto interruptibly(Engine& engine, F&& f) {
    PythonCalls calls;
    const Tick tick = tick_of(py::none(), calls);
    const OpenCalls open(engine);
    decltype(f(tick)) out{};
    calls.without_gil([&] { out = f(tick); });
    return out;
}

}  // namespace abonado::python
