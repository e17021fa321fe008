// The rule table as plain Python data.
#include "abonado/rules.hpp"
#include "module.hpp"
#include "value_casters.hpp"

namespace abonado::python {

namespace {

py::list rule_rows() {
    py::list rows;
    for (std::size_t number = 0; number < rules().size(); ++number) {
        const RuleInfo& rule = rules()[number];
        py::dict row;
        row["id"] = to_str(rule.id);
        row["severity"] = to_str(to_word(rule.severity));
        row["subject"] = to_str(rule.subject);
        row["summary"] = to_str(rule.summary);
        row["source"] = to_str(rule.source);
        row["grade"] = to_str(to_word(rule.grade));
        row["scope"] = to_str(to_word(rule.scope));
        row["stored_on"] = to_str_or_none(rule.stored.on);
        row["stored"] = to_str_or_none(rule.stored.sql);
        py::list kinds;
        for (const RecordKind kind : kinds_of_rule(number)) kinds.append(to_str(to_word(kind)));
        row["kinds"] = py::tuple(kinds);
        rows.append(row);
    }
    return rows;
}

}  // namespace

void bind_rules(py::module_& m) {
    m.def("rules", &rule_rows, "The rule table, in the order of the reference.");
    m.def(
        "redacted",
        [](const std::string& value, const py::bytes& key, const std::string& member) {
            return Redaction::with_secret(std::string(key)).text_of(member, value);
        },
        py::arg("value"), py::arg("key"), py::arg("member"), "The hash that stands for a value of a member.");
}

}  // namespace abonado::python
