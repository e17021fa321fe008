#include "model_type.hpp"

#include <bit>
#include <functional>
#include <iterator>
#include <vector>

#include "abonado/error.hpp"
#include "abonado/model.hpp"
#include "bind_struct.hpp"
#include "python_json.hpp"
#include "value_casters.hpp"

namespace abonado::python {

namespace {

void* object_of(py::handle self, const ModelType& type) {
    if (Py_TYPE(self.ptr()) != type.python_type) {
        throw py::type_error("expected " + std::string(type.info->name) + ", not " + type_name(self));
    }
    void* object = reinterpret_cast<py::detail::instance*>(self.ptr())->get_value_and_holder().value_ptr();
    if (object == nullptr) throw py::type_error(std::string(type.info->name) + ".__init__() was not called");
    return object;
}

// The attribute of a member: its wire name, with an underscore where that is a keyword of Python.
std::string attribute_name(std::string_view member) {
    std::string name(member);
    const py::object is_keyword = py::module_::import("keyword").attr("iskeyword");
    if (is_keyword(to_str(member)).cast<bool>()) name += '_';
    return name;
}

int find_attribute(const StructInfo& info, std::string_view name) {
    const int found = info.find(name);
    return found == kNoField && name.ends_with('_') ? info.find(name.substr(0, name.size() - 1)) : found;
}

std::string place(const ModelType& type, std::string_view member) {
    return std::string(type.info->name) + "." + std::string(member);
}

// ---- unknown members

// The JSON text of one value, without the space around it.
std::string one_json_value(std::string_view json) {
    // Read as a member that no table knows: the decoder checks all of it and keeps its text.
    try {
        UnknownMembers read = from_json<HealthResponse>("{\"?\":" + std::string(json) + "}").unknown;
        if (read.size() == 1) return std::move(read.front().json);
    } catch (const Error&) {
        // told below
    }
    wrong_value("the value of an unknown member has to be the text of one JSON value");
}

void set_unknown(UnknownMembers& out, py::handle value) {
    UnknownMembers read;
    if (!value.is_none()) {
        if (!PyDict_Check(value.ptr())) wrong_type("dict of str to JSON text", value);
        for (const auto& [key, json] : py::reinterpret_borrow<py::dict>(value)) {
            read.push_back({std::string(utf8(key)), one_json_value(utf8(json))});
        }
    }
    out = std::move(read);
}

// A member must not be written twice: as itself and as an unknown one.
void check_unknown(const ModelType& type, const UnknownMembers& unknown, const void* object) {
    for (const UnknownMember& member : unknown) {
        for (std::size_t i = 0; i < type.members.size(); ++i) {
            const FieldInfo& field = type.info->fields[i];
            if (field.name != member.name && (field.alias.empty() || field.alias != member.name)) continue;
            // What is seen in bodies but not documented may hold anything.
            if (field.seen_only && type.members[i].get(object, py::none()).is_none()) continue;
            wrong_value("'" + member.name + "' is a member of the struct");
        }
    }
}

// ---- construction

void set_members(const ModelType& type, void* object, const py::kwargs& values, bool is_change) {
    std::uint64_t given = 0;
    std::uint64_t absent = 0;
    for (const auto& [key, value] : values) {
        const std::string_view name = utf8(key);
        if (name == "unknown") {
            naming(place(type, name), [&, v = value] { set_unknown(type.unknown(object), v); });
            continue;
        }
        const int index = find_attribute(*type.info, name);
        if (index == kNoField) {
            throw py::type_error(std::string(type.info->name) + " has no member '" + std::string(name) + "'");
        }
        const auto i = static_cast<std::size_t>(index);
        if (value.is_none() && type.info->fields[i].required) {  // told with all that are missing
            absent |= std::uint64_t{1} << i;
            continue;
        }
        naming(place(type, name), [&, v = value] { type.members[i].set(object, v); });
        given |= std::uint64_t{1} << i;
        if (is_change)
            std::erase_if(type.unknown(object),
                          [&](const UnknownMember& m) { return m.name == type.info->fields[i].name; });
    }
    std::string missing;
    for (std::size_t i = 0; i < type.members.size(); ++i) {
        if (((is_change ? ~absent : given) >> i & 1U) != 0 || !type.info->fields[i].required) continue;
        missing += missing.empty() ? "" : ", ";
        missing += type.info->fields[i].name;
    }
    if (!missing.empty()) throw py::type_error(std::string(type.info->name) + " needs " + missing);
    naming(type.info->name, [&] {
        check_unknown(type, type.unknown(object), object);
        if (type.check != nullptr) type.check(object);
    });
}

void init(const ModelType& type, py::detail::value_and_holder& self, const py::kwargs& values) {
    struct Guard {
        const ModelType& type;
        void* object;
        ~Guard() {
            if (object != nullptr) type.destroy(object);
        }
    } guard{type, type.create()};
    set_members(type, guard.object, values, false);
    self.value_ptr() = std::exchange(guard.object, nullptr);
}

py::object replace(const ModelType& type, py::handle self, const py::kwargs& changes) {
    py::object changed = type.copy(object_of(self, type));
    set_members(type, object_of(changed, type), changes, true);
    return changed;
}

// ---- reading and writing

ReadOptions read_options(std::string_view naive, bool strict) {
    ReadOptions options;
    options.strict = strict;
    if (naive == "utc") options.naive = NaiveTime::utc;
    else if (naive != "refuse") throw py::value_error("naive is 'refuse' or 'utc', not '" + std::string(naive) + "'");
    return options;
}

py::object from_text(const ModelType& type, const py::object& text, const std::string& naive, bool strict) {
    const ReadOptions options = read_options(naive, strict);
    if (PyUnicode_Check(text.ptr())) {
        std::string_view view;
        naming("text", [&] { view = utf8(text); });
        return type.from_json(view, options);
    }
    if (!PyBytes_Check(text.ptr())) {
        throw py::type_error("expected str or bytes, not " + type_name(text));
    }
    return type.from_json(std::string_view(py::reinterpret_borrow<py::bytes>(text)), options);
}

py::object from_dict(const ModelType& type, const py::dict& value, const std::string& naive, bool strict) {
    std::string json;
    append_json_of(json, value);
    return type.from_json(json, read_options(naive, strict));
}

py::object to_dict(const ModelType& type, py::handle self) {
    py::object value = loads(type.to_json(object_of(self, type)));
    if (PyDict_Check(value.ptr())) return value;
    return py::dict(py::arg("id") = value);  // a tariff that its catalogue names by its id alone
}

py::dict unknown_of(const ModelType& type, py::handle self) {
    py::dict members;
    for (const UnknownMember& member : type.unknown(object_of(self, type))) {
        members[to_str(member.name)] = to_str(member.json);
    }
    return members;
}

std::string repr(const ModelType& type, py::handle self) {
    const void* object = object_of(self, type);
    std::string out(type.info->name);
    const char* before = "(";
    const auto append = [&](std::string_view name, const py::object& value) {
        out += before;
        out += name;
        out += '=';
        out += utf8(py::repr(value));
        before = ", ";
    };
    for (std::size_t i = 0; i < type.members.size(); ++i) {
        const py::object value = type.members[i].get(object, self);
        if (!value.is_none()) append(attribute_name(type.info->fields[i].name), value);
    }
    const py::dict unknown = unknown_of(type, self);
    if (!unknown.empty()) append("unknown", unknown);
    return out + (*before == '(' ? "()" : ")");
}

py::object equal(const ModelType& type, py::handle self, py::handle other) {
    if (Py_TYPE(other.ptr()) != type.python_type) return py::reinterpret_borrow<py::object>(Py_NotImplemented);
    return py::bool_(type.equal(object_of(self, type), object_of(other, type)));
}

// ---- the class

std::string class_doc(const StructInfo& info) {
    std::string out(info.doc);
    out += ".\n\nImmutable; source: ";
    out += info.source;
    return out + ".";
}

// Classes are filled through these instead of py::class_::def, which would be instantiated for every struct.
class ClassDefinition {
public:
    explicit ClassDefinition(py::handle cls) : cls_(cls) {}

