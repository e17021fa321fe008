#include "bulk/workers.hpp"

#include <system_error>
#include <utility>

namespace abonado {

Workers::Workers(unsigned threads, const CompiledOptions& rules, const ValidateOptions& options, Keep keep)
    : most_(std::size_t{threads} + 3) {
    threads_.reserve(threads);
    try {
        for (unsigned i = 0; i < threads; ++i) {
            BlockChecker& checker = checkers_.emplace_back(rules, options, keep);
            threads_.emplace_back([this, &checker] { work(checker); });
        }
    } catch (const std::system_error&) {
        // The system has no more threads to give: those that began and the collector's do the work.
        while (checkers_.size() > threads_.size()) checkers_.pop_back();
    } catch (...) {
        end();
        throw;
    }
}

Workers::~Workers() { end(); }

void Workers::end() {
    cancelled_ = true;
    {
        const std::lock_guard lock(mutex_);
        ended_ = true;
        todo_.clear();
    }
    todo_changed_.notify_all();
    for (std::thread& thread : threads_) thread.join();
}

std::unique_ptr<Job> Workers::blank() {
    if (blanks_.empty()) return std::make_unique<Job>();
    std::unique_ptr<Job> job = std::move(blanks_.back());
    blanks_.pop_back();
    job->is_done = false;
    return job;
}

void Workers::recycle(std::unique_ptr<Job> job) {
    constexpr std::size_t kWorthKeeping = 16 * kBlockSize;
    if (job->block.bytes.capacity() <= kWorthKeeping) blanks_.push_back(std::move(job));
}

void Workers::submit(std::unique_ptr<Job> job) {
    Job* raw = job.get();
    bytes_ += raw->block.size;
    jobs_.push_back(std::move(job));
    {
        const std::lock_guard lock(mutex_);
        todo_.push_back(raw);
    }
    todo_changed_.notify_one();
}

Job* Workers::help() {
    const std::lock_guard lock(mutex_);
    if (todo_.empty() || jobs_.front()->is_done) return nullptr;
    Job* job = todo_.front();
    todo_.pop_front();
    return job;
}

void Workers::finish(Job& job) {
    const std::lock_guard lock(mutex_);
    job.is_done = true;
}

std::unique_ptr<Job> Workers::take(std::chrono::milliseconds patience) {
    {
        std::unique_lock lock(mutex_);
        if (!done_changed_.wait_for(lock, patience, [this] { return jobs_.front()->is_done; })) return nullptr;
    }
    std::unique_ptr<Job> job = std::move(jobs_.front());
    jobs_.pop_front();
    bytes_ -= job->block.size;
    if (job->failure) std::rethrow_exception(job->failure);
    return job;
}

void Workers::work(BlockChecker& checker) {
    const std::function<bool()> goes_on = [this] { return !cancelled_.load(std::memory_order_relaxed); };
    while (true) {
        Job* job = nullptr;
        {
            std::unique_lock lock(mutex_);
            todo_changed_.wait(lock, [this] { return ended_ || !todo_.empty(); });
            if (ended_) return;
            job = todo_.front();
            todo_.pop_front();
        }
        try {
            checker.check(job->block, job->result, goes_on);
        } catch (...) {
            job->failure = std::current_exception();
        }
        finish(*job);
        done_changed_.notify_one();
    }
}

}  // namespace abonado
