// The classes of the model in Python, without their C++ types: one class per struct with a field table.
//
// Objects are immutable. Were they not, `sub.add_ons.append(x)` on an attribute that is a copy would silently change nothing,
// and an attribute that is no copy could be changed behind the back of a comparison or a running call. Immutable objects may
// also lend their parts: an attribute that is a struct refers into its owner, which it keeps alive, and copies nothing.
//
// bind_struct.hpp makes a ModelType from a field table; everything else is written once, here, for all structs.
#pragma once

#include <pybind11/pybind11.h>

#include <span>
#include <string>
#include <string_view>

#include "abonado/fields.hpp"
#include "abonado/json.hpp"

namespace abonado::python {

namespace py = pybind11;

// A row of the field table as Python sees it.
struct Member {
    // The attribute; None when absent. `owner` is the Python object that holds the struct.
    py::object (*get)(const void* object, py::handle owner);
    // Sets the member; None makes it absent where it may be. Throws BadValue.
    void (*set)(void* object, py::handle value);
};

struct ModelType {
    const StructInfo* info;
    std::span<const Member> members;  // one per row of the field table, in its order

    void* (*create)();
    void (*destroy)(void* object);
    py::object (*copy)(const void* object);  // a new Python object
    bool (*equal)(const void* a, const void* b);
    std::string (*to_json)(const void* object);
    py::object (*from_json)(std::string_view text, const ReadOptions& options);
    UnknownMembers& (*unknown)(void* object);
    // What no single member shows; throws BadValue. May be nullptr.
    void (*check)(const void* object);

    PyTypeObject* python_type = nullptr;  // lives as long as the module
};

// Gives the class its constructor, attributes and methods. `type` must outlive the module.
void define_model(py::handle cls, ModelType& type);

}  // namespace abonado::python
