// From an input to checked blocks in its order, by workers or on the calling thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "bulk/block_reader.hpp"
#include "bulk/input_list.hpp"
#include "bulk/ticker.hpp"
#include "bulk/workers.hpp"

namespace abonado {

// Used by one thread. Its threads live as long as it does.
class Pipeline {
public:
    // The calling thread checks too while it has nothing else to do, and alone where there are no workers.
    Pipeline(unsigned workers, const CompiledOptions& rules, const ValidateOptions& options, Keep keep);

    // Gives each block of the input, with its verdict, to `take`; when that says no, the rest is not looked at. `idle` is
    // called every few milliseconds on the calling thread and may throw.
    void run(BlockReader& reader, const std::function<bool(Job&)>& take, const std::function<void()>& idle);

private:
    void run_here(BlockReader& reader, const std::function<bool(Job&)>& take, const std::function<void()>& idle);
    void run_with_workers(BlockReader& reader, const std::function<bool(Job&)>& take,
                          const std::function<void()>& idle);

    Job here_;
    BlockChecker checker_;
    std::optional<Workers> workers_;
};

struct InputEnd {
    std::uint64_t bytes = 0;         // read, uncompressed
    std::optional<Error> failure{};  // why it was not read to its end
};

// Takes one input of a list through a pipeline; `tick` tells the caller of the run how far it is.
InputEnd read_input(InputList& inputs, std::size_t number, std::size_t longest_line, Pipeline& pipeline, Ticker& ticker,
                    const std::function<bool(Job&)>& take, const std::function<void()>& tick);

// Throws Error(invalid_argument) for options that make no sense.
void refuse_senseless(const ValidateOptions& options);

// How many threads a number of threads in options means: 0 is one a core.
unsigned thread_count(unsigned asked);

}  // namespace abonado
