// Threads that check blocks, and give the verdicts back in the order in which the blocks came.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "bulk/block_checker.hpp"

namespace abonado {

struct Job {
    Block block;
    BlockResult result;
    std::exception_ptr failure;
    bool is_done = false;
};

// Used by one thread, the collector's. Its threads live as long as it does; destroying it cancels what is under way.
class Workers {
public:
    // Has fewer threads where the system gives no more of them, maybe none: help() is what gets the work done then.
    Workers(unsigned threads, const CompiledOptions& rules, const ValidateOptions& options, Keep keep = Keep::verdict);
    ~Workers();
    Workers(const Workers&) = delete;
    Workers& operator=(const Workers&) = delete;

    // A job to fill, used again where possible.
    std::unique_ptr<Job> blank();
    void recycle(std::unique_ptr<Job> job);
    void submit(std::unique_ptr<Job> job);

    // True if no more should be submitted before the oldest job was taken.
    bool is_full() const { return jobs_.size() >= most_ || bytes_ >= kMostBytes; }
    bool is_empty() const { return jobs_.empty(); }
    // A job that nobody has begun, for the calling thread to do: it says so with finish(). Nothing if the oldest job is done,
    // which comes first, or all are under way.
    Job* help();
    void finish(Job& job);
    // The oldest job when it is done within the time; else nothing. Rethrows what the worker threw.
    std::unique_ptr<Job> take(std::chrono::milliseconds patience);

private:
    static constexpr std::size_t kMostBytes = std::size_t{48} << 20;  // of input in flight

    void work(BlockChecker& checker);
    void end();

    std::size_t most_;
    std::size_t bytes_ = 0;
    std::deque<std::unique_ptr<Job>> jobs_;  // in order; only the collector touches it
    std::vector<std::unique_ptr<Job>> blanks_;

    std::mutex mutex_;
    std::condition_variable todo_changed_;
    std::condition_variable done_changed_;
    std::deque<Job*> todo_;
    bool ended_ = false;
    std::atomic<bool> cancelled_ = false;
    // One a thread, made before it: a thread has nowhere to tell that memory ran out.
    std::deque<BlockChecker> checkers_;
    std::vector<std::thread> threads_;
};

}  // namespace abonado
