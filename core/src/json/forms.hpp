// What both ways of reading a line, the parser's handler and the direct reader, ask of a document's form.
#pragma once

#include <cstdint>
#include <optional>

#include "model/record.hpp"

namespace abonado {

// Larger numbers in JSON lose digits in most programs.
constexpr bool is_exact_in_double(std::int64_t value) noexcept {
    constexpr std::int64_t kLargest = std::int64_t{1} << 53;
    return value >= -kLargest && value <= kLargest;
}

// The fields that an object of this type has to have, a set of field numbers.
constexpr std::uint64_t required_fields(const StructInfo& type, bool is_body, std::optional<RecordKind> kind) noexcept {
    if (!is_body || kind != RecordKind::subscription) return type.required;
    // The one kind that does not tell the type.
    return type.required | field_bit(field_index<SubscriptionBase, &SubscriptionBase::type>());
}

}  // namespace abonado
