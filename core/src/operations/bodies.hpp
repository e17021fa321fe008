// Bodies of requests: read and checked, with all that is wrong with them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "abonado/error.hpp"
#include "abonado/json.hpp"
#include "abonado/rules.hpp"
#include "bulk/block_checker.hpp"

namespace abonado {

// What an operation knows of a document besides its body.
struct BodyContext {
    RecordKind kind{};
    std::string org;
    std::int64_t legacy_id = 0;
    std::optional<BillingType> billing_type = {};
    std::optional<Identifiers> identifiers = {};
    std::optional<SegmentClass> segment_class = {};
};

struct CheckedBody {
    CheckedRecord record;           // valid, with the envelope and its hash
    std::string text;               // that was checked
    std::vector<Finding> findings;  // warnings
    bool is_envelope = false;       // `text` is a line of a dump, and not a bare body
};

// Reads the body by its kind and checks all rules of records. Throws Error(invalid_argument) with a detail for each error.
CheckedBody check_body(const BodyContext& context, std::string_view body, const RuleOptions& options);

// Throws Error(invalid_argument) if one of the findings is an error.
void refuse_errors(const std::vector<Finding>& findings);

// Throws Error(invalid_argument) with a detail for each fault of a body that is no record of a dump.
void refuse_faults(std::string_view body, const StructInfo& type, const RuleOptions& options);

// The same error as one of the call's argument.
Error as_argument(const Error& error);

// A body that is no record of a dump. Throws as refuse_faults does.
template <Described T>
T read_request(std::string_view body, const RuleOptions& options) {
    refuse_faults(body, struct_info<T>(), options);
    try {
        return from_json<T>(body, {options.naive, options.strict, options.max_depth});
    } catch (const Error& error) {  // of a rule that was lowered, but without which there is no struct
        throw as_argument(error);
    }
}

// The same, or nothing if anything is wrong with it.
template <Described T>
std::optional<T> try_request(std::string_view body, const RuleOptions& options) {
    try {
        return from_json<T>(body, {options.naive, options.strict, options.max_depth});
    } catch (const Error&) {
        return std::nullopt;
    }
}

}  // namespace abonado
