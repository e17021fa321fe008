// The functions of abonado.h, on those of C++.
#include <chrono>
#include <limits>
#include <memory>
#include <utility>

#include "abonado/abonado.h"
#include "abonado/engine.hpp"
#include "abonado/frames.hpp"
#include "engine/c_errors.hpp"
#include "engine/c_values.hpp"
#include "engine/report_text.hpp"
#include "engine/run_plan.hpp"

struct abonado_engine {
    abonado::Engine engine;
};

namespace abonado::c {

namespace {

using Inputs = std::vector<std::unique_ptr<Input>>;

// Where the first version of an options struct ends, at the end of its member `last`.
#define ABONADO_END_OF(type, last) (offsetof(type, last) + sizeof(type::last))

template <class T>
T& required(T* given, const char* name) {
    if (given == nullptr) throw Error(ErrorCode::invalid_argument, std::string(name) + " is null");
    return *given;
}

Engine& open_engine(abonado_engine* engine) { return required(engine, "the engine").engine; }

// Null from here on, until there is something to give.
void clear(char** out) noexcept {
    if (out != nullptr) *out = nullptr;
}

Inputs input_of(const void* dump, std::size_t size) {
    if (size == ABONADO_TERMINATED) throw Error(ErrorCode::invalid_argument, "the size of a dump must be said");
    Inputs out;
    out.push_back(memory_input(taken_text(static_cast<const char*>(dump), size, "the dump")));
    return out;
}

[[noreturn]] void stop(const char* who) { throw Error(ErrorCode::cancelled, std::string(who) + " asked to stop"); }

FindingSink sink_of(const abonado_run_options& given) {
    if (given.on_finding == nullptr) return {};
    return [given](const Finding& finding) {
        const std::string line = to_json_line(finding);
        if (given.on_finding(given.context, line.c_str(), line.size()) != 0) stop("on_finding");
    };
}

Tick tick_of(const abonado_run_options& given) {
    if (given.on_progress == nullptr) return {};
    return [given](const Progress& p) {
        const abonado_progress progress{p.position, p.size.value_or(0), p.records, p.errors, p.warnings};
        return given.on_progress(given.context, &progress) == 0;
    };
}

// What validate and load have in common: members of the same names.
template <class Options>
Options checks_of(const abonado_run_options& given) {
    Options out;
    out.rules.severities = taken_severities(given.severities, given.severities_size);
    out.rules.strict = given.strict != 0;
    out.rules.now = moment_of(taken_instant(given.now_us));
    out.threads = given.threads;
    const std::string_view kind = taken_text(given.kind, given.kind_size, "kind");
    out.kind = from_word<RecordKind>(kind);
    if (!kind.empty() && !out.kind) {
        throw Error(ErrorCode::invalid_argument, std::string(kind) + " is no kind of records");
    }
    out.org = taken_text(given.org, given.org_size, "org");
    return out;
}

abonado_run_options run_options(const abonado_run_options* given) {
    return taken_options(given, ABONADO_END_OF(abonado_run_options, resume));
}

// The report is given also of inputs that could not be read to their end.
template <class Report>
void give_report(const Report& report, char** json) {
    give_text(report_text(report), json);
    if (!report.failures.empty()) throw Error(ErrorCode::input_unreadable, report.failures.front().message);
}

template <class Source>
abonado_code validate_with(const abonado_run_options* options, char** json, Source&& source) noexcept {
    clear(json);
    return guarded([&] {
        const abonado_run_options given = run_options(options);
        const auto checks = checks_of<ValidateOptions>(given);
        give_report(source(checks, sink_of(given), tick_of(given)), json);
    });
}

template <class Source>
abonado_code load_with(abonado_engine* engine, const abonado_run_options* options, char** json,
                       Source&& source) noexcept {
    clear(json);
    return guarded([&] {
        Engine& store = open_engine(engine);
        const abonado_run_options given = run_options(options);
        auto checks = checks_of<LoadOptions>(given);
        checks.now = taken_instant(given.now_us);
        checks.dry_run = given.dry_run != 0;
        checks.atomic = given.atomic != 0;
        checks.resume = taken_resume(given.resume);
        checks.rejects_path = taken_path(given.rejects_path, given.rejects_path_size, "rejects_path");
        give_report(source(store, checks, sink_of(given), tick_of(given)), json);
    });
}

ConnectOptions connect_options(const abonado_open_options* options) {
    const auto given = taken_options(options, ABONADO_END_OF(abonado_open_options, patience_ms));
    ConnectOptions out;
    out.read_only = given.read_only != 0;
    out.create = given.must_exist == 0;
    out.migrate = given.migrate != 0;
    if (given.patience_ms != 0) out.patience = std::chrono::milliseconds(given.patience_ms);
    out.rules.severities = taken_severities(given.severities, given.severities_size);
    return out;
}

OperationOptions operation_options(const abonado_handle_options* options) {
    const auto given = taken_options(options, ABONADO_END_OF(abonado_handle_options, now_us));
    OperationOptions out;
    out.user = taken_text(given.user, given.user_size, "user");
    out.reason = taken_text(given.reason, given.reason_size, "reason");
    out.now = taken_instant(given.now_us);
    return out;
}

FrameRequest frame_request(std::string_view name, const abonado_frame_options* options) {
    const auto given = taken_options(options, ABONADO_END_OF(abonado_frame_options, limit));
    FrameRequest out;
    out.name = name;
    for (const std::string_view column : taken_list(given.columns, given.columns_size, "columns")) {
        out.columns.emplace_back(column);
    }
    out.org = taken_text(given.org, given.org_size, "org");
    constexpr auto kMost = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    if (given.limit != 0) out.limit = static_cast<std::int64_t>(std::min(given.limit, kMost));
    return out;
}

}  // namespace

}  // namespace abonado::c

