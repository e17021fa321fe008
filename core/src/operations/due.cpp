#include "operations/due.hpp"

#include <chrono>
#include <map>

#include "engine/run_plan.hpp"
#include "operations/status_steps.hpp"
#include "operations/tariffs.hpp"

namespace abonado {

namespace {

// Gives what is due, a page at a time: `take` may settle what it is given.
template <class Take>
void each_due(Schedule& schedule, Instant now, Take take) {
    constexpr std::size_t kPage = 256;
    std::vector<ScheduledChange> due = schedule.due(now, nullptr, kPage);
    while (!due.empty()) {
        for (const ScheduledChange& change : due) take(change);
        due = schedule.due(now, &due.back(), kPage);
    }
}

// What becomes of a change whose documents cannot be read: it stays pending, and is no reason to keep others from happening.
DueOutcome unreadable(const ScheduledChange& change, const Error& error, const Redaction& redaction) {
    if (error.code() != ErrorCode::store_unusable) throw error;
    DueOutcome out{change, redacted(error, redaction).what()};
    out.change.error = error.word();
    return out;
}

// Carries a change out on the subscription in memory, after looking again whether it is allowed. What is wrong is the
// outcome, not an exception; a change of the product that failed is no longer shown as scheduled.
DueOutcome carry_out(Subject& subject, const ScheduledChange& change, Catalogue& catalogue, Instant now,
                     Lifecycle lifecycle, const Redaction& redaction) {
    DueOutcome out{change, {}};
    out.change.process_date = now;
    out.change.state = ScheduledState::done;
    try {
        if (change.kind == ScheduledKind::tariff) {
            take_tariff(subject, require_change(subject, *change.product, catalogue), change.scheduled_date);
        } else {
            take_status_step(subject, {*change.status, change.scheduled_date, change.user, change.reason}, lifecycle);
        }
    } catch (const Error& error) {
        if (!is_refusal(error)) throw;
        out.change.state = ScheduledState::failed;
        out.change.error = error.word();
        out.message = redacted(error, redaction).what();
        if (change.kind == ScheduledKind::tariff && subject.tariff) show_scheduled(subject, nullptr, nullptr);
    }
    return out;
}

void count(DueReport& report, DueOutcome&& outcome) {
    ++(outcome.change.state == ScheduledState::done ? report.done : report.failed);
    report.outcomes.push_back(std::move(outcome));
}

// Calls for a sign that the run may go on, not more often than it is worth.
class Signs {
public:
    explicit Signs(const Tick& tick) : tick_(tick) {}
    void ask(const DueReport& report) {
        constexpr auto kEvery = std::chrono::milliseconds(50);
        const auto now = std::chrono::steady_clock::now();
        if (now - last_ < kEvery) return;
        last_ = now;
        if (tell(report)) return;
        throw Error(ErrorCode::cancelled, "the run was cancelled after " + std::to_string(report.outcomes.size()) +
                                              " changes, which are done; run it again for the others");
    }

    bool tell(const DueReport& report) const {
        Progress progress;
        progress.records = report.outcomes.size();
        progress.errors = report.failed;
        return !tick_ || tick_(progress);
    }

private:
    const Tick& tick_;
    std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
};

}  // namespace

DueReport run_due(Connection& connection, const OperationOptions& options, Lifecycle lifecycle,
                  const Redaction& redaction, const Tick& tick) {
    DueReport report;
    Signs signs(tick);
    Schedule schedule(connection);
    Documents documents(connection);
    Catalogue catalogue(documents);  // nobody else writes meanwhile
    OperationOptions given = options;
    given.now = moment_of(given.now);
    each_due(schedule, *given.now, [&](const ScheduledChange& change) {
        signs.ask(report);
        const Order order(Operation::run_due, change.org, change.legacy_id, given, change.user, change.reason);
        std::optional<DueOutcome> outcome;
        try {
            write_in_transaction(connection, order, [&](Writing& writing) {
                Subject subject = writing.subject();
                outcome = carry_out(subject, change, catalogue, *given.now, lifecycle, redaction);
                writing.settle(change, outcome->change.state, outcome->change.error);
                writing.save(subject);
            });
        } catch (const Error& error) {
            outcome = unreadable(change, error, redaction);
        }
        count(report, std::move(*outcome));
    });
    signs.tell(report);
    return report;
}

DueReport simulate(Connection& connection, Instant until, Lifecycle lifecycle, const Redaction& redaction) {
    DueReport report;
    Schedule schedule(connection);
    Documents documents(connection);
    Catalogue catalogue(documents);
    std::map<std::pair<std::string, std::int64_t>, Subject> subjects;
    each_due(schedule, until, [&](const ScheduledChange& change) {
        const std::pair name(change.org, change.legacy_id);
        try {
            auto place = subjects.find(name);
            if (place == subjects.end()) {
                place = subjects.emplace(name, require_subject(documents, change.org, change.legacy_id)).first;
            }
            count(report, carry_out(place->second, change, catalogue, until, lifecycle, redaction));
            // Whose last change this was need not be kept.
            if (schedule.open(place->second.id).size() == 1) subjects.erase(place);
        } catch (const Error& error) {
            count(report, unreadable(change, error, redaction));
        }
    });
    return report;
}

}  // namespace abonado
