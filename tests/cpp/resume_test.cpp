// A load that was broken off goes on where it was, and ends as if nothing had been.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "stores.hpp"

namespace abonado {
namespace {

using dumps::segment;
using stores::code_of;
using stores::Directory;
using stores::dump_of;
using stores::load;
using stores::loading;

constexpr std::size_t kPadding = 30'000;  // few records, many bytes: a commit comes after 4 MiB
// Places before and behind the first commit, whose block is not cut at a round number.
constexpr std::size_t kEarly = std::size_t{3} << 20;
constexpr std::size_t kLate = std::size_t{5} << 20;

// Some 6 MiB: two commits, with rejects, duplicates and warnings on both sides of them.
const std::string& long_dump() {
    static const std::string text = [] {
        std::vector<std::string> lines;
        for (int i = 1; i <= 210; ++i) {
            lines.push_back(segment(i, i % 20 == 7 ? "OP" : "OM_GOLD", kPadding));
            if (i % 50 == 9) lines.push_back(lines[lines.size() - 5]);          // the same again
            if (i % 50 == 19) lines.push_back(segment(i - 9, "OM_GOLD", 5));    // different
            if (i % 50 == 29) lines.push_back("{\"not\": \"an envelope\"}\r");  // rejected
        }
        return dump_of(lines);
    }();
    return text;
}

// All that a load leaves behind and that has to be the same, however it came there.
struct Trace {
    std::string digest;
    RunCounts counts;
    RunState state{};
    std::map<std::string, std::uint64_t> by_rule;
    std::vector<std::string> rejects;
    std::string documents;
    bool operator==(const Trace&) const = default;
};

Trace trace_of(Engine& engine, std::int64_t run) {
    Trace out;
    out.digest = engine.digest();
    out.counts = engine.run(run).counts;
    out.state = engine.run(run).state;
    out.by_rule = engine.run(run).by_rule;
    for (const Reject& reject : stores::rejects(engine, stores::of_run(run))) {
        std::string text = std::to_string(reject.line) + " " + std::to_string(reject.byte_offset) + " " +
                           std::to_string(reject.raw.size());
        for (const Finding& f : reject.findings) text += " " + to_json_line(f);
        out.rejects.push_back(text);
    }
    out.documents = stores::value(engine, "SELECT count(*) || ' ' || sum(line) FROM documents");
    return out;
}

const Trace& undisturbed() {
    static const Trace trace = [] {
        Engine engine(":memory:");
        return trace_of(engine, load(engine, long_dump()).report.run);
    }();
    return trace;
}

// A finding behind the first commit.
std::size_t late_finding() { return undisturbed().counts.errors + undisturbed().counts.warnings - 1; }

void expect_same(const Trace& got, const Trace& expected) {
    EXPECT_EQ(got.digest, expected.digest);
    EXPECT_EQ(got.counts, expected.counts);
    EXPECT_EQ(got.state, expected.state);
    EXPECT_EQ(got.by_rule, expected.by_rule);
    EXPECT_EQ(got.rejects, expected.rejects);
    EXPECT_EQ(got.documents, expected.documents);
}

// Bytes that come to an end with an error of this kind.
class Breaking : public Input {
public:
    Breaking(std::string_view bytes, std::size_t breaks_at, ErrorCode code)
        : bytes_(bytes), breaks_at_(breaks_at), code_(code) {}
    const std::string& name() const override { return name_; }
    std::size_t read(char* buffer, std::size_t size) override {
        if (at_ >= breaks_at_) throw Error(code_, "broken off");
        const std::size_t part = std::min({size, bytes_.size() - at_, breaks_at_ - at_});
        std::memcpy(buffer, bytes_.data() + at_, part);
        at_ += part;
        return part;
    }
    std::uint64_t position() const override { return at_; }
    std::optional<std::uint64_t> size() const override { return std::nullopt; }

private:
    const std::string name_ = "<bytes>";
    std::string_view bytes_;
    std::size_t breaks_at_;
    ErrorCode code_;
    std::size_t at_ = 0;
};

// Goes on with the load and compares.
void expect_resumed(Engine& engine, bool from_the_beginning = false) {
    const auto again = load(engine, long_dump());
    EXPECT_EQ(again.report.run, 1);
    EXPECT_EQ(again.report.resumed_bytes == 0, from_the_beginning);
    EXPECT_EQ(again.report.counts, undisturbed().counts);
    expect_same(trace_of(engine, 1), undisturbed());
    EXPECT_EQ(engine.runs().size(), 1U);
    EXPECT_TRUE(load(engine, long_dump(),
                     [] {
                         LoadOptions options = loading();
                         options.resume = Resume::never;
                         return options;
                     }())
                    .report.counts.inserted == 0);
}

TEST(Resume, AfterACancellationAnywhereInTheInput) {
    const std::size_t size = long_dump().size();
    for (const std::size_t at : {std::size_t{0}, kEarly, kLate, size}) {
        SCOPED_TRACE(at);
        Engine engine(":memory:");
        EXPECT_EQ(code_of([&] { load(engine, std::make_unique<Breaking>(long_dump(), at, ErrorCode::cancelled)); }),
                  ErrorCode::cancelled);
        EXPECT_EQ(engine.run(1).state, RunState::interrupted);
        expect_resumed(engine, at <= kEarly);
    }
}

TEST(Resume, AfterACancellationInTheMiddleOfABlock) {
    for (const std::size_t finding : {std::size_t{5}, late_finding()}) {
        Engine engine(":memory:");
        std::vector<std::unique_ptr<Input>> inputs;
        inputs.push_back(memory_input(long_dump()));
        std::size_t seen = 0;
        EXPECT_EQ(code_of([&] {
                      engine.load(inputs, loading(), [&](const Finding&) {
                          if (++seen == finding) throw Error(ErrorCode::cancelled, "enough");
                      });
                  }),
                  ErrorCode::cancelled);
        expect_resumed(engine, finding < late_finding());
    }
}

// A small dump that takes its time, stopped at every look at the cancellation that there is.
TEST(Resume, AfterACancellationAtEveryTick) {
    class Slow : public Breaking {
    public:
        explicit Slow(std::string_view bytes) : Breaking(bytes, bytes.size() + 1, ErrorCode::cancelled) {}
        std::size_t read(char* buffer, std::size_t size) override {
            std::this_thread::sleep_for(std::chrono::milliseconds(52));
            return Breaking::read(buffer, size);
        }
    };
    const std::string dump = stores::generated(180, 3, {{"SUB-001", 0.1}, {"DUP-001", 0.1}});
    Engine reference(":memory:");
    const Trace expected = trace_of(reference, load(reference, dump).report.run);
    bool was_cancelled = true;
    for (int k = 0; was_cancelled && k < 50; ++k) {
        Engine engine(":memory:");
        was_cancelled = false;
        try {
            int ticks = 0;
            load(engine, std::make_unique<Slow>(dump), loading(), [&](const Progress&) { return ticks++ < k; });
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), ErrorCode::cancelled);
            was_cancelled = true;
        }
        load(engine, dump);
        if (engine.runs().size() == 1) expect_same(trace_of(engine, 1), expected);
        EXPECT_EQ(engine.digest(), expected.digest);  // stopped at the very end, the load was done
        EXPECT_EQ(stores::rejects(engine).size(), expected.rejects.size());
    }
    EXPECT_FALSE(was_cancelled);
}

