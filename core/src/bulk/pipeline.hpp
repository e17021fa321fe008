// From an input to checked blocks in its order, by workers or on the calling thread.
#pragma once

#include <functional>
#include <optional>

#include "bulk/block_reader.hpp"
#include "bulk/workers.hpp"

namespace abonado {

// Used by one thread. Its threads live as long as it does.
class Pipeline {
public:
    // No workers: blocks are checked on the calling thread.
    Pipeline(unsigned workers, const CompiledOptions& rules, const ValidateOptions& options, Keep keep);

    // Gives each block of the input, with its verdict, to `take`; when that says no, the rest is not looked at. `idle` is
    // called every few milliseconds on the calling thread and may throw.
    void run(BlockReader& reader, const std::function<bool(Job&)>& take, const std::function<void()>& idle);

private:
    void run_here(BlockReader& reader, const std::function<bool(Job&)>& take, const std::function<void()>& idle);
    void run_with_workers(BlockReader& reader, const std::function<bool(Job&)>& take,
                          const std::function<void()>& idle);

    Job here_;
    std::optional<BlockChecker> checker_;
    std::optional<Workers> workers_;
};

// Throws Error(invalid_argument) for options that make no sense.
void refuse_senseless(const ValidateOptions& options);

// How many threads a number of threads in options means: 0 is one a core.
unsigned thread_count(unsigned asked);

}  // namespace abonado
