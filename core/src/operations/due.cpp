#include "operations/due.hpp"

#include <chrono>
#include <limits>
#include <map>

#include "operations/status_steps.hpp"
#include "operations/tariffs.hpp"

namespace abonado {

namespace {

// Changes that are read at once.
constexpr std::size_t kPage = 256;

// Carries a change out on the subscription in memory, after looking again whether it is allowed. What is wrong is the
// outcome, not an exception; a change of the product that failed is no longer shown as scheduled.
DueOutcome carry_out(Subject& subject, const ScheduledChange& change, Catalogue& catalogue, Instant now,
                     std::span<const LifecycleStep> lifecycle) {
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
        out.change.state = ScheduledState::failed;
        out.change.error = error.word();
        out.message = error.what();
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
        if (!tick_ || now - last_ < kEvery) return;
        last_ = now;
        Progress progress;
        progress.records = report.outcomes.size();
        progress.errors = report.failed;
        if (tick_(progress)) return;
        throw Error(ErrorCode::cancelled, "the run was cancelled after " + std::to_string(report.outcomes.size()) +
                                              " changes, which are done; run it again for the others");
    }

private:
    const Tick& tick_;
    std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
};

}  // namespace

DueReport run_due(Connection& connection, const OperationOptions& options, std::span<const LifecycleStep> lifecycle,
                  const Tick& tick) {
    DueReport report;
    Signs signs(tick);
    Schedule schedule(connection);
    OperationOptions given = options;
    given.now = Order(Operation::run_due, "", 0, options).now;
    while (true) {
        // What is done is due no more, so that the next ones are always the first.
        const std::vector<ScheduledChange> due = schedule.due(*given.now, kPage);
        if (due.empty()) return report;
        for (const ScheduledChange& change : due) {
            signs.ask(report);
            const Order order(Operation::run_due, change.org, change.legacy_id, given, change.user, change.reason);
            std::optional<DueOutcome> outcome;
            const Receipt receipt = write_in_transaction(connection, order, [&](Writing& writing) {
                Subject subject = writing.subject();
                Catalogue catalogue(writing.documents());
                outcome = carry_out(subject, change, catalogue, *given.now, lifecycle);
                writing.settle(change, outcome->change.state, outcome->change.error);
                writing.save(subject);
            });
            outcome->change = *receipt.scheduled;
            count(report, std::move(*outcome));
        }
    }
}

DueReport simulate(Connection& connection, Instant until, std::span<const LifecycleStep> lifecycle) {
    DueReport report;
    Documents documents(connection);
    Catalogue catalogue(documents);
    std::map<std::pair<std::string, std::int64_t>, Subject> subjects;
    for (const ScheduledChange& change : Schedule(connection).due(until, std::numeric_limits<std::int64_t>::max())) {
        auto place = subjects.find({change.org, change.legacy_id});
        if (place == subjects.end()) {
            place = subjects
                        .emplace(std::pair(change.org, change.legacy_id),
                                 require_subject(documents, change.org, change.legacy_id))
                        .first;
        }
        count(report, carry_out(place->second, change, catalogue, until, lifecycle));
    }
    return report;
}

}  // namespace abonado
