#include "abonado/validate.hpp"

#include <chrono>
#include <filesystem>
#include <thread>
#include <utility>

#include "abonado/error.hpp"
#include "bulk/collector.hpp"
#include "bulk/workers.hpp"

namespace abonado {

namespace {

using Clock = std::chrono::steady_clock;
constexpr auto kTickEvery = std::chrono::milliseconds(50);

// Opens the inputs of a run one after the other, so that a thousand files need one descriptor.
class InputList {
public:
    virtual ~InputList() = default;
    virtual std::size_t count() const = 0;
    virtual std::string name(std::size_t i) const = 0;
    virtual std::optional<std::uint64_t> size() const = 0;  // of all, as far as known beforehand
    virtual Input& open(std::size_t i) = 0;                 // throws Error(input_unreadable)
};

class GivenInputs : public InputList {
public:
    explicit GivenInputs(std::span<const std::unique_ptr<Input>> inputs) : inputs_(inputs) {}
    std::size_t count() const override { return inputs_.size(); }
    std::string name(std::size_t i) const override { return inputs_[i]->name(); }
    std::optional<std::uint64_t> size() const override {
        std::uint64_t sum = 0;
        for (const auto& input : inputs_) {
            if (!input->size()) return std::nullopt;
            sum += *input->size();
        }
        return sum;
    }
    Input& open(std::size_t i) override { return *inputs_[i]; }

private:
    std::span<const std::unique_ptr<Input>> inputs_;
};

class Files : public InputList {
public:
    explicit Files(std::span<const std::string> paths) : paths_(paths) {}
    std::size_t count() const override { return paths_.size(); }
    std::string name(std::size_t i) const override { return paths_[i] == "-" ? "<stdin>" : paths_[i]; }
    std::optional<std::uint64_t> size() const override {
        std::uint64_t sum = 0;
        for (const std::string& path : paths_) {
            std::error_code error;
            if (path == "-" || !std::filesystem::is_regular_file(path, error)) return std::nullopt;
            sum += std::filesystem::file_size(path, error);
        }
        return sum;
    }
    Input& open(std::size_t i) override {
        open_ = open_input(paths_[i]);
        return *open_;
    }

private:
    std::span<const std::string> paths_;
    std::unique_ptr<Input> open_;
};

// One run: reads blocks, has them checked here or by workers, and collects the verdicts in order.
class Run {
public:
    Run(InputList& inputs, const ValidateOptions& options, const FindingSink& sink, const Tick& tick)
        : inputs_(inputs),
          options_(options),
          rules_(options.rules),
          tick_(tick),
          sink_([this, &sink](const Finding& finding) { pass_on(finding, sink); }),
          collector_(rules_, options, sink_) {
        for (std::size_t i = 0; i < inputs.count(); ++i) names_.push_back(inputs.name(i));
        progress_.size = inputs.size();
        const unsigned cores = std::max(1U, std::thread::hardware_concurrency());
        const unsigned threads = options.threads == 0 ? cores : options.threads;
        if (threads > 1) workers_.emplace(threads, rules_, options);
        else checker_.emplace(rules_, options);
    }

    ValidateReport run() {
        for (std::size_t i = 0; i < inputs_.count() && !collector_.is_past_limit(); ++i) run_input(i);
        collector_.finish(names_);
        tick(true);
        collector_.report().seconds = std::chrono::duration<double>(Clock::now() - start_).count();
        return std::move(collector_.report());
    }

private:
    void run_input(std::size_t number) {
        collector_.begin_input();
        try {
            Input& input = inputs_.open(number);
            const std::uint64_t done_before = progress_.position;
            BlockReader reader(input, static_cast<std::uint32_t>(number), options_.rules.max_line_bytes,
                               [this] { tick(false); });
            if (workers_) check_with_workers(reader, input, done_before);
            else check_here(reader, input, done_before);
            progress_.position = done_before + input.position();
            collector_.report().bytes += reader.bytes();
            if (!reader.failure().empty()) collector_.report().failures.push_back({names_[number], reader.failure()});
        } catch (const Error& error) {
            if (error.code() != ErrorCode::input_unreadable) throw;
            collector_.report().failures.push_back({names_[number], error.what()});
        }
    }

    void check_here(BlockReader& reader, Input& input, std::uint64_t done_before) {
        const std::function<bool()> goes_on = [this] {
            tick(false);
            return true;
        };
        while (reader.next(here_.block)) {
            checker_->check(here_.block, here_.result, goes_on);
            collector_.take(here_.result, here_.block.input);
            progress_.position = done_before + input.position();
            if (collector_.is_past_limit()) return;
            tick(false);
        }
    }

    void check_with_workers(BlockReader& reader, Input& input, std::uint64_t done_before) {
        bool ended = false;
        while (true) {
            while (!ended && !workers_->is_full()) {
                std::unique_ptr<Job> job = workers_->blank();
                ended = !reader.next(job->block);
                if (!ended) workers_->submit(std::move(job));
                progress_.position = done_before + input.position();
                tick(false);
            }
            if (workers_->is_empty()) return;
            std::unique_ptr<Job> job = workers_->take(kTickEvery);
            tick(false);
            if (!job || collector_.is_past_limit()) continue;
            collector_.take(job->result, job->block.input);
            workers_->recycle(std::move(job));
            ended = ended || collector_.is_past_limit();
        }
    }

    // A block may hold a hundred thousand findings, which take their time.
    void pass_on(const Finding& finding, const FindingSink& sink) {
        constexpr std::uint64_t kTickEveryFindings = 1024;
        if (sink) sink(finding);
        if (++passed_on_ % kTickEveryFindings == 0) tick(false);
    }

    void tick(bool now) {
        if (!tick_) return;
        const auto time = Clock::now();
        if (!now && time - last_tick_ < kTickEvery) return;
        last_tick_ = time;
        const ValidateReport& report = collector_.report();
        progress_.records = report.records;
        progress_.errors = report.errors;
        progress_.warnings = report.warnings;
        if (!tick_(progress_)) throw Error(ErrorCode::cancelled, "the run was cancelled");
    }

    InputList& inputs_;
    const ValidateOptions& options_;
    const CompiledOptions rules_;
    const Tick& tick_;
    const Clock::time_point start_ = Clock::now();
    Clock::time_point last_tick_ = start_;
    std::vector<std::string> names_;
    Progress progress_;
    std::uint64_t passed_on_ = 0;
    const FindingSink sink_;
    Collector collector_;
    Job here_;
    std::optional<BlockChecker> checker_;
    std::optional<Workers> workers_;  // last, so that its threads end before what they use
};

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

}  // namespace

ValidateReport validate(std::span<const std::unique_ptr<Input>> inputs, const ValidateOptions& options,
                        const FindingSink& sink, const Tick& tick) {
    refuse_senseless(options);
    GivenInputs list(inputs);
    return Run(list, options, sink, tick).run();
}

ValidateReport validate_files(std::span<const std::string> paths, const ValidateOptions& options,
                              const FindingSink& sink, const Tick& tick) {
    refuse_senseless(options);
    Files list(paths);
    return Run(list, options, sink, tick).run();
}

ValidateReport validate_text(std::string_view dump, const ValidateOptions& options, const FindingSink& sink) {
    std::vector<std::unique_ptr<Input>> inputs;
    inputs.push_back(memory_input(dump));
    return validate(inputs, options, sink);
}

}  // namespace abonado
