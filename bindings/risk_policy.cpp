#include "risk_policy.hpp"

#include <memory>
#include <utility>

#include "abonado/error.hpp"
#include "gil.hpp"
#include "value_casters.hpp"

namespace abonado::python {

namespace {

// The last copy of a policy may die on any thread, without the GIL, and after Python has.
struct DeleteWithGil {
    void operator()(PyObject* object) const {
        if (Py_IsInitialized() == 0) return;
        const WithGil gil;
        Py_DECREF(object);
    }
};

std::optional<std::string> ask(py::handle function, const RiskQuestion& question) {
    const py::object date = question.scheduled_date ? to_python(*question.scheduled_date) : py::none();
    const py::object answer = function(to_str(question.org), question.legacy_id, question.from, question.to, date,
                                       to_str(question.user));
    if (answer.is_none()) return std::nullopt;
    std::optional<std::string> decision;
    naming("the answer of the risk policy", [&] { decision = utf8(answer); });
    return decision;
}

}  // namespace

RiskPolicy risk_policy(const py::object& function) {
    if (function.is_none()) return {};
    const std::shared_ptr<PyObject> held(py::object(function).release().ptr(), DeleteWithGil());
    return [held](const RiskQuestion& question) {
        std::optional<std::string> decision;
        PythonCalls* const calls = PolicyCalls::current();
        const bool has_answered = calls != nullptr && (*calls)([&] { decision = ask(held.get(), question); });
        if (!has_answered) throw Error(ErrorCode::cancelled, "the risk policy raised an exception");
        return decision;
    };
}

}  // namespace abonado::python
