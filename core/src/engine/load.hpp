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
    std::vector<std::int64_t> rejects;  // open ones, in the order in which their lines were written
    RejectFilter filter;                // which rejects are meant
    // The input is what a person made of the lines: names say which reject a record was, and its place only as long as all
    // names before it stood in theirs. Otherwise the input is the kept lines themselves.
    bool was_edited = false;
};

// Loads on a connection whose writer's place is taken. Throws as Engine::load does.
LoadReport run_load(Connection& connection, InputList& inputs, const LoadOptions& options, const FindingSink& sink,
                    const Tick& tick, const ReplayTask* replay = nullptr);

}  // namespace abonado
