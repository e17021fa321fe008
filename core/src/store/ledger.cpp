#include "store/ledger.hpp"

#include <algorithm>
#include <cstring>

#include "abonado/version.hpp"

namespace abonado {

namespace {

constexpr std::string_view kRunColumns =
    "id, kind, state, started, ended, version, rules, records, inserted, updated, skipped, rejected, errors, warnings, "
    "bytes";

std::uint64_t count_at(const Query& query, int column) { return static_cast<std::uint64_t>(query.integer(column)); }

Run run_of(const Query& query) {
    Run run;
    run.id = query.integer(0);
    run.kind = from_word<RunKind>(query.bytes(1)).value();
    run.state = from_word<RunState>(query.bytes(2)).value();
    run.started = Instant{query.integer(3)};
    if (!query.is_null(4)) run.ended = Instant{query.integer(4)};
    run.version = query.text(5);
    run.rules = query.text(6);
    run.counts = {count_at(query, 7),  count_at(query, 8),  count_at(query, 9),  count_at(query, 10),
                  count_at(query, 11), count_at(query, 12), count_at(query, 13), count_at(query, 14)};
    return run;
}

void fill_lists(Connection& connection, Run& run) {
    Query inputs(connection.statement("SELECT name FROM run_inputs WHERE run = ? ORDER BY number"));
    inputs.bind(run.id);
    while (inputs.next()) run.inputs.push_back(inputs.text(0));
    Query rules(connection.statement("SELECT rule, findings FROM run_rules WHERE run = ?"));
    rules.bind(run.id);
    while (rules.next()) run.by_rule[rules.text(0)] = count_at(rules, 1);
}

std::int64_t as_integer(std::uint64_t value) { return static_cast<std::int64_t>(value); }

std::string json_list(std::span<const std::int64_t> numbers) {
    std::string out = "[";
    for (const std::int64_t number : numbers) {
        if (out.size() > 1) out += ',';
        out += std::to_string(number);
    }
    return out + "]";
}

// The WHERE of a selection; its parameters are bound by bind_selection.
std::string condition(const RejectSelection& selection) {
    std::string out = " WHERE 1";
    if (selection.run) out += " AND run = ?";
    if (selection.ids) out += " AND id IN (SELECT value FROM json_each(?))";
    if (selection.state) out += " AND state = ?";
    if (selection.rule)
        out += " AND EXISTS (SELECT 1 FROM reject_findings f WHERE f.reject = rejects.id AND f.rule = ?)";
    return out;
}

void bind_selection(Query& query, const RejectSelection& selection) {
    if (selection.run) query.bind(*selection.run);
    if (selection.ids) query.bind_copy(json_list(*selection.ids));
    if (selection.state) query.bind_word(to_word(*selection.state));
    if (selection.rule) query.bind(*selection.rule);
}

}  // namespace

Reject redacted(const Reject& reject, const Redaction& redaction) {
    Reject out = reject;
    if (!redaction.is_on()) return out;
    out.org = redaction.organisation(reject.org);
    out.legacy_id = redaction.id(reject.legacy_id);
    for (Finding& finding : out.findings) {
        finding.message = rules()[finding.rule].summary;
        finding.expected.clear();
        finding = redacted(finding, redaction);
    }
    return out;
}

std::int64_t Ledger::begin(RunKind kind, Instant now, const std::string& rules, std::span<const std::string> inputs) {
    // Runs are in the order of time, so that the last one tells what all others do.
    const std::int64_t last = connection_.integer(
        "SELECT ifnull((SELECT started FROM runs ORDER BY id DESC LIMIT 1), -9223372036854775807)");
    {
        // What a run learns comes after all that was known before it, so that only the last one can be gone on with.
        Query query(connection_.statement(
            "UPDATE runs SET state = 'abandoned', ended = max(?, started) WHERE id = (SELECT max(id) FROM runs) AND "
            "state IN ('running', 'interrupted')"));
        query.bind(now.micros).run();
    }
    std::int64_t run = 0;
    {
        Query query(connection_.statement(
            "INSERT INTO runs (kind, state, started, version, rules) VALUES (?, 'running', ?, ?, ?)"));
        const std::string version(kVersion);
        query.bind_word(to_word(kind)).bind(std::max(now.micros, last + 1)).bind(version).bind(rules).run();
        run = connection_.last_id();
    }
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        Query query(connection_.statement("INSERT INTO run_inputs (run, number, name) VALUES (?, ?, ?)"));
        query.bind(run).bind(static_cast<std::int64_t>(i)).bind(inputs[i]).run();
    }
    return run;
}

