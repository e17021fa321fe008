#include "store/schedule.hpp"

#include <limits>

namespace abonado {

namespace {

const std::string kSelect =
    "SELECT c.id, o.name, s.legacy_id, c.kind, c.state, c.request_date, c.scheduled_date, c.process_date, c.product, "
    "c.status, c.user, c.reason, c.risk_decision, c.error FROM scheduled_changes c JOIN subscriptions s ON s.id = "
    "c.subscription JOIN organisations o ON o.id = s.org ";
const std::string kOpen = "c.state IN ('waiting', 'pending')";
const std::string kOrder = " ORDER BY c.scheduled_date, c.id";

ScheduledChange change_of(const Query& query) {
    ScheduledChange out;
    out.id = query.integer(0);
    out.org = query.text(1);
    out.legacy_id = query.integer(2);
    out.kind = from_word<ScheduledKind>(query.bytes(3)).value();
    out.state = from_word<ScheduledState>(query.bytes(4)).value();
    out.request_date = Instant{query.integer(5)};
    out.scheduled_date = Instant{query.integer(6)};
    if (!query.is_null(7)) out.process_date = Instant{query.integer(7)};
    out.product = query.maybe_integer(8);
    if (!query.is_null(9)) out.status = from_word<LiveStatus>(query.bytes(9));
    out.user = query.text(10);
    out.reason = query.text(11);
    if (!query.is_null(12)) out.risk_decision = query.text(12);
    if (!query.is_null(13)) out.error = query.text(13);
    return out;
}

// What the document says is to happen; nothing if it has no day for it, or says that it happened.
struct Wanted {
    Instant request_date;
    Instant scheduled_date;
    std::int64_t product;
};
std::optional<Wanted> wanted_by(const SubscriptionProduct& document) {
    const Box<Scheduled>& scheduled = document.product.scheduled;
    if (!scheduled || !scheduled->destination_product || !scheduled->scheduled_date || scheduled->process_date)
        return {};
    const Instant due = *scheduled->scheduled_date;
    return Wanted{scheduled->request_date.value_or(due), due, scheduled->destination_product->id};
}

}  // namespace

std::int64_t Schedule::add(std::int64_t subscription, const ScheduledChange& change, std::int64_t run) {
    Query query(
        connection_.statement("INSERT INTO scheduled_changes (subscription, kind, state, request_date, scheduled_date, "
                              "product, status, user, "
                              "reason, risk_decision, run) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
    query.bind(subscription).bind_word(to_word(change.kind)).bind_word(to_word(change.state));
    query.bind(change.request_date.micros).bind(change.scheduled_date.micros).bind(change.product);
    if (change.status) query.bind_word(to_word(*change.status));
    else query.bind_null();
    query.bind(change.user).bind(change.reason).bind(change.risk_decision).bind(run).run();
    return connection_.last_id();
}

void Schedule::approve(std::int64_t id) {
    Query query(connection_.statement("UPDATE scheduled_changes SET state = 'pending' WHERE id = ?"));
    query.bind(id).run();
}

void Schedule::settle(std::int64_t id, ScheduledState state, Instant at, const std::optional<std::string>& error) {
    Query query(
        connection_.statement("UPDATE scheduled_changes SET state = ?, process_date = ?, error = ? WHERE id = ?"));
    query.bind_word(to_word(state)).bind(at.micros).bind(error).bind(id).run();
}

std::vector<ScheduledChange> Schedule::select(Query& query) {
    std::vector<ScheduledChange> out;
    while (query.next()) out.push_back(change_of(query));
    return out;
}

std::optional<ScheduledChange> Schedule::find(std::int64_t id) {
    Query query(connection_.statement(kSelect + "WHERE c.id = ?"));
    query.bind(id);
    if (!query.next()) return std::nullopt;
    return change_of(query);
}

std::vector<ScheduledChange> Schedule::open(std::int64_t subscription) {
    Query query(connection_.statement(kSelect + "WHERE c.subscription = ? AND " + kOpen + kOrder));
    query.bind(subscription);
    return select(query);
}

std::vector<ScheduledChange> Schedule::open(const std::string& org, std::optional<std::int64_t> legacy_id) {
    std::string condition = "WHERE " + kOpen;
    // The sign keeps SQLite from going through all subscriptions of the organisation: open changes are few.
    if (!org.empty()) condition += " AND +o.name = ?";
    if (legacy_id) condition += " AND s.legacy_id = ?";
    Query query(connection_.statement(kSelect + condition + kOrder));
    if (!org.empty()) query.bind(org);
    if (legacy_id) query.bind(*legacy_id);
    return select(query);
}

std::optional<ScheduledChange> Schedule::open_tariff(std::int64_t subscription) {
    Query query(connection_.statement(kSelect + "WHERE c.subscription = ? AND c.kind = 'tariff' AND " + kOpen));
    query.bind(subscription);
    if (!query.next()) return std::nullopt;
    return change_of(query);
}

std::vector<ScheduledChange> Schedule::due(Instant now, const ScheduledChange* after, std::size_t limit) {
    Query query(
        connection_.statement(kSelect +
                              "WHERE c.state = 'pending' AND c.scheduled_date <= ? AND (c.scheduled_date, c.id) > "
                              "(?, ?)" +
                              kOrder + " LIMIT ?"));
    query.bind(now.micros)
        .bind(after != nullptr ? after->scheduled_date.micros : std::numeric_limits<std::int64_t>::min());
    query.bind(after != nullptr ? after->id : 0).bind(static_cast<std::int64_t>(limit));
    return select(query);
}

void Schedule::follow(std::int64_t subscription, const SubscriptionProduct& document, std::int64_t run) {
    const auto wanted = wanted_by(document);
    const auto open = open_tariff(subscription);
    if (open && open->state == ScheduledState::waiting && !wanted) return;
    if (open && open->state == ScheduledState::pending && wanted && open->product == wanted->product &&
        open->scheduled_date == wanted->scheduled_date)
        return;
    if (open) {
        Query query(
            connection_.statement("UPDATE scheduled_changes SET state = ?, process_date = (SELECT started FROM runs "
                                  "WHERE id = ?) WHERE id = ?"));
        const bool happened = document.product.id == open->product;
        query.bind_word(to_word(happened ? ScheduledState::done : ScheduledState::cancelled));
        query.bind(run).bind(open->id).run();
    }
    if (!wanted) return;
    ScheduledChange change;
    change.request_date = wanted->request_date;
    change.scheduled_date = wanted->scheduled_date;
    change.product = wanted->product;
    change.user = "N/A";
    add(subscription, change, run);
}

}  // namespace abonado
