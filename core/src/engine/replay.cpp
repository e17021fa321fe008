// Rejects tried again: mended by a person, or as they are after the world around them changed.
#include <algorithm>
#include <cstring>

#include "engine/impl.hpp"
#include "engine/load.hpp"
#include "store/ledger.hpp"

namespace abonado {

namespace {

// The kept lines of rejects, one after the other. Reads on the connection of the run, between its writes.
class KeptLines : public Input {
public:
    KeptLines(Connection& connection, const std::vector<ReplayTask::Kept>& rejects)
        : ledger_(connection), rejects_(rejects) {}

    const std::string& name() const override { return name_; }

    std::size_t read(char* buffer, std::size_t size) override {
        if (at_ == line_.size()) {
            if (next_ == rejects_.size()) return 0;
            RejectSelection one;
            one.ids = {rejects_[next_++].id};
            ledger_.each(one, [this](Reject&& reject) { line_ = std::move(reject.raw); });
            line_ += '\n';
            at_ = 0;
        }
        const std::size_t part = std::min(size, line_.size() - at_);
        std::memcpy(buffer, line_.data() + at_, part);
        at_ += part;
        return part;
    }

    std::uint64_t position() const override { return next_; }
    std::optional<std::uint64_t> size() const override { return rejects_.size(); }

private:
    const std::string name_ = "<rejects>";
    Ledger ledger_;
    const std::vector<ReplayTask::Kept>& rejects_;
    std::size_t next_ = 0;
    std::string line_;
    std::size_t at_ = 0;
};

// An input that someone else owns.
class Borrowed : public Input {
public:
    explicit Borrowed(Input& of) : of_(of) {}
    const std::string& name() const override { return of_.name(); }
    std::size_t read(char* buffer, std::size_t size) override { return of_.read(buffer, size); }
    bool wait(int milliseconds) override { return of_.wait(milliseconds); }
    void while_waiting(const std::function<void()>& idle) override { of_.while_waiting(idle); }
    void longest_line(std::size_t bytes) override { of_.longest_line(bytes); }
    std::uint64_t position() const override { return of_.position(); }
    std::optional<std::uint64_t> size() const override { return of_.size(); }

private:
    Input& of_;
};

}  // namespace

LoadReport Engine::replay(const RejectFilter& filter, Input* input, const LoadOptions& options, const FindingSink& sink,
                          const Tick& tick) {
    return impl_->write([&](Connection& writer) {
        ReplayTask task;
        task.was_edited = input != nullptr;
        task.filter = filter;
        const bool is_of_open = filter.state.value_or(RejectState::open) == RejectState::open;  // only these are tried
        const RejectSelection open{filter.run, filter.ids, RejectState::open, filter.rule};
        const auto take = [&](const Reject& reject) {
            // A line whose end is not kept can only be replayed from a file.
            if (is_of_open && (task.was_edited || reject.is_whole)) task.rejects.push_back({reject.id, reject.run});
        };
        Ledger(writer).each_name(open, take);
        std::vector<std::unique_ptr<Input>> inputs;
        if (input != nullptr) inputs.push_back(std::make_unique<Borrowed>(*input));
        else inputs.push_back(std::make_unique<KeptLines>(writer, task.rejects));
        const auto list = given_inputs(inputs);
        return run_load(writer, *list, impl_->redacting(options), sink, tick, &task);
    });
}

}  // namespace abonado
