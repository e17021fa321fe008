// How far a run has come, told to its caller now and then.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "abonado/error.hpp"
#include "abonado/validate.hpp"

namespace abonado {

// Used by the calling thread of one run.
class Ticker {
public:
    // `size`: of all inputs, if it is known.
    Ticker(const Tick& tick, std::optional<std::uint64_t> size) : tick_(tick) { progress_.size = size; }

    void begin_input() { done_before_ = progress_.position; }
    // Where the input under way stands.
    void set_position(std::uint64_t position) { progress_.position = done_before_ + position; }

    // Tells the caller if it was not told lately, or if it has to be `now`. Throws Error(cancelled) when it says stop.
    // `Counts` has records, errors and warnings.
    template <class Counts>
    void tick(const Counts& counts, bool now) {
        constexpr std::chrono::milliseconds kEvery{50};
        if (!tick_) return;
        const auto time = std::chrono::steady_clock::now();
        if (!now && time - last_ < kEvery) return;
        last_ = time;
        progress_.records = counts.records;
        progress_.errors = counts.errors;
        progress_.warnings = counts.warnings;
        if (!tick_(progress_)) throw Error(ErrorCode::cancelled, "the run was cancelled");
    }

private:
    const Tick& tick_;
    Progress progress_;
    std::uint64_t done_before_ = 0;  // of the inputs before the one under way
    std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
};

}  // namespace abonado
