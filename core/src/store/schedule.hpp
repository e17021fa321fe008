// What is to happen later: tariff changes and status steps, on one connection.
//
// A pending tariff change stands in the subscription's tariff document as well (product.scheduled), which is what the
// documents show of it; its row here follows the document.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "abonado/operations.hpp"
#include "store/connection.hpp"

namespace abonado {

// Used by one thread at a time; writes need a transaction around them.
class Schedule {
public:
    explicit Schedule(Connection& connection) : connection_(connection) {}

    // Keeps a change that a run brought, and returns its number. `org` and `legacy_id` are those of the subscription.
    std::int64_t add(std::int64_t subscription, const ScheduledChange& change, std::int64_t run);
    // A waiting change was let pass: it awaits its day.
    void approve(std::int64_t id);
    // Ends a change that was waiting or pending.
    void settle(std::int64_t id, ScheduledState state, Instant at, const std::optional<std::string>& error = {});

    std::optional<ScheduledChange> find(std::int64_t id);
    // Those that wait or are pending, by the instant they are due, then in the order of the requests.
    std::vector<ScheduledChange> open(std::int64_t subscription);
    std::vector<ScheduledChange> open(const std::string& org, std::optional<std::int64_t> legacy_id);
    std::optional<ScheduledChange> open_tariff(std::int64_t subscription);
    // Pending ones that are due, by the instant they are due, then in the order of the requests: at most `limit`, from the one
    // behind `after` on.
    std::vector<ScheduledChange> due(Instant now, const ScheduledChange* after, std::size_t limit);

    // Makes the row of a pending tariff change what a tariff document says that was written by `run`: keeps it, replaces it,
    // or ends it: as done if the subscription has the product now, else as cancelled. One that awaits a risk decision is in no
    // document, and stays unless the document brings a change of its own.
    void follow(std::int64_t subscription, const SubscriptionProduct& document, std::int64_t run);

private:
    std::vector<ScheduledChange> select(Query& query);

    Connection& connection_;
};

}  // namespace abonado
