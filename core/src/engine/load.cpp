#include "engine/load.hpp"

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>

#include "base/content_hash.hpp"
#include "bulk/cause_tally.hpp"
#include "bulk/pipeline.hpp"
#include "engine/applier.hpp"
#include "engine/reject_files.hpp"
#include "engine/reject_matcher.hpp"
#include "engine/run_plan.hpp"
#include "rules/redacted_errors.hpp"
#include "store/ledger.hpp"

namespace abonado {

namespace {

using Clock = std::chrono::steady_clock;
// Input between two commits: what a killed run has to do again, and what a commit's cost is spread over.
constexpr std::uint64_t kCommitEvery = std::uint64_t{4} << 20;

// One core is the writer's, which has the most to do.
unsigned worker_count(unsigned asked) { return asked > 0 ? asked : std::max(thread_count(0), 2U) - 1; }

class Load {
public:
    Load(Connection& connection, InputList& inputs, const LoadOptions& options, const FindingSink& sink,
         const Tick& tick, const ReplayTask* replay)
        : connection_(connection),
          inputs_(inputs),
          options_(options),
          sink_(sink),
          ticker_(tick, inputs.size()),
          replay_(replay),
          plan_(options),
          names_(inputs.names()),
          ledger_(connection),
          documents_(connection),
          pipeline_(worker_count(options.threads), plan_.rules, plan_.reading, Keep::records) {
        report_.by_rule.resize(rules().size());
        report_.dry_run = options.dry_run;
    }

    LoadReport run() {
        if (!options_.rejects_path.empty()) {
            try_reject_files(options_.rejects_path, names_, connection_.store().files());
        }
        transaction_.emplace(connection_);
        begin();
        try {
            for (std::size_t i = 0; i < inputs_.count() && !is_stopped_; ++i) run_input(i);
            tick(true);  // the last: what finish() commits cannot be called interrupted
        } catch (const Error& error) {
            if (error.code() != ErrorCode::cancelled) throw;
            interrupt();
            throw;
        }
        finish();
        report_.seconds = std::chrono::duration<double>(Clock::now() - start_).count();
        return std::move(report_);
    }

private:
    // --- the run in the ledger ----------------------------------------------------------------------------------

    void begin() {
        const std::optional<Run> earlier = find_earlier();
        if (options_.resume == Resume::required && !earlier) {
            throw Error(ErrorCode::invalid_argument, "there is no run of these inputs to go on with");
        }
        if (earlier) {
            report_.run = earlier->id;
            report_.counts = earlier->counts;
            for (const auto& [id, findings] : earlier->by_rule) {
                if (const int rule = find_rule(id); rule >= 0)
                    report_.by_rule[static_cast<std::size_t>(rule)] = findings;
            }
            report_.resumed_bytes = earlier->counts.bytes;
            ledger_.set_state(report_.run, RunState::running, std::nullopt);
        } else {
            begin_run();
        }
        applier_.emplace(connection_, documents_, plan_.rules, report_.run, !options_.kind);
        if (replay_ != nullptr) matcher_.emplace(ledger_, *replay_, report_.run);
        if (!plan_.is_one_transaction) commit();
    }

    void begin_run() {
        const RunKind kind = replay_ != nullptr ? RunKind::replay : RunKind::load;
        report_.run = ledger_.begin(kind, plan_.now, plan_.rules_hash, names_);
    }

    // The run of the same inputs and rules that can be gone on with, unless it must not.
    std::optional<Run> find_earlier() {
        if (replay_ != nullptr || plan_.is_one_transaction || options_.resume == Resume::never) return std::nullopt;
        std::optional<Run> earlier = ledger_.unfinished();
        const bool is_the_same = earlier && earlier->inputs == names_ && earlier->rules == plan_.rules_hash;
        return is_the_same ? earlier : std::nullopt;
    }

    // Writes what was done since the last commit.
    void commit_batch() {
        if (batch_.bytes == 0 || next_done_ < done_.size()) return;
        batch_.content = batch_hash_.digest();
        ledger_.add(report_.run, batch_);
        begin_batch(batch_.input, batch_.offset + batch_.bytes);
        ledger_.save(report_.run, report_.counts, report_.by_rule);
        if (!plan_.is_one_transaction) commit();
    }

    void commit() {
        transaction_->commit();
        transaction_.emplace(connection_);
    }

    void begin_batch(std::uint32_t input, std::uint64_t offset) {
        batch_ = {input, offset, 0, 0, {}};
        batch_hash_.reset();
    }

    // After a cancellation, maybe in the middle of a block: what was committed stays, and the run can go on from there.
    void interrupt() {
        is_broken_off_ = true;
        if (plan_.is_one_transaction) return take_back(RunState::interrupted);
        transaction_.reset();
        transaction_.emplace(connection_);
        ledger_.set_state(report_.run, RunState::interrupted, clock_now());
        commit();
        write_rejects();
    }

