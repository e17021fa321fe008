// Every call that touches the disk, with the store that it is tried on: loads, all operations of the operation table, and what
// reads, writes out and looks through.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "abonado/operations.hpp"
#include "stores.hpp"

namespace abonado::faults {

struct Case {
    std::string name;
    std::function<void(Engine&)> prepare;      // a store that operating::Prepared made; nothing: an empty one
    std::function<std::string(Engine&)> call;  // what it answers; a failure is an Error, or an answer 500
    std::optional<Operation> operation = {};
    // Is more than one transaction: after a failure some of them may be done, and the call done again goes on.
    bool is_stepwise = false;
    // Of such a one: each makes, of the prepared store, what one of the commits on the way leaves.
    std::vector<std::function<void(Engine&)>> on_the_way = {};
    // Done again after a failure it is a run of its own, which skips what the first has done; what is stored is the same.
    bool makes_new_run = false;
};

// Whether ABONADO_FAULTS=all asks for the long form of the tests.
bool tries_all();

const std::vector<Case>& cases();
const Case& case_of(Operation operation);

// Makes the store that a case is tried on.
void make_store(const Case& of, const std::string& path);

// Documents, changes to come, audit log, rejects, and the ledger: all that has to be the same, however it came there.
struct State {
    std::string digest;
    std::string scheduled;
    std::string audit;
    std::string rejects;
    std::string runs;
    bool operator==(const State&) const = default;
};
State state_of(Engine& engine);

// A dump of several inputs, each of which is committed by itself, with rejects.
std::vector<std::string> small_inputs();
std::string load_inputs(Engine& engine, const std::vector<std::string>& texts,
                        const LoadOptions& options = stores::loading());

}  // namespace abonado::faults