std::optional<Run> Ledger::unfinished() {
    std::optional<Run> out;
    {
        Query query(
            connection_.statement("SELECT " + std::string(kRunColumns) + " FROM runs ORDER BY id DESC LIMIT 1"));
        if (query.next()) out = run_of(query);
    }
    if (!out || out->kind != RunKind::load) return std::nullopt;
    // One whose input broke off ended with a piece that a whole input would not end with, so it is not gone on with.
    const bool can_go_on = out->state == RunState::running || out->state == RunState::interrupted;
    if (!can_go_on) return std::nullopt;
    fill_lists(connection_, *out);
    return out;
}

Run Ledger::run(std::int64_t id) {
    Run out;
    {
        Query query(connection_.statement("SELECT " + std::string(kRunColumns) + " FROM runs WHERE id = ?"));
        query.bind(id);
        if (!query.next()) throw Error(ErrorCode::not_found, "there is no run " + std::to_string(id));
        out = run_of(query);
    }
    fill_lists(connection_, out);
    return out;
}

std::vector<Run> Ledger::runs() {
    std::vector<Run> out;
    {
        Query query(connection_.statement("SELECT " + std::string(kRunColumns) +
                                          " FROM runs "
                                          "WHERE kind <> 'operation' ORDER BY id"));
        while (query.next()) out.push_back(run_of(query));
    }
    for (Run& run : out) fill_lists(connection_, run);
    return out;
}

bool Ledger::has_operations() {
    return connection_.integer("SELECT EXISTS (SELECT 1 FROM runs WHERE kind = 'operation')") != 0;
}

std::int64_t Ledger::run_at(Instant known) {
    Query query(connection_.statement(
        "SELECT ifnull((SELECT id FROM runs WHERE started <= ? ORDER BY started DESC LIMIT 1), 0)"));
    query.bind(known.micros).next();
    return query.integer(0);
}

void Ledger::set_state(std::int64_t run, RunState state, std::optional<Instant> ended) {
    // No run ends before it began, whatever the clock says.
    Query query(connection_.statement("UPDATE runs SET state = ?, ended = max(?, started) WHERE id = ?"));
    query.bind_word(to_word(state));
    if (ended) query.bind(ended->micros);
    else query.bind_null();
    query.bind(run).run();
}

void Ledger::save(std::int64_t run, const RunCounts& counts, std::span<const std::uint64_t> by_rule) {
    {
        Query query(connection_.statement(
            "UPDATE runs SET records = ?, inserted = ?, updated = ?, skipped = ?, rejected = ?, errors = ?, "
            "warnings = ?, bytes = ? WHERE id = ?"));
        for (const std::uint64_t count : {counts.records, counts.inserted, counts.updated, counts.skipped,
                                          counts.rejected, counts.errors, counts.warnings, counts.bytes}) {
            query.bind(as_integer(count));
        }
        query.bind(run).run();
    }
    for (std::size_t rule = 0; rule < by_rule.size(); ++rule) {
        if (by_rule[rule] == 0) continue;
        Query query(
            connection_.statement("INSERT INTO run_rules (run, rule, findings) VALUES (?, ?, ?) "
                                  "ON CONFLICT DO UPDATE SET findings = excluded.findings"));
        const std::string id(rules()[rule].id);
        query.bind(run).bind(id).bind(as_integer(by_rule[rule])).run();
    }
}

void Ledger::add(std::int64_t run, const DoneBlock& block) {
    Query query(connection_.statement(
        "INSERT INTO blocks (run, input, byte_offset, bytes, lines, content) VALUES (?, ?, ?, ?, ?, ?)"));
    query.bind(run).bind(std::int64_t{block.input}).bind(as_integer(block.offset)).bind(as_integer(block.bytes));
    query.bind(as_integer(block.lines)).bind_blob(block.content.data(), block.content.size()).run();
}

std::vector<DoneBlock> Ledger::blocks(std::int64_t run, std::uint32_t input) {
    std::vector<DoneBlock> out;
    Query query(connection_.statement(
        "SELECT byte_offset, bytes, lines, content FROM blocks WHERE run = ? AND input = ? ORDER BY byte_offset"));
    query.bind(run).bind(std::int64_t{input});
    while (query.next()) {
        DoneBlock block{input, count_at(query, 0), count_at(query, 1), count_at(query, 2), {}};
        const std::string_view content = query.bytes(3);
        std::memcpy(block.content.data(), content.data(), std::min(content.size(), block.content.size()));
        out.push_back(block);
    }
    return out;
}