using namespace abonado;
using namespace abonado::c;

const char* abonado_version(void) { return ABONADO_VERSION; }

abonado_code abonado_validate(const void* dump, size_t size, const abonado_run_options* options, char** json) {
    return validate_with(options, json, [&](const ValidateOptions& checks, const FindingSink& sink, const Tick& tick) {
        return validate(input_of(dump, size), checks, sink, tick);
    });
}

abonado_code abonado_validate_file(const char* path, size_t path_size, const abonado_run_options* options,
                                   char** json) {
    return validate_with(options, json, [&](const ValidateOptions& checks, const FindingSink& sink, const Tick& tick) {
        const std::string file = taken_path(path, path_size, "the path");
        return validate_files({&file, 1}, checks, sink, tick);
    });
}

abonado_code abonado_open(const char* path, size_t path_size, const abonado_open_options* options,
                          abonado_engine** engine) {
    if (engine != nullptr) *engine = nullptr;
    return guarded([&] {
        abonado_engine*& out = required(engine, "where the engine goes");
        out = new abonado_engine{Engine(taken_path(path, path_size, "the path"), connect_options(options))};
    });
}

abonado_code abonado_close(abonado_engine* engine) {
    return guarded([&] { open_engine(engine).close(); });
}

void abonado_engine_free(abonado_engine* engine) { delete engine; }

abonado_code abonado_load(abonado_engine* engine, const void* dump, size_t size, const abonado_run_options* options,
                          char** json) {
    return load_with(engine, options, json,
                     [&](Engine& store, const LoadOptions& checks, const FindingSink& sink, const Tick& tick) {
                         return store.load(input_of(dump, size), checks, sink, tick);
                     });
}

abonado_code abonado_load_file(abonado_engine* engine, const char* path, size_t path_size,
                               const abonado_run_options* options, char** json) {
    return load_with(engine, options, json,
                     [&](Engine& store, const LoadOptions& checks, const FindingSink& sink, const Tick& tick) {
                         const std::string file = taken_path(path, path_size, "the path");
                         return store.load_files({&file, 1}, checks, sink, tick);
                     });
}

abonado_code abonado_handle(abonado_engine* engine, const char* verb, size_t verb_size, const char* path,
                            size_t path_size, const char* body, size_t body_size, const abonado_handle_options* options,
                            int32_t* status, char** answer) {
    if (status != nullptr) *status = 0;
    clear(answer);
    return guarded([&] {
        Engine& store = open_engine(engine);
        Request request;
        request.verb = taken_text(verb, verb_size, "the verb");
        request.path = taken_text(path, path_size, "the path");
        request.body = taken_text(body, body_size, "the body");
        const Response response = store.handle(request, operation_options(options));
        if (response.body) give_text(*response.body, answer);
        if (status != nullptr) *status = response.status;
    });
}

abonado_code abonado_frame(abonado_engine* engine, const char* name, size_t name_size,
                           const abonado_frame_options* options, struct ArrowArrayStream* out) {
    if (out != nullptr) *out = {};
    return guarded([&] {
        Engine& store = open_engine(engine);
        ArrowArrayStream& stream = required(out, "where the frame goes");
        store.frame(frame_request(taken_text(name, name_size, "the name"), options), &stream);
    });
}
