// What a rule knows to mend without loss: the same fact in the form that the rule asks for.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "abonado/fields.hpp"
#include "abonado/rules.hpp"
#include "model/record.hpp"

namespace abonado {

// The value that is at fault: of what record and member, its JSON text, and its content if that is a string.
struct FaultyValue {
    const Record& record;
    const FieldInfo& field;
    std::string_view token;
    std::optional<std::string_view> text;
};

struct Mend {
    std::string text;         // the value that takes its place
    bool is_literal = false;  // a JSON literal; otherwise a string's content
    // What the former value said beyond the new one: it is lost unless the record says it elsewhere.
    std::optional<BillingType> billing = {};
    std::optional<Technology> technology = {};
};

// Pure, safe from any thread. Nothing if the rule knows no mend of this value.
std::optional<Mend> mend_of(std::size_t rule, const FaultyValue& value, const RuleOptions& options);

}  // namespace abonado
