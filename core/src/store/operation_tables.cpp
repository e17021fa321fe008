// The tables of what operations keep: changes to come, and the audit log.
#include "abonado/operations.hpp"
#include "store/tables.hpp"

namespace abonado {

namespace {

constexpr int kSince = 2;  // the migration "operations"

Table scheduled_changes() {
    Table t{.name = "scheduled_changes",
            .doc = "Tariff changes and status steps that were to happen later, and what became of them",
            .of_subscriptions = true,
            .since = kSince};
    t.columns = {{"id", "INTEGER PRIMARY KEY", "", "Its number, in the order of the requests"},
                 {"subscription", "INTEGER NOT NULL REFERENCES subscriptions (id)", "", "Whose it is"},
                 words_column("kind", EnumTable<ScheduledKind>::info, true, "What is to change"),
                 words_column("state", EnumTable<ScheduledState>::info, true, "How far it is"),
                 instant_column("request_date", true, "When it was asked for"),
                 instant_column("scheduled_date", true, "When it is due"),
                 instant_column("process_date", false, "When it was done, failed, or was taken back"),
                 {"product", "INTEGER", "", "Of a tariff change: the product to change to"},
                 words_column("status", EnumTable<LiveStatus>::info, false, "Of a status step: the status to reach"),
                 {"user", "TEXT NOT NULL", "", "Who asked for it"},
                 {"reason", "TEXT NOT NULL", "", "Why; empty if nobody said"},
                 {"risk_decision", "TEXT", "", "For which it had to wait"},
                 {"error", "TEXT", "", "Code of the error that a failed one met"},
                 {"run", "INTEGER NOT NULL REFERENCES runs (id)", "", "The operation or load that brought it"}};
    t.constraints = {"CHECK ((kind = 'tariff') = (product IS NOT NULL) AND (kind = 'status') = (status IS NOT NULL))",
                     "CHECK ((state IN ('waiting', 'pending')) = (process_date IS NULL))"};
    t.indexes = {
        {"scheduled_changes_due", "(scheduled_date, id) WHERE state = 'pending'", false},
        {"scheduled_changes_subscription", "(subscription)", false},
        {"scheduled_changes_open", "(subscription) WHERE state IN ('waiting', 'pending')", false},
        {"scheduled_changes_tariff", "(subscription) WHERE kind = 'tariff' AND state IN ('waiting', 'pending')", true}};
    return t;
}

Table audit() {
    Table t{.name = "audit",
            .doc = "Each operation that wrote or was refused: who, when, why, before and after. Rows are never changed",
            .since = kSince,
            .only_grows = true};
    t.columns = {{"id", "INTEGER PRIMARY KEY", "", "Its number"},
                 {"run", "INTEGER REFERENCES runs (id)", "", "Of the ledger; NULL for one that was refused"},
                 words_column("operation", EnumTable<Operation>::info, true, "What was asked for"),
                 {"org", "TEXT NOT NULL", "", "The organisation that asked"},
                 {"legacy_id", "INTEGER NOT NULL", "", "The subscription that it named"},
                 instant_column("at", true, "When"),
                 {"user", "TEXT NOT NULL", "", "Who"},
                 {"reason", "TEXT NOT NULL", "", "Why; empty if nobody said"},
                 {"error", "TEXT", "", "Code of the refusal"},
                 json_column("before", "What was changed, as JSON: documents and scheduled changes"),
                 json_column("after", "What they became, as JSON")};
    t.indexes = {{"audit_subscription", "(org, legacy_id)", false}};
    return t;
}

}  // namespace

std::vector<Table> operation_tables() { return {scheduled_changes(), audit()}; }

}  // namespace abonado
