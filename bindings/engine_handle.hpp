// The class _core.Engine: a store as Python holds it.
#pragma once

#include <pybind11/pybind11.h>

#include <memory>
#include <utility>
#include <vector>

#include "abonado/engine.hpp"
#include "gil.hpp"

namespace abonado::python {

namespace py = pybind11;

// Closing waits for threads that are writing, and these may want the GIL for a callback.
struct DeleteWithoutGil {
    void operator()(Engine* engine) const {
        const WithoutGil released;
        delete engine;
    }
};

using EngineClass = py::class_<Engine, std::unique_ptr<Engine, DeleteWithoutGil>>;

// Runs `f` without the GIL and returns what it returns.
template <class F>
auto without_gil(F&& f) {
    const WithoutGil released;
    return std::forward<F>(f)();
}

// A list or tuple of structs of the model; each element becomes an object of its own.
template <class Sequence, class T>
Sequence structs(std::vector<T>&& elements) {
    Sequence out(elements.size());
    for (std::size_t i = 0; i < elements.size(); ++i) out[i] = py::cast(std::move(elements[i]));
    return out;
}

// Parts of the class, by subject.
void bind_engine_runs(EngineClass& cls);        // loads and the ledger
void bind_engine_reads(EngineClass& cls);       // subscriptions, counts, SQL
void bind_engine_frames(EngineClass& cls);      // frames
void bind_engine_operations(EngineClass& cls);  // on a subscription
void bind_engine_products(EngineClass& cls);    // tariffs
void bind_engine_due(EngineClass& cls);         // what is scheduled, the audit log, requests

}  // namespace abonado::python
