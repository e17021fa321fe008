// The frame of an operation that writes: one transaction, its run in the ledger, its entry in the audit log.
#pragma once

#include <cstdint>
#include <exception>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "abonado/operations.hpp"
#include "operations/bodies.hpp"
#include "operations/subject.hpp"
#include "store/audit.hpp"
#include "store/ledger.hpp"
#include "store/schedule.hpp"

namespace abonado {

// Who wants what of which subscription. What the caller did not say is taken from the body.
struct Order {
    Order(Operation operation, std::string_view org, std::int64_t legacy_id, const OperationOptions& options,
          const std::optional<std::string>& user_of_body = {}, const std::optional<std::string>& reason_of_body = {});

    Operation operation;
    std::string org;
    std::int64_t legacy_id;
    std::string user;    // "N/A" if nobody says
    std::string reason;  // of the audit log; empty if nobody says
    Instant now;
};

// What a risk policy threw. It is no refusal of ours, and leaves the operation as it is.
struct PolicyFailure {
    std::exception_ptr cause;
};

// What an operation does to the store. Nothing is written until it is known that something is to be: a run begins with the
// first change. Used by one thread, within a write transaction.
class Writing {
public:
    Writing(Connection& connection, const Order& order);

    Connection& connection() { return connection_; }
    Documents& documents() { return documents_; }
    Schedule& schedule() { return schedule_; }
    const Order& order() const { return order_; }
    Instant now() const { return order_.now; }
    Subject subject() { return require_subject(documents_, order_.org, order_.legacy_id); }

    // Adds a document of its own name, after the rules that need the store. Throws Error(invalid_argument) if one is broken;
    // warnings go to the receipt.
    void add(const CheckedBody& body, const RuleOptions& options);
    void warn(const std::vector<Finding>& warnings);
    // Writes a document's next state over the current one.
    void replace(std::int64_t subscription, std::int64_t document, const Envelope& envelope);
    // Writes those documents of the subscription that were changed.
    void save(const Subject& subject);
    void end(std::int64_t document);
    void keep(const Subject& subject, ScheduledChange change);  // with its reason; the receipt tells of it
    void approve(const ScheduledChange& change);
    void settle(const ScheduledChange& change, ScheduledState state, const std::optional<std::string>& error = {});

    // Ends the run, if anything was changed, and writes the audit log.
    Receipt finish();

private:
    // Elements of JSON lists, separated by commas.
    struct Trace {
        std::string documents;
        std::string scheduled;
        std::string json() const;
    };

    std::int64_t run();

    Connection& connection_;
    const Order& order_;
    Documents documents_;
    Schedule schedule_;
    Ledger ledger_;
    Receipt receipt_;
    RunCounts counts_;
    Trace before_;
    Trace after_;
};

// Whether an error is an answer to the one who asks, and not a fault of the store.
inline bool is_refusal(const Error& error) {
    constexpr int kFirstOfServer = 500;
    return error.http_status() < kFirstOfServer;
}

// Notes that an operation was refused, in a transaction of its own.
void note_refusal(Connection& connection, const Order& order, ErrorCode code);

// Runs `work` on a Writing. What it throws leaves the store as it was, but for the audit log's line about a refusal.
template <class Work>
Receipt write_in_transaction(Connection& connection, const Order& order, Work&& work) {
    try {
        WriteTransaction transaction(connection);
        Writing writing(connection, order);
        work(writing);
        Receipt receipt = writing.finish();
        transaction.commit();
        return receipt;
    } catch (const Error& error) {
        if (is_refusal(error)) note_refusal(connection, order, error.code());
        throw;
    } catch (const PolicyFailure&) {
        note_refusal(connection, order, ErrorCode::cancelled);
        throw;
    }
}

}  // namespace abonado
