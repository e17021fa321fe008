#include "abonado/validate.hpp"

#include <chrono>
#include <utility>

#include "abonado/error.hpp"
#include "bulk/collector.hpp"
#include "bulk/input_list.hpp"
#include "bulk/pipeline.hpp"
#include "rules/redacted_errors.hpp"

namespace abonado {

namespace {

using Clock = std::chrono::steady_clock;

// One run: reads blocks, has them checked here or by workers, and collects the verdicts in order.
class Validation {
public:
    Validation(InputList& inputs, const ValidateOptions& options, const FindingSink& sink, const Tick& tick)
        : inputs_(inputs),
          options_(options),
          rules_(options.rules),
          ticker_(tick, inputs.size()),
          sink_([this, &sink](const Finding& finding) { pass_on(finding, sink); }),
          collector_(rules_, options, sink_),
          names_(inputs.names()),
          pipeline_(worker_count(options.threads), rules_, options, Keep::verdict) {}

    ValidateReport run() {
        for (std::size_t i = 0; i < inputs_.count() && !collector_.is_past_limit(); ++i) run_input(i);
        collector_.finish(names_);
        tick(true);
        collector_.report().seconds = std::chrono::duration<double>(Clock::now() - start_).count();
        return std::move(collector_.report());
    }

private:
    // This thread reads, collects, and checks too: one more than the cores would take turns with the others.
    static unsigned worker_count(unsigned threads) { return thread_count(threads) - 1; }

    void run_input(std::size_t number) {
        collector_.begin_input();
        const auto take = [this](Job& job) {
            collector_.take(job.result, job.block.input);
            return !collector_.is_past_limit();
        };
        const InputEnd end = read_input(inputs_, number, options_.rules.max_line_bytes, pipeline_, ticker_, take,
                                        [this] { tick(false); });
        collector_.report().bytes += end.bytes;
        if (end.failure)
            collector_.report().failures.push_back(
                {names_[number], redacted(*end.failure, options_.rules.redaction).what()});
    }

    // A block may hold a hundred thousand findings, which take their time.
    void pass_on(const Finding& finding, const FindingSink& sink) {
        constexpr std::uint64_t kTickEveryFindings = 1024;
        if (sink) sink(finding);
        if (++passed_on_ % kTickEveryFindings == 0) tick(false);
    }

    void tick(bool now) { ticker_.tick(collector_.report(), now); }

    InputList& inputs_;
    const ValidateOptions& options_;
    const CompiledOptions rules_;
    Ticker ticker_;
    const Clock::time_point start_ = Clock::now();
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
    return with_redacted_errors(options.rules.redaction, [&] { return Validation(*list, options, sink, tick).run(); });
}

ValidateReport validate_files(std::span<const std::string> paths, const ValidateOptions& options,
                              const FindingSink& sink, const Tick& tick) {
    refuse_senseless(options);
    const auto list = file_inputs(paths);
    return with_redacted_errors(options.rules.redaction, [&] { return Validation(*list, options, sink, tick).run(); });
}

ValidateReport validate_text(std::string_view dump, const ValidateOptions& options, const FindingSink& sink) {
    std::vector<std::unique_ptr<Input>> inputs;
    inputs.push_back(memory_input(dump));
    return validate(inputs, options, sink);
}

}  // namespace abonado
