// A run: inputs into the store, with the ledger.
#pragma once

#include <optional>
#include <vector>

#include "abonado/engine.hpp"
#include "bulk/input_list.hpp"
#include "store/connection.hpp"

namespace abonado {

// What makes a load a replay.
struct ReplayTask {
    struct Kept {
        std::int64_t id;
        std::int64_t run;  // that rejected it
    };
    std::vector<Kept> rejects;  // open ones, in the order in which their lines were written
    RejectFilter filter;        // which rejects are meant
    bool was_edited = false;    // the input is what a person made of the lines, and not the lines themselves
};

// Loads on a connection whose writer's place is taken. Throws as Engine::load does.
LoadReport run_load(Connection& connection, InputList& inputs, const LoadOptions& options, const FindingSink& sink,
                    const Tick& tick, const ReplayTask* replay = nullptr);

}  // namespace abonado
