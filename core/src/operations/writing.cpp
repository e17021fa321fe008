#include "operations/writing.hpp"

#include "abonado/json.hpp"
#include "base/utf8.hpp"
#include "engine/applier.hpp"
#include "engine/run_plan.hpp"

namespace abonado {

namespace {

void append_element(std::string& list, std::string_view element) {
    if (!list.empty()) list += ',';
    list += element;
}

std::string json_of(const ScheduledChange& change) {
    std::string out = "{\"id\":" + std::to_string(change.id);
    const auto text = [&](std::string_view name, std::string_view value) {
        out += ",\"" + std::string(name) + "\":";
        append_json_string(out, value);
    };
    text("kind", to_word(change.kind));
    text("state", to_word(change.state));
    text("request_date", change.request_date.to_string());
    text("scheduled_date", change.scheduled_date.to_string());
    if (change.process_date) text("process_date", change.process_date->to_string());
    if (change.product) out += ",\"product\":" + std::to_string(*change.product);
    if (change.status) text("status", to_word(*change.status));
    text("user", change.user);
    text("reason", change.reason);
    if (change.risk_decision) text("risk_decision", *change.risk_decision);
    if (change.error) text("error", *change.error);
    return out + "}";
}

std::string first_of(const std::string& given, const std::optional<std::string>& other, std::string_view none) {
    if (!given.empty()) return given;
    return other && !other->empty() ? *other : std::string(none);
}

}  // namespace

Order::Order(Operation wanted, std::string_view whose, std::int64_t id, const OperationOptions& options,
             const std::optional<std::string>& user_of_body, const std::optional<std::string>& reason_of_body)
    : operation(wanted),
      org(valid_utf8(whose)),
      legacy_id(id),
      user(valid_utf8(first_of(options.user, user_of_body, "N/A"))),
      reason(valid_utf8(first_of(options.reason, reason_of_body, ""))),
      now(moment_of(options.now)) {}

Writing::Writing(Connection& connection, const Order& order)
    : connection_(connection), order_(order), documents_(connection), schedule_(connection), ledger_(connection) {}

std::int64_t Writing::run() {
    if (receipt_.run == 0) receipt_.run = ledger_.begin(RunKind::operation, order_.now, "", {});
    return receipt_.run;
}

void Writing::add(const CheckedBody& body, const RuleOptions& options) {
    const CompiledOptions rules(options);
    Applier applier(connection_, documents_, rules, run(), body.is_envelope, Applier::Honours::nothing);
    std::vector<Finding> findings = body.findings;
    applier.apply(body.record, body.text, 0, 1, findings);
    for (Finding& finding : findings) {
        // Nobody is told whose uuid it is: that may be another organisation's subscription.
        if (finding.rule != rule_number(DumpRule::shared_uuid)) continue;
        finding.message = "is the uuid of another subscription";
        finding.message_values.clear();
    }
    refuse_errors(findings);
    receipt_.warnings = std::move(findings);
    ++counts_.inserted;
    append_element(after_.documents, to_json(*body.record.envelope));
}

void Writing::warn(const std::vector<Finding>& warnings) {
    receipt_.warnings.insert(receipt_.warnings.end(), warnings.begin(), warnings.end());
}

void Writing::replace(std::int64_t subscription, std::int64_t document, const Envelope& envelope) {
    append_element(before_.documents, to_json(documents_.read(document)));
    documents_.end(document, run());
    const std::string text = to_json(envelope);
    documents_.add(subscription, name_of(envelope), envelope, content_hash(text), {run(), 0, 0});
    if (const auto* tariff = std::get_if<SubscriptionProduct>(&envelope.body)) {
        schedule_.follow(subscription, *tariff, run());
    }
    ++counts_.updated;
    append_element(after_.documents, text);
}

void Writing::save(const Subject& subject) {
    for (const auto* document : {&subject.v3, &subject.v1, &subject.tariff}) {
        if (*document && (*document)->is_changed) replace(subject.id, (*document)->id, (*document)->envelope);
    }
}

void Writing::end(std::int64_t document) {
    append_element(before_.documents, to_json(documents_.read(document)));
    documents_.end(document, run());
}

void Writing::keep(const Subject& subject, ScheduledChange change) {
    change.org = subject.org;
    change.legacy_id = subject.legacy_id;
    change.request_date = order_.now;
    change.user = order_.user;
    change.id = schedule_.add(subject.id, change, run());
    append_element(after_.scheduled, json_of(change));
    receipt_.scheduled = std::move(change);
}

void Writing::approve(const ScheduledChange& change) {
    run();
    schedule_.approve(change.id);
    append_element(before_.scheduled, json_of(change));
    receipt_.scheduled = schedule_.find(change.id);
    append_element(after_.scheduled, json_of(*receipt_.scheduled));
}

void Writing::settle(const ScheduledChange& change, ScheduledState state, const std::optional<std::string>& error) {
    run();
    schedule_.settle(change.id, state, order_.now, error);
    append_element(before_.scheduled, json_of(change));
    receipt_.scheduled = schedule_.find(change.id);
    append_element(after_.scheduled, json_of(*receipt_.scheduled));
}

std::string Writing::Trace::json() const {
    return "{\"documents\":[" + documents + "],\"scheduled\":[" + scheduled + "]}";
}

namespace {

AuditEntry entry_of(const Order& order) {
    AuditEntry entry;
    entry.operation = order.operation;
    entry.org = order.org;
    entry.legacy_id = order.legacy_id;
    entry.at = order.now;
    entry.user = order.user;
    entry.reason = order.reason;
    return entry;
}

}  // namespace

Receipt Writing::finish() {
    AuditEntry entry = entry_of(order_);
    if (receipt_.run != 0) {
        counts_.records = counts_.inserted + counts_.updated;
        counts_.warnings = receipt_.warnings.size();
        ledger_.save(receipt_.run, counts_, {});
        ledger_.set_state(receipt_.run, RunState::finished, order_.now);
        entry.run = receipt_.run;
        entry.before = before_.json();
        entry.after = after_.json();
    }
    AuditLog(connection_).add(entry);
    return std::move(receipt_);
}

void note_refusal(Connection& connection, const Order& order, ErrorCode code) {
    AuditEntry entry = entry_of(order);
    entry.error = error_info(code).word;
    WriteTransaction transaction(connection);
    AuditLog(connection).add(entry);
    transaction.commit();
}

}  // namespace abonado
