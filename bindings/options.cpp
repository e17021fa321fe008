#include "options.hpp"

#include <map>

#include "abonado/error.hpp"

namespace abonado::python {

std::string shown(py::handle value) {
    try {
        return py::repr(value);
    } catch (const py::error_already_set& cannot) {
        if (!cannot.matches(PyExc_Exception)) throw;
        return "a value of type " + std::string(Py_TYPE(value.ptr())->tp_name);
    }
}

std::chrono::milliseconds timeout_of(double seconds) {
    constexpr double kLongest = 1e6;
    if (!(seconds >= 0 && seconds <= kLongest)) {
        throw Error(ErrorCode::invalid_argument, "timeout is a number of seconds from 0 to a million");
    }
    return std::chrono::milliseconds(static_cast<std::int64_t>(seconds * 1000));
}

std::optional<Instant> take_instant(const py::dict& options, const char* name) {
    std::optional<Instant> instant;
    if (options.contains(name) && !options[name].is_none()) {
        naming_option(name, [&] { from_python(options[name], instant.emplace()); });
    }
    return instant;
}

RuleOptions rule_options(const py::dict& given) {
    RuleOptions options;
    std::map<std::string, py::object> severities;
    take(given, "severities", severities);
    for (const auto& [rule, word] : severities) {
        naming_option("severity of " + rule,
                      [&, &id = rule, &w = word] { options.severities[id] = enum_from_python<Severity>(w); });
    }
    take(given, "strict", options.strict);
    std::string naive = "refuse";
    take(given, "naive", naive);
    if (naive != "refuse" && naive != "utc" && naive != "suggest") {
        throw Error(ErrorCode::invalid_argument, "naive is 'refuse', 'utc' or 'suggest', not '" + naive + "'");
    }
    options.suggest_utc = naive == "suggest";
    options.naive = naive == "utc" ? NaiveTime::utc : NaiveTime::refuse;
    options.now = take_instant(given, "now");
    take(given, "postpaid_mobile_prefix", options.segments.postpaid_mobile_prefix);
    take(given, "prepaid_prefix", options.segments.prepaid_prefix);
    take(given, "convergent_prefix", options.segments.convergent_prefix);
    take(given, "allow_list", options.segments.allow_list);
    options.segments.default_class = take_word<SegmentClass>(given, "default_class");
    take(given, "status_reasons", options.status_reasons);
    take(given, "max_depth", options.max_depth);
    take(given, "max_elements", options.max_elements);
    take(given, "max_line_bytes", options.max_line_bytes);
    take(given, "max_findings_per_record", options.max_findings_per_record);
    std::optional<std::string> secret;  // bytes
    if (given.contains("redact") && !given["redact"].is_none()) secret = given["redact"].cast<std::string>();
    if (secret) options.redaction = Redaction::with_secret(*secret);
    return options;
}

Tick tick_of(const py::object& progress, PythonCalls& calls) {
    return [&calls, progress](const Progress& p) {
        return calls([&] {
            check_signals();
            if (!progress.is_none()) progress(p.position, p.size, p.records, p.errors, p.warnings);
        });
    };
}

}  // namespace abonado::python
