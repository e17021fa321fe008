// The tables that are not derived from the model: what the store knows of subscriptions, documents and runs.
#include "abonado/ledger.hpp"
#include "abonado/model.hpp"
#include "store/tables.hpp"

namespace abonado {

namespace {

TableColumn count(const std::string& name, std::string doc) {
    return {name, "INTEGER NOT NULL DEFAULT 0", "", std::move(doc)};
}

Table organisations() {
    Table t{.name = "organisations", .doc = "Organisations that the store knows"};
    t.columns = {{"id", "INTEGER PRIMARY KEY", "", "Its number here"},
                 {"name", "TEXT NOT NULL UNIQUE", "", "As in paths and envelopes"}};
    return t;
}

Table subscriptions() {
    Table t{.name = "subscriptions",
            .doc = "One row a subscription: what its documents, of whatever kind, have in common"};
    t.columns = {
        {"id", "INTEGER PRIMARY KEY", "", "Its number here"},
        {"org", "INTEGER NOT NULL REFERENCES organisations (id)", "", "Its organisation"},
        {"legacy_id", "INTEGER NOT NULL CHECK (legacy_id > 0)", "", "Its number in the legacy system"},
        words_column("type", EnumTable<SubscriptionType>::info, false, "Its type; NULL until a document says it")};
    t.constraints = {"UNIQUE (org, legacy_id)"};
    return t;
}

Table runs() {
    Table t{.name = "runs", .doc = "The ledger: each load and replay, with its counts"};
    t.columns = {{"id", "INTEGER PRIMARY KEY", "", "Runs are numbered in the order in which they wrote"},
                 words_column("kind", EnumTable<RunKind>::info, true, "What it did"),
                 words_column("state", EnumTable<RunState>::info, true, "How far it came"),
                 instant_column("started", true, "When the store learned what the run brought"),
                 instant_column("ended", false, "When it ended"),
                 {"version", "TEXT NOT NULL", "", "Version of the library"},
                 {"rules", "TEXT NOT NULL", "", "Hash of the rule table and of the run's options"},
                 count("records", "Lines that are not empty"),
                 count("inserted", "New documents"),
                 count("updated", "Changed documents"),
                 count("skipped", "Documents that the store had already"),
                 count("rejected", "Records with an error"),
                 count("errors", "Findings of severity error"),
                 count("warnings", "Findings of severity warning"),
                 count("bytes", "Of uncompressed input")};
    // Operations are runs too, so that there may be millions.
    t.indexes = {{"runs_started", "(started)", false, 2},
                 {"runs_of_inputs", "(id) WHERE kind <> 'operation'", false, 2}};
    return t;
}

Table run_inputs() {
    Table t{.name = "run_inputs", .doc = "What a run read", .without_rowid = true};
    t.columns = {{"run", "INTEGER NOT NULL REFERENCES runs (id)", "", "The run"},
                 {"number", "INTEGER NOT NULL", "", "Which of its inputs, from 0"},
                 {"name", "TEXT NOT NULL", "", "Path, or what stands for it"},
                 {"content", "BLOB CHECK (length(content) = 16)", "lower(hex(content))",
                  "Hash of all its bytes; NULL while it is read"}};
    t.constraints = {"PRIMARY KEY (run, number)"};
    return t;
}

Table run_rules() {
    Table t{.name = "run_rules", .doc = "Findings of a run by rule", .without_rowid = true};
    t.columns = {{"run", "INTEGER NOT NULL REFERENCES runs (id)", "", "The run"},
                 {"rule", "TEXT NOT NULL", "", "Rule id"},
                 {"findings", "INTEGER NOT NULL", "", "How often it was broken"}};
    t.constraints = {"PRIMARY KEY (run, rule)"};
    return t;
}

Table blocks() {
    Table t{.name = "blocks",
            .doc =
                "How far a run came: pieces of its inputs whose records are in the store or rejected. A row is written "
                "in the transaction of its records",
            .without_rowid = true};
    t.columns = {{"run", "INTEGER NOT NULL REFERENCES runs (id)", "", "The run"},
                 {"input", "INTEGER NOT NULL", "", "Which of its inputs"},
                 {"byte_offset", "INTEGER NOT NULL", "", "Where the piece begins in the uncompressed input"},
                 {"bytes", "INTEGER NOT NULL", "", "Its length"},
                 {"lines", "INTEGER NOT NULL", "", "Its lines, empty ones included"},
                 {"content", "BLOB NOT NULL CHECK (length(content) = 16)", "lower(hex(content))",
                  "Hash of its bytes, by which a resumed run knows its input again"}};
    t.constraints = {"PRIMARY KEY (run, input, byte_offset)"};
    return t;
}

Table documents() {
    Table t{.name = "documents",
            .doc =
                "Each document that the store was ever given, in each of its states. A changed document is a new row; "
                "the former one gets its known_to and stays"};
    t.columns = {
        {"id", "INTEGER PRIMARY KEY", "", "Its number here"},
        {"subscription", "INTEGER REFERENCES subscriptions (id)", "", "Whose it is; NULL for the catalogue"},
        words_column("kind", EnumTable<RecordKind>::info, true, "Kind of the envelope"),
        {"part", "TEXT NOT NULL", "", "What of a subscription it tells: v3 (of whatever kind), v1, or its kind"},
        {"key", "TEXT NOT NULL", "", "Tells documents of a part apart: segment, shipping order, tariff; else empty"},
        {"content", "BLOB NOT NULL CHECK (length(content) = 16)", "lower(hex(content))",
         "Hash of the document in its canonical form"},
        words_column("billing_type", EnumTable<BillingType>::info, false, "Of the envelope"),
        words_column("segment_class", EnumTable<SegmentClass>::info, false, "Of the envelope"),
        json_column("other", "Further members of the envelope, as a JSON object"),
        {"known_from", "INTEGER NOT NULL REFERENCES runs (id)", "", "The run that brought it"},
        {"known_to", "INTEGER REFERENCES runs (id)", "", "The run that changed or ended it; NULL while it is current"},
        {"input", "INTEGER NOT NULL", "", "Which input of the run it stood in"},
        {"line", "INTEGER NOT NULL", "", "Its line there"}};
    t.constraints = {"CHECK (known_to IS NULL OR known_to >= known_from)",
                     "CHECK (subscription IS NOT NULL OR kind = 'catalogue_product')"};
    t.indexes = {
        {"documents_current", "(subscription, part, key) WHERE known_to IS NULL AND subscription IS NOT NULL", true},
        {"documents_catalogue", "(key) WHERE known_to IS NULL AND subscription IS NULL", true},
        {"documents_former", "(subscription) WHERE known_to IS NOT NULL", false}};
    return t;
}

Table identifiers() {
    Table t{.name = "identifiers",
            .doc = "What subscriptions are found by: of envelopes, and of bodies that hold such a value",
            .without_rowid = true,
            .of_documents = true};
    t.columns = {
        {"document", "INTEGER NOT NULL REFERENCES documents (id)", "", "Its document"},
        {"position", "INTEGER NOT NULL", "", "Place among the document's identifiers, from 0"},
        {"filter_type", "TEXT NOT NULL", "", "FilterType, IMSI or ICCID"},
        {"value", "TEXT NOT NULL", "", "As the document has it"},
        {"search", "TEXT NOT NULL", "", "As it is looked for: numbers in E.164, e-mail addresses in lower case"},
        flag_column("is_derived", "1 if the body holds it")};
    t.constraints = {"PRIMARY KEY (document, position)"};
    t.indexes = {{"identifiers_search", "(filter_type, search)", false}};
    return t;
}

Table rejects() {
    Table t{.name = "rejects", .doc = "Records that were not loaded, byte for byte, and what became of them"};
    t.columns = {{"id", "INTEGER PRIMARY KEY", "", "Its number"},
                 {"run", "INTEGER NOT NULL REFERENCES runs (id)", "",
                  "The run that rejected it, the last one if several found the same line"},
                 {"input", "INTEGER NOT NULL", "", "Which input of the run"},
                 {"line", "INTEGER NOT NULL", "", "Its line there, from 1"},
                 {"byte_offset", "INTEGER NOT NULL", "", "Where the line begins in the uncompressed input"},
                 {"attempt", "INTEGER NOT NULL CHECK (attempt >= 1)", "", "How often it was tried, this time included"},
                 words_column("state", EnumTable<RejectState>::info, true, "Its fate"),
                 {"replaces", "INTEGER REFERENCES rejects (id)", "", "The reject whose replay this is"},
                 {"replayed_in", "INTEGER REFERENCES runs (id)", "", "The run that tried it again"},

                 {"kind", "TEXT NOT NULL", "", "Kind of the envelope, empty if not known"},
                 {"org", "TEXT NOT NULL", "", "Organisation, empty if not known"},
                 {"legacy_id", "INTEGER NOT NULL", "", "0 if not known"},
                 flag_column("is_whole", "0: too long, only its beginning is kept"),
                 {"content", "BLOB NOT NULL CHECK (length(content) = 16)", "lower(hex(content))", "Hash of the line"},
                 {"raw", "BLOB NOT NULL", "CAST(raw AS TEXT)", "The line without its newline"}};
    t.indexes = {{"rejects_of_run", "(run, state)", false},

                 {"rejects_open", "(kind, org, legacy_id) WHERE state = 'open'", false},
                 {"rejects_content", "(content)", false}};
    return t;
}

Table reject_findings() {
    Table t{.name = "reject_findings", .doc = "What is wrong with a rejected record", .without_rowid = true};
    t.columns = {{"reject", "INTEGER NOT NULL REFERENCES rejects (id)", "", "The reject"},
                 {"position", "INTEGER NOT NULL", "", "Order of the findings, from 0"},
                 {"rule", "TEXT NOT NULL", "", "Rule id"},
                 words_column("severity", EnumTable<Severity>::info, true, "error or warning"),
                 {"pointer", "TEXT NOT NULL", "", "JSON Pointer of the value"},
                 {"byte_offset", "INTEGER NOT NULL", "", "Of the value in the uncompressed input"},
                 {"message", "TEXT NOT NULL", "", "What is wrong"},
                 {"value", "TEXT", "", "The value, cut if long"},
                 {"expected", "TEXT NOT NULL", "", "What would be right"}};
    t.constraints = {"PRIMARY KEY (reject, position)"};
    return t;
}

}  // namespace

std::vector<Table> ledger_tables() {
    return {organisations(), subscriptions(), runs(),        run_inputs(), run_rules(),
            blocks(),        documents(),     identifiers(), rejects(),    reject_findings()};
}

}  // namespace abonado
