#include "operation_rows.hpp"

#include "abonado/error.hpp"
#include "options.hpp"
#include "python_json.hpp"
#include "run_report.hpp"
#include "value_casters.hpp"

namespace abonado::python {

namespace {

constexpr const char* kRequest = "<request>";  // what findings of a request name as their input

template <class Options>
Options who_why_when(const py::dict& given) {
    Options options;
    take(given, "user", options.user);
    take(given, "reason", options.reason);
    options.now = take_instant(given, "now");
    return options;
}

py::object json_or_none(const std::optional<std::string>& json) {
    if (!json) return py::none();
    return loads(*json);
}

}  // namespace

std::int64_t legacy_id_of(py::handle id) {
    std::int64_t legacy_id = 0;
    naming_option("the id of a subscription", [&] { from_python(id, legacy_id); });
    return legacy_id;
}

std::optional<std::int64_t> integer_of(py::handle value, const char* name) {
    std::optional<std::int64_t> number;
    if (!value.is_none()) naming_option(name, [&] { from_python(value, number.emplace()); });
    return number;
}

template <>
OperationOptions options_of(const py::dict& given) {
    return who_why_when<OperationOptions>(given);
}

template <>
SegmentOptions options_of(const py::dict& given) {
    auto options = who_why_when<SegmentOptions>(given);
    options.segment_class = take_word<SegmentClass>(given, "segment_class");
    return options;
}

template <>
MigrateOptions options_of(const py::dict& given) {
    auto options = who_why_when<MigrateOptions>(given);
    options.billing_type = take_word<BillingType>(given, "billing_type");
    if (given.contains("identifiers") && !given["identifiers"].is_none()) {
        take(given, "identifiers", options.identifiers.emplace());
    }
    return options;
}

py::dict change_row(const ScheduledChange& change) {
    py::dict row;
    row["id"] = change.id;
    row["org"] = to_str(change.org);
    row["legacy_id"] = change.legacy_id;
    row["kind"] = to_str(to_word(change.kind));
    row["state"] = to_str(to_word(change.state));
    row["request_date"] = to_python(change.request_date);
    row["scheduled_date"] = to_python(change.scheduled_date);
    row["process_date"] = to_python_or_none(change.process_date);
    row["product"] = to_python_or_none(change.product);
    row["status"] = word_or_none(change.status);
    row["user"] = to_str(change.user);
    row["reason"] = to_str(change.reason);
    row["risk_decision"] = to_python_or_none(change.risk_decision);
    row["error"] = to_python_or_none(change.error);
    return row;
}

py::list change_rows(const std::vector<ScheduledChange>& changes) {
    py::list rows;
    for (const ScheduledChange& change : changes) rows.append(change_row(change));
    return rows;
}

py::dict receipt_row(const Receipt& receipt) {
    py::list warnings;
    for (const Finding& warning : receipt.warnings) warnings.append(finding_row(warning, kRequest));
    py::dict row;
    row["run"] = receipt.run;
    row["warnings"] = warnings;
    row["scheduled"] = receipt.scheduled ? py::object(change_row(*receipt.scheduled)) : py::object(py::none());
    return row;
}

py::dict due_row(const DueReport& report) {
    py::list outcomes;
    for (const DueOutcome& outcome : report.outcomes) {
        outcomes.append(py::make_tuple(change_row(outcome.change), to_str(outcome.message)));
    }
    py::dict row;
    row["outcomes"] = outcomes;
    row["done"] = report.done;
    row["failed"] = report.failed;
    return row;
}

py::dict audit_row(const AuditEntry& entry) {
    py::dict row;
    row["id"] = entry.id;
    row["run"] = to_python_or_none(entry.run);
    row["operation"] = to_str(to_word(entry.operation));
    row["org"] = to_str(entry.org);
    row["legacy_id"] = entry.legacy_id;
    row["at"] = to_python(entry.at);
    row["user"] = to_str(entry.user);
    row["reason"] = to_str(entry.reason);
    row["error"] = to_python_or_none(entry.error);
    row["before"] = json_or_none(entry.before);
    row["after"] = json_or_none(entry.after);
    return row;
}

}  // namespace abonado::python