TEST(Resume, AfterTheProcessDied) {
    Directory directory;
    for (const std::size_t finding : {std::size_t{3}, late_finding()}) {
        const std::string path = directory.file("store" + std::to_string(finding));
        const pid_t child = ::fork();
        if (child == 0) {
            Engine engine(path);
            std::vector<std::unique_ptr<Input>> inputs;
            inputs.push_back(memory_input(long_dump()));
            std::size_t seen = 0;
            engine.load(inputs, loading(), [&](const Finding&) {
                if (++seen == finding) ::_exit(7);
            });
            ::_exit(0);
        }
        int status = 0;
        ASSERT_EQ(::waitpid(child, &status, 0), child);
        ASSERT_EQ(WEXITSTATUS(status), 7);
        Engine engine(path);
        EXPECT_EQ(engine.run(1).state, RunState::running);
        expect_resumed(engine, finding < late_finding());
        EXPECT_TRUE(engine.check().ok());
    }
}

TEST(Resume, AfterAnExceptionOfTheCallersOwn) {
    Engine engine(":memory:");
    std::vector<std::unique_ptr<Input>> inputs;
    inputs.push_back(memory_input(long_dump()));
    EXPECT_THROW(engine.load(inputs, loading(), [](const Finding&) { throw std::runtime_error("mine"); }),
                 std::runtime_error);
    expect_resumed(engine, true);
}

