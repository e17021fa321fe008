// The schema of a store: its version, its migrations, and whether a file has it.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "store/connection.hpp"
#include "store/tables.hpp"

namespace abonado {

// A step from one version of the schema to the next, done in one transaction. Its version is its place in the list, from 1.
struct Migration {
    std::string_view name;
    std::string_view doc;
    void (*apply)(Connection&);
};

std::span<const Migration> migrations();

enum class FileState : std::uint8_t { empty, current, older, newer, foreign };

struct SchemaState {
    FileState state = FileState::empty;
    int version = 0;  // migrations that the file has
};

// Looks at the file without changing it.
SchemaState schema_state(Connection& connection);

// Throws Error(store_unusable) for a foreign or a newer file, which stay untouched, and for an older one unless `migrate`;
// otherwise brings an empty or older file up to date.
void prepare_schema(Connection& connection, bool migrate);

}  // namespace abonado
