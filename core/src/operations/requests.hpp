// What a request asks for, by its verb, path and query.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>

#include "abonado/operations.hpp"

namespace abonado {

struct Route {
    const OperationInfo* row = nullptr;  // nullptr: no operation has this verb and path
    bool is_wrong_verb = false;          // the path is known to take other verbs, and documents say what to answer
    ErrorForm form{};
    std::string org;
    std::string id;  // as it stands in the path, or empty
    std::string query;
};
Route find_route(const Request& request);

// The parameters of a query by name, percent-decoded. Values may stand in single quotes, as the documents show them, and
// `?name=` of a known parameter begins a new one, as in the example of seed 2. Of one that stands twice the last counts.
std::map<std::string, std::string> query_parameters(std::string_view query, std::span<const std::string_view> known);

}  // namespace abonado
