// What a store answers, for Python: subscriptions, counts, SQL.
#include <pybind11/stl.h>

#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

#include "abonado/error.hpp"
#include "abonado/model.hpp"
#include "engine_handle.hpp"
#include "gil.hpp"
#include "interruptibly.hpp"
#include "options.hpp"
#include "store_values.hpp"
#include "value_casters.hpp"

namespace abonado::python {

namespace {

py::dict state_row(SubscriptionState&& state) {
    py::dict row;
    row["org"] = to_str(state.org);
    row["legacy_id"] = state.legacy_id;
    row["type"] = word_or_none(state.type);
    row["status"] = word_or_none(state.status);
    row["documents"] = structs<py::tuple>(std::move(state.documents));
    row["product_id"] = to_python_or_none(state.product_id);
    row["product"] = to_python_or_none(state.product);
    row["add_ons"] = structs<py::tuple>(std::move(state.add_ons));
    row["free_units_packages"] = structs<py::tuple>(std::move(state.free_units_packages));
    row["promotions"] = structs<py::tuple>(std::move(state.promotions));
    row["bundles"] = structs<py::tuple>(std::move(state.bundles));
    return row;
}

py::dict subscription(Engine& engine, const std::string& org, const py::object& id, const py::object& valid,
                      const py::object& known) {
    const AsOf moment = as_of(valid, known);
    if (is_integer(id)) {
        std::int64_t legacy_id = 0;
        naming_option("legacy_id", [&] { from_python(id, legacy_id); });
        return state_row(without_gil([&] { return engine.subscription(org, legacy_id, moment); }));
    }
    Uuid uuid;
    naming_option("the id of a subscription", [&] { from_python(id, uuid); });
    return state_row(without_gil([&] { return engine.subscription(org, uuid, moment); }));
}

py::dict counts(Engine& engine, const std::string& org) {
    py::dict row;
    for (const auto& [what, count] : without_gil([&] { return engine.counts(org); })) row[to_str(what)] = count;
    return row;
}

py::object to_python(const SqlValue& value) {
    return std::visit(
        [](const auto& v) -> py::object {
            using V = std::decay_t<decltype(v)>;
            if constexpr (std::is_same_v<V, std::monostate>) return py::none();
            else if constexpr (std::is_same_v<V, std::int64_t>) return py::int_(v);
            else if constexpr (std::is_same_v<V, double>) return py::float_(v);
            else if constexpr (std::is_same_v<V, std::string>) return to_str(v);
            else return py::bytes(reinterpret_cast<const char*>(v.data()), v.size());
        },
        value);
}

py::tuple query(Engine& engine, const std::string& sql, const py::sequence& parameters, const py::object& valid,
                const py::object& known, std::optional<double> timeout) {
    const AsOf moment = as_of(valid, known);
    const std::vector<SqlValue> values = sql_values(parameters);
    QueryOptions options;
    if (timeout) options.timeout = timeout_of(*timeout);
    const SqlResult result = interruptibly(
        engine, [&](const Tick& tick) { return engine.query(sql, values, moment, options, tick); });
    py::tuple columns(result.columns.size());
    for (std::size_t i = 0; i < result.columns.size(); ++i) columns[i] = to_str(result.columns[i]);
    py::list rows(result.rows.size());
    for (std::size_t i = 0; i < result.rows.size(); ++i) {
        py::tuple row(result.rows[i].size());
        for (std::size_t j = 0; j < result.rows[i].size(); ++j) row[j] = to_python(result.rows[i][j]);
        rows[i] = row;
    }
    return py::make_tuple(columns, rows);
}

}  // namespace

void bind_engine_reads(EngineClass& cls) {
    cls.def("subscription", &subscription, py::arg("org"), py::arg("id"), py::kw_only(), py::arg("valid"),
            py::arg("known"), "By legacy id (int) or uuid.")
        .def("counts", &counts, py::arg("org"), "Of all organisations if it is empty.")
        .def("query", &query, py::arg("sql"), py::arg("parameters"), py::kw_only(), py::arg("valid"), py::arg("known"),
             py::arg("timeout"), "Returns (columns, rows).");
}

}  // namespace abonado::python
