// What names a document, what type it says its subscription is of, and what this is found by.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "abonado/model.hpp"

namespace abonado {

// The parts of a subscription that documents of several kinds tell; of all other kinds the part is the word of the kind.
inline constexpr std::string_view kV3Part = "v3";
inline constexpr std::string_view kV1Part = "v1";

// What names a document: whose it is, which part of the subscription it tells, and its key within the part.
struct DocumentName {
    std::string org;             // empty for the catalogue
    std::int64_t legacy_id = 0;  // 0 for the catalogue
    std::string_view part;       // kV3Part for all v3 bodies, kV1Part, or the word of the kind
    std::string key;
};
DocumentName name_of(const Envelope& envelope);

// The v3 body, whatever its kind, or nullptr.
const SubscriptionBase* v3_body(const Body& body);
SubscriptionBase* v3_body(Body& body);

// The type of the subscription that a document says, if it says one.
std::optional<SubscriptionType> type_said_by(const Envelope& envelope);

struct FoundIdentifier {
    std::string filter_type;
    std::string value;
    std::string search;
    bool is_derived = false;
};
// How a value is looked for: numbers in E.164, e-mail addresses in lower case, anything else as it is.
std::string search_form(std::string_view filter_type, std::string_view value);
// The identifiers of the envelope, then those that the body holds.
std::vector<FoundIdentifier> identifiers_of(const Envelope& envelope);

}  // namespace abonado