    void finish() {
        check_limits(true);
        report_.causes = causes_.finish();
        if (matcher_ && report_.failures.empty()) matcher_->finish(static_cast<std::size_t>(report_.counts.records));
        RunState state = report_.failures.empty() ? RunState::finished : RunState::failed;
        if (is_stopped_) state = RunState::stopped;
        report_.state = state;
        ledger_.save(report_.run, report_.counts, report_.by_rule);
        ledger_.set_state(report_.run, state, clock_now());
        if (options_.dry_run || (plan_.is_one_transaction && state != RunState::finished)) return take_back(state);
        transaction_->commit();
        transaction_.reset();
        write_rejects();
    }

    // Nothing of the run is published; what it found is still told, and a line of the ledger says that it was there.
    void take_back(RunState state) {
        write_rejects();
        transaction_.reset();
        report_.state = state;
        report_.is_published = false;
        if (options_.dry_run) {
            report_.run = 0;
            return;
        }
        WriteTransaction transaction(connection_);
        // `stopped` also for what was interrupted: there is nothing that could go on.
        begin_run();
        ledger_.save(report_.run, report_.counts, report_.by_rule);
        ledger_.set_state(report_.run, RunState::stopped, clock_now());
        transaction.commit();
    }

    Instant clock_now() const { return moment_of(options_.now); }

    // Of a run that was broken off before its first record there are none: what stands in the files stays.
    void write_rejects() {
        if (options_.rejects_path.empty() || (is_broken_off_ && report_.counts.records == 0)) return;
        RejectSelection selection;
        selection.run = report_.run;
        RejectFiles files(options_.rejects_path);
        ledger_.each(selection, [&](Reject&& reject) { files.add(redacted(reject, redaction())); });
        files.close();
    }

    // --- inputs -------------------------------------------------------------------------------------------------

    void run_input(std::size_t number) {
        const auto input_number = static_cast<std::uint32_t>(number);
        next_line_ = 1;
        done_ = ledger_.blocks(report_.run, input_number);
        next_done_ = 0;
        begin_batch(input_number, 0);
        input_hash_.reset();
        const InputEnd end = read_input(
            inputs_, number, plan_.longest_line, pipeline_, ticker_, [this](Job& job) { return take(job); },
            [this] { tick(false); });
        if (end.failure)
            report_.failures.push_back({names_[number], redacted(*end.failure, options_.rules.redaction).what()});
        if (next_done_ < done_.size() && report_.failures.empty()) refuse_changed_input();
        commit_batch();
        ledger_.set_input_content(report_.run, input_number, input_hash_.digest());
    }

    // False when the rest need not be looked at.
    bool take(Job& job) {
        batch_hash_.update(job.block.text());
        input_hash_.update(job.block.text());
        const std::uint64_t bytes = job.block.cut_bytes > 0 ? job.block.cut_bytes : job.block.size;
        if (batch_.bytes == 0) batch_.offset = job.block.offset;
        batch_.bytes += bytes;
        batch_.lines += job.result.lines;
        if (next_done_ < done_.size()) {
            pass_over(job);
            causes_.pass_over();
        } else {
            report_.counts.bytes += bytes;
            apply(job);
            if (batch_.bytes >= kCommitEvery) commit_batch();
        }
        next_line_ += job.result.lines;
        check_limits(false);
        return !is_stopped_;
    }

    // A block that an earlier attempt did. It is compared with what was read then, and not written again.
    void pass_over(const Job& job) {
        for (const CheckedRecord& record : job.result.checked) applier_->note(record);
        const DoneBlock& done = done_[next_done_];
        if (batch_.bytes < done.bytes) return;
        if (batch_.bytes != done.bytes || batch_.offset != done.offset || batch_hash_.digest() != done.content) {
            refuse_changed_input();
        }
        ++next_done_;
        begin_batch(batch_.input, batch_.offset + batch_.bytes);
    }

    [[noreturn]] void refuse_changed_input() const {
        throw Error(ErrorCode::invalid_argument, names_[batch_.input] + ": has changed since run " +
                                                     std::to_string(report_.run) + " read it, at or after byte " +
                                                     std::to_string(done_[next_done_].offset) +
                                                     "; load it as a new run, without resuming");
    }

    // --- records ------------------------------------------------------------------------------------------------

    void apply(Job& job) {
        BlockResult& result = job.result;
        causes_.take(result.origins);
        for (Finding& finding : result.findings) {
            finding.line += next_line_;
            finding.input = job.block.input;
        }
        report_.counts.errors += result.errors;
        report_.counts.warnings += result.warnings;
        for (std::size_t rule = 0; rule < result.by_rule.size(); ++rule) report_.by_rule[rule] += result.by_rule[rule];
        for (const CheckedRecord& record : result.checked) {
            tick(false);
            apply(record, job);
        }
    }

