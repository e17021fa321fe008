// What the operations of the API documents take and answer, and the table that says which there are.
//
// Plain values; distinct objects may be used from distinct threads. The operations themselves are methods of Engine.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "abonado/error.hpp"
#include "abonado/export.h"
#include "abonado/model.hpp"
#include "abonado/rules.hpp"

namespace ABONADO_PUBLIC abonado {

// The verb of an HTTP request.
enum class Verb : std::uint8_t { get, post, patch, del };
template <>
struct EnumTable<Verb> {
    static constexpr std::string_view name = "Verb";
    static constexpr std::string_view source = "RFC 9110";
    static constexpr auto words = std::to_array<std::string_view>({"GET", "POST", "PATCH", "DELETE"});
    static constexpr EnumInfo info{name, source, words};
};

// How an error is written: v1 and v2 answers hold a list of errors, v3 answers one.
enum class ErrorForm : std::uint8_t { errors, error };
template <>
struct EnumTable<ErrorForm> {
    static constexpr std::string_view name = "ErrorForm";
    static constexpr std::string_view source = "seed 2, ErrorMessage; seed 3, ErrorResponse";
    static constexpr auto words = std::to_array<std::string_view>({"errors", "error"});
    static constexpr EnumInfo info{name, source, words};
};

// The operations of the API documents, then those of the engine itself.
enum class Operation : std::uint8_t {
    create_segment,
    delete_segments,
    create_credit_limits,
    delete_credit_limits,
    migrate_max,
    migrate_disney,
    migrate_amazon_prime,
    deactivate_netflix,
    cancel_netflix,
    get_subscription,
    patch_subscription,
    find_subscriptions,
    list_shippings,
    get_products,
    change_product,
    health,
    // Of the engine itself: the documents have no path for them.
    resolve_risk,
    cancel_scheduled_change,
    run_due
};
template <>
struct EnumTable<Operation> {
    static constexpr std::string_view name = "Operation";
    static constexpr std::string_view source = "the API documents; the last three are decided here";
    static constexpr auto words = std::to_array<std::string_view>(
        {"create_segment", "delete_segments", "create_credit_limits", "delete_credit_limits", "migrate_max",
         "migrate_disney", "migrate_amazon_prime", "deactivate_netflix", "cancel_netflix", "get_subscription",
         "patch_subscription", "find_subscriptions", "list_shippings", "get_products", "change_product", "health",
         "resolve_risk", "cancel_scheduled_change", "run_due"});
    static constexpr EnumInfo info{name, source, words};
};

// A row of the operation table.
struct OperationInfo {
    Operation operation;
    Verb verb;
    std::string_view path;  // template, with parameters in braces; empty: a method of the engine only
    int success;
    int other_success;            // of a change that awaits a risk decision, else 0
    std::span<const int> errors;  // the statuses that it may be refused with
    ErrorForm form;
    const StructInfo& (*request)() noexcept;  // the body it takes, or nullptr
    const StructInfo& (*answer)() noexcept;   // the body it answers, or nullptr
    bool answers_list;                        // the answer is a list of these
    bool writes;                              // and is in the audit log
    std::string_view doc;
    std::string_view source;
};

// One row for each Operation, in its order.
std::span<const OperationInfo> operations() noexcept;
// The row of an operation.
const OperationInfo& operation_info(Operation operation) noexcept;

// Who asks, why, and when. What is empty is taken from the request's body where that says it.
struct OperationOptions {
    std::string user;    // "N/A" if the body names none either
    std::string reason;  // as given in the audit log
    // When; none: the clock. It is also when the store learns of it, and nothing is learned before what it knows already: a
    // time far ahead of the clock would move all later ones.
    std::optional<Instant> now;
};

// What an envelope says beside the body, for a subscription that is migrated.
struct MigrateOptions : OperationOptions {
    std::optional<BillingType> billing_type;
    std::optional<Identifiers> identifiers;
};

// What an envelope says beside the body, for a segment that is created.
struct SegmentOptions : OperationOptions {
    std::optional<SegmentClass> segment_class;  // none: derived from what the store knows of the subscription
};

// What is to happen later.
enum class ScheduledKind : std::uint8_t { tariff, status };
template <>
struct EnumTable<ScheduledKind> {
    static constexpr std::string_view name = "ScheduledKind";
    static constexpr std::string_view source = "decided here";
    static constexpr auto words = std::to_array<std::string_view>({"tariff", "status"});
    static constexpr EnumInfo info{name, source, words};
};

// `waiting` awaits a risk decision, `pending` its day. The others are settled: `done`; `failed`, as it was no longer allowed
// when it was due; `cancelled` by a person, a refused risk, or a document that was loaded and does not have it.
enum class ScheduledState : std::uint8_t { waiting, pending, done, failed, cancelled };
template <>
struct EnumTable<ScheduledState> {
    static constexpr std::string_view name = "ScheduledState";
    static constexpr std::string_view source = "decided here";
    static constexpr auto words = std::to_array<std::string_view>(
        {"waiting", "pending", "done", "failed", "cancelled"});
    static constexpr EnumInfo info{name, source, words};
};

// A change that is to happen later, and what became of it.
struct ScheduledChange {
    std::int64_t id = 0;  // 0: was not kept, as it was done at once
    std::string org;
    std::int64_t legacy_id = 0;
    ScheduledKind kind = ScheduledKind::tariff;
    ScheduledState state = ScheduledState::pending;
    Instant request_date;
    Instant scheduled_date;               // when it is due
    std::optional<Instant> process_date;  // when it was settled
    std::optional<std::int64_t> product;  // of a tariff change: where to
    std::optional<LiveStatus> status;     // of a status step: where to
    std::string user;
    std::string reason;
    std::optional<std::string> risk_decision;
    std::optional<std::string> error;  // code of the error that a failed one met
};

// The answer to an operation that writes.
struct Receipt {
    std::int64_t run = 0;                      // of the ledger; 0: nothing had to be changed
    std::vector<Finding> warnings;             // of rules that let the request pass
    std::optional<ScheduledChange> scheduled;  // what will happen later, or awaits a risk decision
};

// What a risk policy is asked.
struct RiskQuestion {
    std::string org;
    std::int64_t legacy_id = 0;
    std::int64_t from = 0;  // product now
    std::int64_t to = 0;    // product wanted
    std::optional<Date> scheduled_date;
    std::string user;
};
// Answers nothing to let the change pass, or the risk_decision for which it has to wait. Called within the operation, on
// its thread, while it is the store's one writer; it may read the store. What it throws ends the operation, which changes
// nothing, and reaches the caller as it is.
using RiskPolicy = std::function<std::optional<std::string>(const RiskQuestion&)>;

// What became of a change that was due, or would become of it.
struct DueOutcome {
    ScheduledChange change;  // as it is afterwards
    std::string message;     // why it failed, or empty
};
// What run_due did, or simulate says it would do.
struct DueReport {
    std::vector<DueOutcome> outcomes;  // the oldest first; of one instant, in the order of the requests
    std::uint64_t done = 0;
    std::uint64_t failed = 0;
};

// A line of the audit log. It is never changed and never taken away.
struct AuditEntry {
    std::int64_t id = 0;
    std::optional<std::int64_t> run;  // of the ledger; none: refused, or nothing had to be changed
    Operation operation{};
    std::string org;
    std::int64_t legacy_id = 0;
    Instant at;
    std::string user;
    std::string reason;
    std::optional<std::string> error;  // code of a refusal
    // What was changed, as JSON objects {"documents":[…],"scheduled":[…]} with documents as envelopes.
    std::optional<std::string> before;
    std::optional<std::string> after;
};

// A request of the API documents.
struct Request {
    std::string verb;
    std::string path;   // as "/v3/orgs/euskaltel/migrations/subscriptions/12345/segments"; may carry the query
    std::string query;  // what stands behind the question mark, percent-encoded or as the documents show it
    std::string body;   // JSON, or empty
};

// The answer to a request.
struct Response {
    int status = 0;
    std::optional<std::string> body;  // JSON
};

// An error as the body of an answer.
std::string error_body(const Error& error, ErrorForm form);

}  // namespace abonado