    template <class F, class... Extra>
    void method(const char* name, F&& f, const Extra&... extra) {
        py::setattr(cls_, name, py::cpp_function(std::forward<F>(f), py::name(name), py::is_method(cls_), extra...));
    }
    template <class F, class... Extra>
    void class_method(const char* name, F&& f, const Extra&... extra) {
        const py::cpp_function function(std::forward<F>(f), py::name(name), py::scope(cls_), extra...);
        PyObject* bound = PyClassMethod_New(function.ptr());
        if (bound == nullptr) throw py::error_already_set();
        py::setattr(cls_, name, py::reinterpret_steal<py::object>(bound));
    }
    template <class F>
    void attribute(std::string_view name, F&& f, std::string_view doc) {
        const py::cpp_function getter(std::forward<F>(f), py::is_method(cls_));
        const py::handle property(reinterpret_cast<PyObject*>(&PyProperty_Type));
        py::setattr(cls_, to_str(name), property(getter, py::none(), py::none(), to_str(doc)));
    }

private:
    py::handle cls_;
};

}  // namespace

void for_each_element(py::handle elements, const std::function<void(py::handle)>& take) {
    PyObject* object = elements.ptr();
    if (PyUnicode_Check(object) || PyBytes_Check(object) || PyDict_Check(object)) wrong_type("a list", elements);
    PyObject* iterator = PyObject_GetIter(object);
    if (iterator == nullptr) {
        PyErr_Clear();
        wrong_type("a list", elements);
    }
    const auto owner = py::reinterpret_steal<py::object>(iterator);
    for (std::size_t i = 0;; ++i) {
        const auto element = py::reinterpret_steal<py::object>(PyIter_Next(iterator));
        if (!element) break;
        try {
            take(element);
        } catch (BadValue& bad) {
            bad.message = "element " + std::to_string(i) + ": " + bad.message;
            throw;
        }
    }
    if (PyErr_Occurred() != nullptr) throw py::error_already_set();
}

void refuse_blank(const std::string& text) {
    if (text.find_first_not_of(" \t\n\v\f\r") == std::string::npos) wrong_value("a required text is not blank");
}

void check_envelope(const Envelope& envelope) {
    const KindInfo& kind = kind_info(envelope.kind);
    if (envelope.body.index() == static_cast<std::size_t>(envelope.kind)) return;
    wrong_value("the body of kind " + std::string(to_word(envelope.kind)) + " is " + std::string(kind.body().name));
}

void define_model(py::handle cls, ModelType& type) {
    type.python_type = reinterpret_cast<PyTypeObject*>(cls.ptr());
    const ModelType* t = &type;
    cls.attr("__module__") = "abonado.model";
    cls.attr("__doc__") = class_doc(*type.info);
    cls.attr("__hash__") = py::none();

    ClassDefinition def(cls);
    def.method(
        "__init__", [t](py::detail::value_and_holder& self, const py::kwargs& members) { init(*t, self, members); },
        py::detail::is_new_style_constructor());
    for (std::size_t i = 0; i < type.members.size(); ++i) {
        def.attribute(
            attribute_name(type.info->fields[i].name),
            [t, i](py::handle self) { return t->members[i].get(object_of(self, *t), self); }, type.info->fields[i].doc);
    }
    def.attribute(
        "unknown", [t](py::handle self) { return unknown_of(*t, self); },
        "Members that the documents do not know: name to JSON text");
    def.method(
        "replace", [t](py::handle self, const py::kwargs& changes) { return replace(*t, self, changes); },
        "A copy with these members changed; None makes a member absent.");
    def.method(
        "to_json", [t](py::handle self) { return to_str(t->to_json(object_of(self, *t))); },
        "Compact JSON: members in the order of the documents, absent ones left out.");
    def.method(
        "to_dict", [t](py::handle self) { return to_dict(*t, self); },
        "Wire names and wire values, fit for json.dumps.");
    def.class_method(
        "from_json",
        [t](py::handle, const py::object& text, const std::string& naive, bool strict) {
            return from_text(*t, text, naive, strict);
        },
        py::arg("cls"), py::arg("text"), py::kw_only(), py::arg("naive") = "refuse", py::arg("strict") = false,
        "Reads strict JSON. Raises ValidationError with the pointer of the first fault.");
    def.class_method(
        "from_dict",
        [t](py::handle, const py::dict& value, const std::string& naive, bool strict) {
            return from_dict(*t, value, naive, strict);
        },
        py::arg("cls"), py::arg("value"), py::kw_only(), py::arg("naive") = "refuse", py::arg("strict") = false,
        "Reads a dict of wire names. Raises ValidationError with the pointer of the first fault.");
    def.method("__repr__", [t](py::handle self) { return to_str(repr(*t, self)); });
    def.method("__eq__", [t](py::handle self, py::handle other) { return equal(*t, self, other); });
    const auto same = [](py::handle self, const py::args&) { return py::reinterpret_borrow<py::object>(self); };
    def.method("__copy__", same);
    def.method("__deepcopy__", same);
    def.method("__reduce__", [t](py::handle self) {
        return py::make_tuple(py::type::of(self).attr("from_json"),
                              py::make_tuple(to_str(t->to_json(object_of(self, *t)))));
    });
}

}  // namespace abonado::python
