// Operations on a subscription for Python. Tariffs are in bind_products.cpp, what is due and the rest in bind_due.cpp.
#include <pybind11/stl.h>

#include "abonado/error.hpp"
#include "engine_handle.hpp"
#include "module.hpp"
#include "operation_rows.hpp"
#include "options.hpp"
#include "value_casters.hpp"

namespace abonado::python {

namespace {

// A method of the engine that takes a body.
template <class Request, class Options>
using Change = Receipt (Engine::*)(std::string_view, std::int64_t, const Request&, const Options&);

template <class Request, class Options, Change<Request, Options> method>
py::dict change(Engine& engine, const std::string& org, const py::object& id, const Request& request,
                const py::dict& given) {
    const std::int64_t legacy_id = legacy_id_of(id);
    const auto options = options_of<Options>(given);
    return receipt_row(operate(engine, [&] { return (engine.*method)(org, legacy_id, request, options); }));
}

// One that takes none.
using Deletion = Receipt (Engine::*)(std::string_view, std::int64_t, const OperationOptions&);

template <Deletion method>
py::dict remove(Engine& engine, const std::string& org, const py::object& id, const py::dict& given) {
    const std::int64_t legacy_id = legacy_id_of(id);
    const auto options = options_of<OperationOptions>(given);
    return receipt_row(operate(engine, [&] { return (engine.*method)(org, legacy_id, options); }));
}

template <class Request, class Options, Change<Request, Options> method>
void def_change(EngineClass& cls, const char* name) {
    cls.def(name, &change<Request, Options, method>, py::arg("org"), py::arg("id"), py::arg("request").none(false),
            py::kw_only(), py::arg("options"));
}

template <Deletion method>
void def_remove(EngineClass& cls, const char* name) {
    cls.def(name, &remove<method>, py::arg("org"), py::arg("id"), py::kw_only(), py::arg("options"));
}

FilterType filter_type_of(const py::object& word) {
    FilterType type{};
    naming_option("filter_type", [&] { type = enum_from_python<FilterType>(word); });
    return type;
}

std::vector<std::int64_t> find_ids(Engine& engine, const std::string& org, const py::object& filter_type,
                                   const std::string& value) {
    const FilterType type = filter_type_of(filter_type);
    return without_gil([&] { return engine.find_ids(org, type, value); });
}

py::list find_subscriptions(Engine& engine, const std::string& org, const py::object& filter_type,
                            const std::string& value) {
    const FilterType type = filter_type_of(filter_type);
    return structs<py::list>(without_gil([&] { return engine.find_subscriptions(org, type, value); }));
}

py::object get_subscription(Engine& engine, const std::string& org, const py::object& id) {
    const std::int64_t legacy_id = legacy_id_of(id);
    return py::cast(without_gil([&] { return engine.get_subscription(org, legacy_id); }));
}

py::list shippings(Engine& engine, const std::string& org, const py::object& id, const py::object& requested_date) {
    const std::int64_t legacy_id = legacy_id_of(id);
    std::optional<Instant> since;
    if (!requested_date.is_none()) {
        naming_option("requested_date", [&] { from_python(requested_date, since.emplace()); });
    }
    return structs<py::list>(without_gil([&] { return engine.shippings(org, legacy_id, since); }));
}

}  // namespace

void bind_engine_operations(EngineClass& cls) {
    def_change<CreateSegmentRequest, SegmentOptions, &Engine::create_segment>(cls, "create_segment");
    def_remove<&Engine::delete_segments>(cls, "delete_segments");
    def_change<CreateCreditLimitsRequest, OperationOptions, &Engine::create_credit_limits>(cls, "create_credit_limits");
    def_remove<&Engine::delete_credit_limits>(cls, "delete_credit_limits");
    def_change<Max, MigrateOptions, &Engine::migrate>(cls, "migrate");
    def_change<Disney, MigrateOptions, &Engine::migrate>(cls, "migrate");
    def_change<AmazonPrime, MigrateOptions, &Engine::migrate>(cls, "migrate");
    def_change<DeactivateNetflixRequest, OperationOptions, &Engine::deactivate_netflix>(cls, "deactivate_netflix");
    def_change<CancelActivationSubscriptionRequest, OperationOptions, &Engine::cancel_netflix>(cls, "cancel_netflix");
    def_change<PatchSubscription, OperationOptions, &Engine::patch_subscription>(cls, "patch_subscription");
    cls.def("get_subscription", &get_subscription, py::arg("org"), py::arg("id"))
        .def("find_subscriptions", &find_subscriptions, py::arg("org"), py::arg("filter_type"), py::arg("value"))
        .def("find_ids", &find_ids, py::arg("org"), py::arg("filter_type"), py::arg("value"))
        .def("shippings", &shippings, py::arg("org"), py::arg("id"), py::kw_only(), py::arg("requested_date"));
}

}  // namespace abonado::python
