// A run: inputs into the store, with the ledger.
#pragma once

#include <optional>
#include <vector>

#include "abonado/engine.hpp"
#include "bulk/input_list.hpp"
#include "store/connection.hpp"

namespace abonado {

// What makes a load a replay: how each record of its only input is known as the reject that it was.
struct ReplayTask {
    // By the place among the input's records.
    std::vector<std::optional<std::int64_t>> rejects;
    // The input is what a person made of the lines: a record's names come first, its place only says what had no names.
    bool was_edited = false;
};

// Loads on a connection whose writer's place is taken. Throws as Engine::load does.
LoadReport run_load(Connection& connection, InputList& inputs, const LoadOptions& options, const FindingSink& sink,
                    const Tick& tick, const ReplayTask* replay = nullptr);

}  // namespace abonado