    void apply(const CheckedRecord& record, const Job& job) {
        const std::string_view block = job.block.text();
        const std::string_view text = block.substr(record.offset - job.block.offset, record.size);
        std::vector<Finding> findings(job.result.findings.begin() + static_cast<std::ptrdiff_t>(record.findings),
                                      job.result.findings.begin() + static_cast<std::ptrdiff_t>(record.findings_end));
        const std::uint64_t line = next_line_ + record.line;
        const std::size_t of_record = findings.size();
        ++report_.counts.records;
        Outcome outcome = Outcome::rejected;
        if (!record.is_invalid && is_superseded(record)) outcome = Outcome::skipped;
        else if (!record.is_invalid) outcome = applier_->apply(record, text, job.block.input, line, findings);
        for (std::size_t i = of_record; i < findings.size(); ++i) count(findings[i]);
        for (const Finding& finding : findings) {
            causes_.take(finding);
            if (redaction().is_on()) tell(redacted(finding, redaction()));
            else tell(finding);
        }
        switch (outcome) {
            case Outcome::inserted:
                ++report_.counts.inserted;
                break;
            case Outcome::updated:
                ++report_.counts.updated;
                break;
            case Outcome::skipped:
                ++report_.counts.skipped;
                break;
            case Outcome::rejected:
                ++report_.counts.rejected;
                break;
        }
        settle(record, text, job.block.input, line, outcome, std::move(findings));
    }

    const Redaction& redaction() const { return plan_.rules.options.redaction; }

    void tell(const Finding& finding) {
        report_.examples.try_emplace(finding.rule, finding);
        if (sink_) sink_(finding);
    }

    void count(const Finding& finding) {
        ++(finding.severity == Severity::error ? report_.counts.errors : report_.counts.warnings);
        ++report_.by_rule[finding.rule];
    }

    // The ledger's side of an outcome: a reject is kept, and a reject that this record was is told so.
    void settle(const CheckedRecord& record, std::string_view text, std::uint32_t input, std::uint64_t line,
                Outcome outcome, std::vector<Finding>&& findings) {
        std::optional<std::int64_t> was;
        if (matcher_) was = matcher_->match(record, text, record_number());
        std::optional<std::int64_t> became;
        if (outcome == Outcome::rejected) {
            Reject reject;
            reject.run = report_.run;
            reject.line = line;
            reject.byte_offset = record.offset;
            reject.kind = record.kind;
            reject.org = record.org;
            reject.legacy_id = record.legacy_id;
            reject.raw = text;
            reject.is_whole = record.is_whole;
            reject.findings = std::move(findings);
            reject.replaces = was;
            if (was) reject.attempt = ledger_.attempt(*was) + 1;
            became = ledger_.add(reject, input);
        }
        if (was) ledger_.replayed(*was, report_.run);
        else if (matcher_) matcher_->keep_in_mind(record_number(), became);
    }

    // Among the records of this call, from 0; for the one that was counted last.
    std::size_t record_number() const { return static_cast<std::size_t>(report_.counts.records - 1); }

    // A kept line must not undo what a later run stored under its name.
    bool is_superseded(const CheckedRecord& record) {
        return matcher_ && !replay_->was_edited && applier_->is_stored_after(record, matcher_->run_of(record_number()));
    }

    void check_limits(bool at_end) {
        if (!plan_.is_past_limits(report_.counts, at_end)) return;
        is_stopped_ = true;
    }

    void tick(bool now) { ticker_.tick(report_.counts, now); }

    Connection& connection_;
    InputList& inputs_;
    const LoadOptions& options_;
    const FindingSink& sink_;
    Ticker ticker_;
    const ReplayTask* replay_;
    const RunPlan plan_;
    const std::vector<std::string> names_;
    LoadReport report_;
    CauseTally causes_{plan_.rules.options.redaction};
    const Clock::time_point start_ = Clock::now();
    bool is_stopped_ = false;
    bool is_broken_off_ = false;

    Ledger ledger_;
    Documents documents_;
    std::optional<WriteTransaction> transaction_;
    std::optional<Applier> applier_;
    std::optional<RejectMatcher> matcher_;  // of a replay

    DoneBlock batch_;  // of the input under way, since the last commit
    ContentHasher batch_hash_;
    ContentHasher input_hash_;     // of the input under way, from its beginning
    std::vector<DoneBlock> done_;  // blocks of the input under way that an earlier attempt did
    std::size_t next_done_ = 0;
    std::uint64_t next_line_ = 1;
    Pipeline pipeline_;  // last, so that its threads end before what they use
};

}  // namespace

LoadReport run_load(Connection& connection, InputList& inputs, const LoadOptions& options, const FindingSink& sink,
                    const Tick& tick, const ReplayTask* replay) {
    return with_redacted_errors(options.rules.redaction,
                                [&] { return Load(connection, inputs, options, sink, tick, replay).run(); });
}

}  // namespace abonado