// --- inputs that cannot be read --------------------------------------------------------------------------------------

// What was read is loaded. It is not gone on with, as nobody knows whether it was whole lines: a further load skips it.
TEST(Resume, NotWhenAnInputCouldNotBeRead) {
    Directory directory;
    const std::vector<std::string> paths{directory.file("a.ndjson", dump_of({segment(1), segment(2, "OP")})),
                                         directory.file("b.ndjson"), directory.file("c.ndjson", dump_of({segment(5)}))};
    Engine engine(":memory:");
    const LoadReport failed = engine.load_files(paths, loading());
    EXPECT_EQ(failed.state, RunState::failed);
    EXPECT_FALSE(failed.ok());
    ASSERT_EQ(failed.failures.size(), 1U);
    EXPECT_EQ(failed.failures[0].input, paths[1]);
    EXPECT_EQ(engine.counts()["subscriptions"], 2U);
    directory.file("b.ndjson", dump_of({segment(3), segment(4, "OP")}));
    LoadOptions required = loading();
    required.resume = Resume::required;
    EXPECT_EQ(code_of([&] { engine.load_files(paths, required); }), ErrorCode::invalid_argument);
    const LoadReport again = engine.load_files(paths, loading());
    EXPECT_EQ(again.run, 2);
    EXPECT_EQ(again.state, RunState::finished);
    EXPECT_EQ(again.counts.inserted, 1U);
    EXPECT_EQ(again.counts.skipped, 2U);
    EXPECT_EQ(again.counts.rejected, 2U);
    // The line that was a reject already is not kept twice.
    EXPECT_EQ(stores::rejects(engine).size(), 2U);
    EXPECT_EQ(engine.run(1).state, RunState::failed);
}

TEST(Resume, NotWhenAnInputBrokeOff) {
    for (const std::size_t at : {std::size_t{100}, kLate, long_dump().size()}) {
        SCOPED_TRACE(at);
        Engine engine(":memory:");
        const auto failed = load(engine, std::make_unique<Breaking>(long_dump(), at, ErrorCode::input_unreadable));
        EXPECT_EQ(failed.report.state, RunState::failed);
        EXPECT_EQ(load(engine, long_dump()).report.run, 2);
        EXPECT_EQ(engine.digest(), undisturbed().digest);
        EXPECT_EQ(engine.run(2).counts.records, undisturbed().counts.records);
        EXPECT_EQ(engine.run(2).counts.rejected, undisturbed().counts.rejected);
    }
}

// --- what is not gone on with ----------------------------------------------------------------------------------------

// A store in which a load of the long dump was broken off after its first commit.
class BrokenOff : public testing::Test {
protected:
    BrokenOff() {
        EXPECT_EQ(code_of([&] { load(engine_, std::make_unique<Breaking>(long_dump(), kLate, ErrorCode::cancelled)); }),
                  ErrorCode::cancelled);
    }
    LoadOptions with(Resume resume) {
        LoadOptions options = loading();
        options.resume = resume;
        return options;
    }
    Engine engine_{":memory:"};
};

TEST_F(BrokenOff, AnotherInputUnderItsNameIsRefused) {
    std::string changed = long_dump();
    changed[changed.find("rrrr")] = 's';
    EXPECT_EQ(code_of([&] { load(engine_, changed); }), ErrorCode::invalid_argument);
    EXPECT_EQ(code_of([&] { load(engine_, long_dump().substr(0, kEarly)); }), ErrorCode::invalid_argument);
    EXPECT_EQ(code_of([&] { load(engine_, ""); }), ErrorCode::invalid_argument);
    // Nothing is lost by the attempts.
    expect_resumed(engine_);
}

