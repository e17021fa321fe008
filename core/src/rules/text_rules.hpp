// Rules that the decoder checks (DOC), and rules across the records of a dump (DUP): rows without a predicate.
#pragma once

#include <array>

#include "abonado/rules.hpp"
#include "model/record.hpp"

namespace abonado {

struct TextRule {
    Fault fault;
    RuleInfo info;
};

inline constexpr auto kTextRules = [] {
    constexpr std::string_view kTypes = "seeds 1 to 4, the types of the schemas";
    constexpr auto row = [](Fault fault, std::string_view id, Severity severity, std::string_view summary,
                            std::string_view source, Grade grade) {
        return TextRule{fault, {id, severity, "document", summary, source, grade, Scope::text}};
    };
    using enum Severity;
    using enum Grade;
    return std::array{
        row(Fault::not_an_object, "DOC-001", error, "the line is one JSON object in valid UTF-8", "RFC 8259", stated),
        row(Fault::duplicate, "DOC-002", error, "no member stands twice in one object",
            "decided: readers differ in which one they take", decided),
        row(Fault::wrong_type, "DOC-003", error, "a member has the JSON type of its schema", kTypes, stated),
        row(Fault::missing, "DOC-004", error, "required members are present and not null",
            "seeds 0 to 4, the column Required", stated),
        row(Fault::unknown_member, "DOC-005", warning, "no member is unknown (an error under strict)",
            "decided: a misspelt member would be lost in silence", decided),
        row(Fault::over_limit, "DOC-006", error,
            "a line is at most 16 MiB long, nested at most 64 deep and of at most 100000 objects",
            "decided: limits that no real document meets", decided),
        row(Fault::not_a_word, "DOC-007", error, "an enum member holds one of its words",
            "seeds 0 to 4, enumerated values", stated),
        row(Fault::not_an_instant, "DOC-008", error, "a date-time is in RFC 3339 form with an offset",
            "seed 3, DateTime", stated),
        row(Fault::not_a_date, "DOC-009", error, "a date is YYYY-MM-DD",
            "seed 4, scheduled_date; seed 2, installation_date", stated),
        row(Fault::not_a_uuid, "DOC-010", error, "a uuid has 8-4-4-4-12 hexadecimal digits", "seed 3, string(uuid)",
            stated),
        row(Fault::out_of_width, "DOC-011", error, "an integer fits its width", "seeds 1 and 4, int32 and int64",
            stated),
        row(Fault::not_an_amount, "DOC-012", error, "an amount is finite and has at most 6 fraction digits",
            "decided: 87.264463 is a documented amount", decided),
        row(Fault::blank, "DOC-013", error, "a required string is not blank", "decided: a blank says nothing", decided),
        row(Fault::former_name, "DOC-014", warning, "catalogue_term_id is read as catalogue_id",
            "seed 3, Commitment.legacy_id names it so", decided),
    };
}();

enum class DumpRule : std::uint8_t { repeated_key, shared_uuid, shared_msisdn };

inline constexpr std::array<RuleInfo, 3> kDumpRules{{
    {"DUP-001", Severity::error, "dump",
     "no key of a kind stands twice with different content (the same content again is a warning)",
     "decided: which of the two would be meant?", Grade::decided, Scope::dump},
    {"DUP-002", Severity::error, "dump", "one uuid names one subscription",
     "seed 3, SubscriptionBase.id (\"unique identifier\")", Grade::stated, Scope::dump},
    {"DUP-003", Severity::warning, "dump", "one MSISDN is on one live subscription of an organisation",
     "decided: a number rings in one place", Grade::decided, Scope::dump},
}};

// Checked when a record goes into a store, against what is there already, from this dump or an earlier one.
enum class StoreRule : std::uint8_t { credit_limit_type, other_type };

inline constexpr std::array<RuleInfo, 2> kStoreRules{{
    {"CRL-005", Severity::error, "store", "credit limits are of the type of the stored subscription",
     "decided: a limit of another type can never be reached", Grade::decided, Scope::store},
    {"SUB-012", Severity::error, "store", "all documents of a subscription are of one type",
     "decided: a legacy id names one line or service, which does not change its type", Grade::decided, Scope::store},
}};

}  // namespace abonado
