// The power goes off at any moment: only what was synced is sure to be on the disk, and of the rest any part may be.
//
// The files are photographed before each change of them, as a cut at that moment might leave them, and each picture is opened
// as a store. In the ordinary suite each moment has one picture; with ABONADO_FAULTS=all one of each kind.
#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <set>

#include "fault_cases.hpp"
#include "fault_vfs.hpp"
#include "operating.hpp"

namespace abonado::faults {
namespace {

using namespace operating;

// A picture of a store's files.
struct Picture {
    std::string path;  // of the store in it
    Left left;
    std::size_t moment;
};

class Pictures {
public:
    // Of each `step`-th change.
    explicit Pictures(std::uint64_t step) : step_(step) {
        vfs_.watch([this] {
            if (is_on_ && changes_++ % step_ == 0) take();
        });
    }
    void take() {
        for (const Left left : kLefts) {
            if (!tries_all() && left != kLefts[chance_() % kLefts.size()]) continue;
            take(left);
        }
    }
    void take(Left left) {
        const std::string directory = directory_.file(std::to_string(all_.size()));
        std::filesystem::create_directory(directory);
        vfs_.photograph(directory, left, chance_);
        all_.push_back({directory + "/store.db", left, moment_});
    }
    // From now on they are taken, and are of this moment.
    void begin(std::size_t moment) {
        is_on_ = true;
        moment_ = moment;
    }
    void end() { vfs_.watch({}); }
    const std::vector<Picture>& all() const { return all_; }
    std::string path() const { return directory_.file("store.db"); }

    ~Pictures() {
        testing::Test::RecordProperty("power_cuts", std::to_string(all_.size()));
        std::cout << "[ power    ] " << all_.size() << " cuts" << (testing::Test::HasFailure() ? "" : ", all survived")
                  << std::endl;
    }

private:
    const std::uint64_t step_;
    stores::Directory directory_;
    std::mt19937 chance_{20261122};
    std::uint64_t changes_ = 0;
    std::size_t moment_ = 0;
    bool is_on_ = false;
    std::vector<Picture> all_;
    FaultVfs vfs_;
};

std::string text_of(const Picture& picture) {
    return "picture " + picture.path + ", left " + std::to_string(static_cast<int>(picture.left)) + ", moment " +
           std::to_string(picture.moment);
}

// Loads these inputs while pictures are taken; each picture is a state between two commits, and the same load ends in the same.
void expect_loads_go_on(const std::vector<std::string>& inputs, std::uint64_t step) {
    std::vector<std::string> digests;
    for (std::size_t i = 0; i <= inputs.size(); ++i) {
        Engine engine(":memory:");
        load_inputs(engine, {inputs.begin(), inputs.begin() + static_cast<std::ptrdiff_t>(i)});
        digests.push_back(engine.digest());
    }
    Pictures pictures(step);
    pictures.begin(0);
    State expected;
    {
        Engine engine(pictures.path());
        load_inputs(engine, inputs);
        expected = state_of(engine);
    }
    pictures.end();
    for (const Picture& picture : pictures.all()) {
        SCOPED_TRACE(text_of(picture));
        Engine engine(picture.path);
        EXPECT_EQ(engine.check().damage, std::vector<std::string>{});
        if (inputs.size() > 1) {
            EXPECT_TRUE(std::count(digests.begin(), digests.end(), engine.digest()) > 0);
        }
        // One that had come to its end is not to be gone on with.
        const std::vector<Run> runs = engine.runs();
        if (runs.empty() || runs.back().state != RunState::finished) load_inputs(engine, inputs);
        EXPECT_TRUE(state_of(engine) == expected);
        if (testing::Test::HasFailure()) return;
    }
}

TEST(PowerCut, ALoadGoesOnWhereItWas) { expect_loads_go_on(small_inputs(), 1); }

// Several commits within one input, and the checkpoints that SQLite makes of them by itself.
TEST(PowerCut, ALongLoadGoesOnWhereItWas) {
    std::vector<std::string> lines;
    for (int i = 1; i <= 500; ++i) lines.push_back(dumps::segment(i, i % 50 == 7 ? "OP" : "OM_GOLD", 30'000));
    expect_loads_go_on({stores::dump_of(lines)}, tries_all() ? 100 : 400);
}

// Each is one transaction; what is refused is one too, for the audit log.
std::vector<std::function<void(Engine&)>> operations_that_write() {
    using enum Operation;
    std::vector<std::function<void(Engine&)>> out;
    std::set<Operation> called;
    const auto call = [&](Operation operation) {
        out.emplace_back(case_of(operation).call);
        called.insert(operation);
    };
    const auto prepare = [&out](Operation operation) { out.emplace_back(case_of(operation).prepare); };
    for (const Operation operation :
         {create_segment, delete_segments, create_credit_limits, delete_credit_limits, migrate_max, migrate_disney,
          migrate_amazon_prime, deactivate_netflix, cancel_netflix})
        call(operation);
    prepare(cancel_scheduled_change);
    call(cancel_scheduled_change);
    prepare(resolve_risk);
    call(resolve_risk);
    call(run_due);
    call(change_product);
    call(patch_subscription);
    for (const OperationInfo& row : operations()) EXPECT_EQ(called.contains(row.operation), row.writes) << row.path;
    return out;
}

TEST(PowerCut, OperationsAreDoneWholeAndInTheirOrder) {
    const auto steps = operations_that_write();
    std::vector<State> states;
    {
        Prepared store;
        states.push_back(state_of(store.engine));
        for (const auto& step : steps) {
            step(store.engine);
            EXPECT_NE(state_of(store.engine), states.back());
            states.push_back(state_of(store.engine));
        }
    }
    Pictures pictures(1);
    { const Prepared base(pictures.path()); }
    {
        Engine engine(pictures.path());
        pictures.begin(0);
        for (std::size_t i = 0; i < steps.size(); ++i) {
            steps[i](engine);
            pictures.begin(i + 1);
        }
    }
    for (const Left left : kLefts) pictures.take(left);  // after it was closed nothing is lost
    const std::size_t closed = pictures.all().size() - kLefts.size();
    pictures.end();
    std::size_t most_lost = 0;
    for (std::size_t i = 0; i < pictures.all().size(); ++i) {
        const Picture& picture = pictures.all()[i];
        SCOPED_TRACE(text_of(picture));
        Engine engine(picture.path);
        EXPECT_EQ(engine.check().damage, std::vector<std::string>{});
        const auto found = std::find(states.begin(), states.end(), state_of(engine));
        ASSERT_NE(found, states.end());
        const auto done = static_cast<std::size_t>(found - states.begin());
        if (picture.left == Left::everything || i >= closed) {
            EXPECT_GE(done, picture.moment);
        }
        most_lost = std::max(most_lost, picture.moment - std::min(done, picture.moment));
        for (std::size_t step = done; step < steps.size(); ++step) steps[step](engine);
        EXPECT_EQ(state_of(engine), states.back());
        if (testing::Test::HasFailure()) return;
    }
    // Told in docs/explanation/what-survives.md: an operation is sure to be on the disk after a checkpoint only.
    EXPECT_GT(most_lost, 0U);
}

}  // namespace
}  // namespace abonado::faults