TEST_F(BrokenOff, ItIsBegunAnewIfTheUserSaysSo) {
    const auto anew = load(engine_, long_dump(), with(Resume::never));
    EXPECT_EQ(anew.report.run, 2);
    EXPECT_GT(anew.report.counts.skipped, 100U);
    EXPECT_EQ(anew.report.counts.rejected, undisturbed().counts.rejected);
    EXPECT_EQ(engine_.run(1).state, RunState::abandoned);
    EXPECT_EQ(engine_.digest(), undisturbed().digest);
}

TEST_F(BrokenOff, OtherRulesBeginAnew) {
    LoadOptions options = with(Resume::automatic);
    options.rules.severities["SEG-001"] = Severity::warning;
    EXPECT_EQ(load(engine_, segment(1), options).report.run, 2);
    EXPECT_EQ(engine_.run(1).state, RunState::abandoned);
}

TEST_F(BrokenOff, RequiredNeedsARunOfTheseInputs) {
    EXPECT_EQ(load(engine_, long_dump(), with(Resume::required)).report.run, 1);
    EXPECT_EQ(code_of([&] { load(engine_, long_dump(), with(Resume::required)); }), ErrorCode::invalid_argument);
    EXPECT_EQ(engine_.runs().size(), 1U);
}

TEST_F(BrokenOff, RequiredIsRefusedForOtherInputsWhichLeaveItAsItIs) {
    EXPECT_EQ(code_of([&] { load(engine_, memory_input("", "other"), with(Resume::required)); }),
              ErrorCode::invalid_argument);
    expect_resumed(engine_);
}

// What a later run learned comes after it, so it can never be gone on with.
TEST_F(BrokenOff, AnyOtherRunLeavesItAbandoned) {
    LoadOptions atomic = loading();
    atomic.atomic = true;
    EXPECT_EQ(load(engine_, segment(1), atomic).report.state, RunState::finished);
    EXPECT_EQ(engine_.run(1).state, RunState::abandoned);
    EXPECT_EQ(load(engine_, long_dump()).report.run, 3);
    EXPECT_EQ(engine_.run(3).counts.rejected, undisturbed().counts.rejected);
}

// --- documents that were there before ----------------------------------------------------------------------------------

// A record that was rejected before the break does not count as named: what comes after it is what the dump says.
TEST(Resume, ARejectedRecordDoesNotNameItsDocument) {
    const auto with_uuid = [](int id, int uuid, const std::string& user) {
        return vectors::with(dumps::max_record(id, dumps::uuid_of(uuid)), R"("creation_user":"u")",
                             R"("creation_user":")" + user + '"');
    };
    const std::string before = dump_of({with_uuid(1, 1, "a"), with_uuid(2, 2, "a")});
    std::vector<std::string> lines{with_uuid(1, 2, "b")};  // rejected: the uuid of the other
    for (int i = 10; i < 170; ++i) lines.push_back(segment(i, "OM", kPadding));
    lines.push_back(with_uuid(1, 1, "c"));
    const std::string dump = dump_of(lines);
    Engine reference(":memory:");
    load(reference, before);
    const Trace expected = trace_of(reference, load(reference, dump).report.run);
    EXPECT_EQ(expected.counts.updated, 1U);

    Engine engine(":memory:");
    load(engine, before);
    EXPECT_EQ(code_of([&] { load(engine, std::make_unique<Breaking>(dump, dump.size(), ErrorCode::cancelled)); }),
              ErrorCode::cancelled);
    load(engine, dump);
    expect_same(trace_of(engine, 2), expected);
}

// Nothing half counted is left, and the same load goes on.
TEST(Resume, AfterAnErrorOfTheCallersOwn) {
    Engine engine(":memory:");
    const auto inputs_of = [](std::string_view dump) {
        std::vector<std::unique_ptr<Input>> out;
        out.push_back(memory_input(dump));
        return out;
    };
    const auto throwing = [](const Finding&) { throw Error(ErrorCode::input_unreadable, "the caller's own file"); };
    EXPECT_EQ(code_of([&] { engine.load(inputs_of(long_dump()), loading(), throwing); }), ErrorCode::input_unreadable);
    EXPECT_NE(engine.run(1).state, RunState::failed);
    const auto loaded = load(engine, long_dump());
    Engine undisturbed(":memory:");
    EXPECT_EQ(trace_of(engine, loaded.report.run), trace_of(undisturbed, load(undisturbed, long_dump()).report.run));
}

}  // namespace
}  // namespace abonado
