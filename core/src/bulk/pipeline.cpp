#include "bulk/pipeline.hpp"

#include <algorithm>
#include <chrono>
#include <thread>
#include <utility>

#include "abonado/error.hpp"

namespace abonado {

namespace {

// What a check on the calling thread is asked now and then: it goes on unless `idle`, which outlives this, throws.
std::function<bool()> unless_thrown(const std::function<void()>& idle) {
    return [&idle] {
        idle();
        return true;
    };
}

}  // namespace

Pipeline::Pipeline(unsigned workers, const CompiledOptions& rules, const ValidateOptions& options, Keep keep)
    : checker_(rules, options, keep) {
    if (workers > 0) workers_.emplace(workers, rules, options, keep);
}

void Pipeline::run(BlockReader& reader, const std::function<bool(Job&)>& take, const std::function<void()>& idle) {
    if (workers_) run_with_workers(reader, take, idle);
    else run_here(reader, take, idle);
}

void Pipeline::run_here(BlockReader& reader, const std::function<bool(Job&)>& take, const std::function<void()>& idle) {
    const std::function<bool()> goes_on = unless_thrown(idle);
    while (reader.next(here_.block)) {
        checker_.check(here_.block, here_.result, goes_on);
        if (!take(here_)) return;
        idle();
    }
}

void Pipeline::run_with_workers(BlockReader& reader, const std::function<bool(Job&)>& take,
                                const std::function<void()>& idle) {
    constexpr std::chrono::milliseconds kPatience{50};
    const std::function<bool()> goes_on = unless_thrown(idle);
    bool ended = false;    // the input
    bool stopped = false;  // by `take`; what is under way is waited for and left aside
    while (true) {
        while (!ended && !workers_->is_full()) {
            std::unique_ptr<Job> job = workers_->blank();
            ended = !reader.next(job->block);
            if (!ended) workers_->submit(std::move(job));
            idle();
        }
        if (workers_->is_empty()) return;
        if (Job* open = stopped ? nullptr : workers_->help()) {
            checker_.check(open->block, open->result, goes_on);
            workers_->finish(*open);
            continue;
        }
        std::unique_ptr<Job> job = workers_->take(kPatience);
        idle();
        if (!job) continue;
        if (!stopped) stopped = !take(*job);
        workers_->recycle(std::move(job));
        ended = ended || stopped;
    }
}

InputEnd read_input(InputList& inputs, std::size_t number, std::size_t longest_line, Pipeline& pipeline, Ticker& ticker,
                    const std::function<bool(Job&)>& take, const std::function<void()>& tick) {
    ticker.begin_input();
    Input* opened = nullptr;
    try {
        opened = &inputs.open(number);
    } catch (const Error& error) {
        if (error.code() != ErrorCode::input_unreadable) throw;
        return {0, error};
    }
    Input& input = *opened;
    BlockReader reader(input, static_cast<std::uint32_t>(number), longest_line, tick);
    const auto idle = [&] {
        ticker.set_position(input.position());
        tick();
    };
    pipeline.run(reader, take, idle);
    ticker.set_position(input.position());
    return {reader.bytes(), reader.failure()};
}

void refuse_senseless(const ValidateOptions& options) {
    constexpr unsigned kMostThreads = 256;
    if (options.threads > kMostThreads) throw Error(ErrorCode::invalid_argument, "threads must be at most 256");
    if (options.rules.max_line_bytes == 0 || options.rules.max_line_bytes > (std::size_t{1} << 30)) {
        throw Error(ErrorCode::invalid_argument, "max_line_bytes must be from 1 to 1073741824");
    }
    if (options.rules.max_depth == 0 || options.rules.max_depth > 1000) {
        throw Error(ErrorCode::invalid_argument, "max_depth must be from 1 to 1000");
    }
    if (!options.org.empty() && !options.kind) {
        throw Error(ErrorCode::invalid_argument, "org is for bare bodies: it needs a kind");
    }
}

unsigned thread_count(unsigned asked) { return asked > 0 ? asked : std::max(std::thread::hardware_concurrency(), 1U); }

}  // namespace abonado
