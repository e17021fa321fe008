#include "abonado/validate.hpp"

#include <chrono>
#include <utility>

#include "abonado/error.hpp"
#include "bulk/collector.hpp"
#include "bulk/input_list.hpp"
#include "bulk/pipeline.hpp"

namespace abonado {

namespace {

using Clock = std::chrono::steady_clock;
constexpr auto kTickEvery = std::chrono::milliseconds(50);

// One run: reads blocks, has them checked here or by workers, and collects the verdicts in order.
class Validation {
public:
    Validation(InputList& inputs, const ValidateOptions& options, const FindingSink& sink, const Tick& tick)
        : inputs_(inputs),
          options_(options),
          rules_(options.rules),
          tick_(tick),
          sink_([this, &sink](const Finding& finding) { pass_on(finding, sink); }),
          collector_(rules_, options, sink_),
          names_(inputs.names()),
          pipeline_(worker_count(options.threads), rules_, options, Keep::verdict) {
        progress_.size = inputs.size();
    }

    ValidateReport run() {
        for (std::size_t i = 0; i < inputs_.count() && !collector_.is_past_limit(); ++i) run_input(i);
        collector_.finish(names_);
        tick(true);
        collector_.report().seconds = std::chrono::duration<double>(Clock::now() - start_).count();
        return std::move(collector_.report());
    }

private:
    // One thread does both, the checks and the rest.
    static unsigned worker_count(unsigned threads) { return thread_count(threads) > 1 ? thread_count(threads) : 0; }

    void run_input(std::size_t number) {
        collector_.begin_input();
        try {
            Input& input = inputs_.open(number);
            const std::uint64_t done_before = progress_.position;
            BlockReader reader(input, static_cast<std::uint32_t>(number), options_.rules.max_line_bytes,
                               [this] { tick(false); });
            const auto idle = [&] {
                progress_.position = done_before + input.position();
                tick(false);
            };
            const auto take = [this](Job& job) {
                collector_.take(job.result, job.block.input);
                return !collector_.is_past_limit();
            };
            pipeline_.run(reader, take, idle);
            progress_.position = done_before + input.position();
            collector_.report().bytes += reader.bytes();
            if (!reader.failure().empty()) collector_.report().failures.push_back({names_[number], reader.failure()});
        } catch (const Error& error) {
            if (error.code() != ErrorCode::input_unreadable) throw;
            collector_.report().failures.push_back({names_[number], error.what()});
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
    Progress progress_;
    std::uint64_t passed_on_ = 0;
    const FindingSink sink_;
    Collector collector_;
    std::vector<std::string> names_;
    Pipeline pipeline_;  // last, so that its threads end before what they use
};

}  // namespace

ValidateReport validate(std::span<const std::unique_ptr<Input>> inputs, const ValidateOptions& options,
                        const FindingSink& sink, const Tick& tick) {
    refuse_senseless(options);
    const auto list = given_inputs(inputs);
    return Validation(*list, options, sink, tick).run();
}

ValidateReport validate_files(std::span<const std::string> paths, const ValidateOptions& options,
                              const FindingSink& sink, const Tick& tick) {
    refuse_senseless(options);
    const auto list = file_inputs(paths);
    return Validation(*list, options, sink, tick).run();
}

ValidateReport validate_text(std::string_view dump, const ValidateOptions& options, const FindingSink& sink) {
    std::vector<std::unique_ptr<Input>> inputs;
    inputs.push_back(memory_input(dump));
    return validate(inputs, options, sink);
}

}  // namespace abonado