std::optional<Ledger::Again> Ledger::find_again(const Reject& reject, const ContentHash& content) {
    // A further attempt is a reject of its own, and of a line that is too long only the beginning could be compared.
    if (reject.replaces || !reject.is_whole) return std::nullopt;
    // The same line may stand in one dump twice, and as a bare body be of two organisations: each of them is kept.
    Query query(connection_.statement(
        "SELECT id, state FROM rejects WHERE content = ? AND raw = ? AND kind = ? AND org = ? AND legacy_id = ? AND "
        "run < ? AND is_whole = 1 ORDER BY state = 'open' DESC, id LIMIT 1"));
    query.bind_blob(content.data(), content.size()).bind_blob(reject.raw.data(), reject.raw.size());
    query.bind(reject.kind).bind(reject.org).bind(reject.legacy_id).bind(reject.run);
    if (!query.next()) return std::nullopt;
    return Again{query.integer(0), query.bytes(1) == to_word(RejectState::open)};
}

std::int64_t Ledger::insert(const Reject& reject, std::uint32_t input, const ContentHash& content) {
    Query query(connection_.statement(
        "INSERT INTO rejects (run, input, line, byte_offset, attempt, state, replaces, kind, org, legacy_id, "
        "is_whole, content, raw) VALUES (?, ?, ?, ?, ?, 'open', ?, ?, ?, ?, ?, ?, ?)"));
    query.bind(reject.run).bind(std::int64_t{input}).bind(as_integer(reject.line));
    query.bind(as_integer(reject.byte_offset)).bind(as_integer(reject.attempt)).bind(reject.replaces);
    query.bind(reject.kind).bind(reject.org).bind(reject.legacy_id).bind(std::int64_t{reject.is_whole});
    query.bind_blob(content.data(), content.size()).bind_blob(reject.raw.data(), reject.raw.size()).run();
    return connection_.last_id();
}

std::int64_t Ledger::add(const Reject& reject, std::uint32_t input) {
    const ContentHash content = content_hash(reject.raw);
    const auto again = find_again(reject, content);
    if (again && !again->is_open) return again->id;
    const std::int64_t id = again ? again->id : insert(reject, input, content);
    if (again) {
        Query moved(
            connection_.statement("UPDATE rejects SET run = ?, input = ?, line = ?, byte_offset = ? WHERE id = ?"));
        moved.bind(reject.run).bind(std::int64_t{input}).bind(as_integer(reject.line));
        moved.bind(as_integer(reject.byte_offset)).bind(id).run();
        Query forgotten(connection_.statement("DELETE FROM reject_findings WHERE reject = ?"));
        forgotten.bind(id).run();
    }
    for (std::size_t i = 0; i < reject.findings.size(); ++i) {
        const Finding& finding = reject.findings[i];
        Query query(connection_.statement(
            "INSERT INTO reject_findings (reject, position, rule, severity, pointer, byte_offset, message, value, "
            "expected) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"));
        query.bind(id).bind(static_cast<std::int64_t>(i)).bind_word(rules()[finding.rule].id);
        query.bind_word(to_word(finding.severity)).bind(finding.pointer).bind(as_integer(finding.byte_offset));
        query.bind(finding.message).bind(finding.value).bind(finding.expected).run();
    }
    return id;
}

void Ledger::set_replaces(std::int64_t reject, std::int64_t former) {
    Query query(connection_.statement("UPDATE rejects SET replaces = ?, attempt = ? WHERE id = ?"));
    query.bind(former).bind(as_integer(attempt(former) + 1)).bind(reject).run();
}

std::string Ledger::raw(std::int64_t reject) {
    Query query(connection_.statement("SELECT raw FROM rejects WHERE id = ?"));
    query.bind(reject);
    return query.next() ? query.text(0) : "";
}

void Ledger::set_input_content(std::int64_t run, std::uint32_t input, const ContentHash& content) {
    Query query(connection_.statement("UPDATE run_inputs SET content = ? WHERE run = ? AND number = ?"));
    query.bind_blob(content.data(), content.size()).bind(run).bind(std::int64_t{input}).run();
}

void Ledger::replayed(std::int64_t reject, std::int64_t run) {
    Query query(connection_.statement("UPDATE rejects SET state = 'replayed', replayed_in = ? WHERE id = ?"));
    query.bind(run).bind(reject).run();
}

