// Some members of a struct as a JSON object: how the store keeps what has no column of its own.
//
// Instantiated for every struct of the model; no state, so that any thread may call.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "abonado/model.hpp"

namespace abonado {

// Appends an object of the members in the set of field numbers that are present, and of the unknown members.
template <Described T>
void append_members(std::string& out, const T& value, std::uint64_t fields);

// Reads what append_members wrote into `out`; members that do not stand there are left as they are. Throws
// Error(invalid_document) for anything that append_members does not write.
template <Described T>
void read_members(std::string_view json, T& out);

}  // namespace abonado