std::uint64_t Ledger::drop(const RejectSelection& selection) {
    if (selection.state.value_or(RejectState::open) != RejectState::open) return 0;
    RejectSelection open = selection;
    open.state = RejectState::open;
    Query query(connection_.statement("UPDATE rejects SET state = 'dropped'" + condition(open)));
    bind_selection(query, open);
    query.run();
    return static_cast<std::uint64_t>(connection_.database().getChanges());
}

namespace {

constexpr std::string_view kRejectColumns =
    "id, run, (SELECT name FROM run_inputs i WHERE i.run = rejects.run AND i.number = rejects.input), line, "
    "byte_offset, "
    "attempt, state, replaces, replayed_in, kind, org, legacy_id, is_whole, input";
constexpr int kInputColumn = 13;

std::string select_rejects(const RejectSelection& selection, std::string_view more_columns) {
    return "SELECT " + std::string(kRejectColumns) + std::string(more_columns) + " FROM rejects" +
           condition(selection) + " ORDER BY id";
}

Reject reject_of(const Query& query) {
    Reject out;
    out.id = query.integer(0);
    out.run = query.integer(1);
    out.input = query.text(2);
    out.line = count_at(query, 3);
    out.byte_offset = count_at(query, 4);
    out.attempt = count_at(query, 5);
    out.state = from_word<RejectState>(query.bytes(6)).value();
    out.replaces = query.maybe_integer(7);
    out.replayed_in = query.maybe_integer(8);
    out.kind = query.text(9);
    out.org = query.text(10);
    out.legacy_id = query.integer(11);
    out.is_whole = query.integer(12) != 0;
    return out;
}

}  // namespace

void Ledger::each(const RejectSelection& selection, const std::function<void(Reject&&)>& take) {
    // Not a shared one: `take` may ask for rejects itself.
    SQLite::Statement statement(connection_.database(), select_rejects(selection, ", raw"));
    Query query(statement);
    bind_selection(query, selection);
    while (query.next()) {
        Reject out = reject_of(query);
        out.raw = query.text(kInputColumn + 1);
        out.findings = findings(out.id);
        for (Finding& finding : out.findings) {
            finding.input = static_cast<std::uint32_t>(query.integer(kInputColumn));
            finding.line = out.line;
            finding.kind = out.kind;
            finding.org = out.org;
            finding.legacy_id = out.legacy_id;
        }
        take(std::move(out));
    }
}

void Ledger::each_name(const RejectSelection& selection, const std::function<void(const Reject&)>& take) {
    Query query(connection_.statement(select_rejects(selection, "")));
    bind_selection(query, selection);
    while (query.next()) take(reject_of(query));
}

std::vector<Finding> Ledger::findings(std::int64_t reject) {
    std::vector<Finding> out;
    Query query(
        connection_.statement("SELECT rule, severity, pointer, byte_offset, message, value, expected "
                              "FROM reject_findings WHERE reject = ? ORDER BY position"));
    query.bind(reject);
    while (query.next()) {
        Finding& finding = out.emplace_back();
        // A rule of another version of the library may be unknown here; it keeps its text.
        finding.rule = static_cast<std::uint16_t>(std::max(find_rule(query.bytes(0)), 0));
        finding.severity = from_word<Severity>(query.bytes(1)).value();
        finding.pointer = query.text(2);
        finding.byte_offset = count_at(query, 3);
        finding.message = query.text(4);
        if (!query.is_null(5)) finding.value = query.text(5);
        finding.expected = query.text(6);
    }
    return out;
}

std::vector<std::int64_t> Ledger::named(const RejectSelection& selection, const std::string& kind,
                                        const std::string& org, std::int64_t legacy_id, std::int64_t before) {
    Query query(connection_.statement("SELECT id FROM rejects" + condition(selection) +
                                      " AND kind = ? AND org = ? AND legacy_id = ? AND run < ? ORDER BY id"));
    bind_selection(query, selection);
    query.bind(kind).bind(org).bind(legacy_id).bind(before);
    std::vector<std::int64_t> out;
    while (query.next()) out.push_back(query.integer(0));
    return out;
}

bool Ledger::is_open(std::int64_t reject) {
    Query query(connection_.statement("SELECT 1 FROM rejects WHERE id = ? AND state = 'open'"));
    query.bind(reject);
    return query.next();
}

std::uint64_t Ledger::attempt(std::int64_t reject) {
    Query query(connection_.statement("SELECT attempt FROM rejects WHERE id = ?"));
    query.bind(reject);
    return query.next() ? count_at(query, 0) : 0;
}

}  // namespace abonado
