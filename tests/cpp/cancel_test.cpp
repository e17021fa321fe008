// A run is stopped from outside while its input is silent, slow, or never ends.

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "abonado/error.hpp"
#include "abonado/input.hpp"
#include "abonado/validate.hpp"
#include "dump_text.hpp"
#include "vectors.hpp"

namespace abonado {
namespace {

using namespace std::chrono_literals;
using dumps::plain;
using dumps::segment;
using dumps::temporary;
using dumps::verdict_of;

// Never has anything to give, and says so. Like those below it ends after some seconds, so that a run which cannot be
// cancelled ends all the same.
class Silent : public Input {
public:
    const std::string& name() const override { return name_; }
    std::size_t read(char*, std::size_t) override { return 0; }
    bool wait(int milliseconds) override {
        std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
        return is_over();
    }
    std::uint64_t position() const override { return 0; }
    std::optional<std::uint64_t> size() const override { return std::nullopt; }

protected:
    bool is_over() const { return std::chrono::steady_clock::now() > end_; }

private:
    std::chrono::steady_clock::time_point end_ = std::chrono::steady_clock::now() + 2s;
    std::string name_ = "<silent>";
};

// Has a byte to give every few milliseconds.
class Drip : public Silent {
public:
    std::size_t read(char* buffer, std::size_t) override {
        if (is_over()) return 0;
        std::this_thread::sleep_for(2ms);
        buffer[0] = 'x';
        return 1;
    }
    bool wait(int) override { return true; }
};

// Short lines as fast as they are read.
class Endless : public Silent {
public:
    std::size_t read(char* buffer, std::size_t size) override {
        if (is_over()) return 0;
        for (std::size_t i = 0; i < size; ++i) buffer[i] = i % 2 == 0 ? '7' : '\n';
        return size;
    }
    bool wait(int) override { return true; }
};

// One line as fast as it is read.
class EndlessLine : public Silent {
public:
    std::size_t read(char* buffer, std::size_t size) override {
        if (is_over()) return 0;
        std::fill_n(buffer, size, 'x');
        return size;
    }
    bool wait(int) override { return true; }
};

// Runs until the tick says stop, and how long it took from there.
std::chrono::milliseconds time_to_cancel(std::unique_ptr<Input> input, const ValidateOptions& options) {
    using Clock = std::chrono::steady_clock;
    const auto start = Clock::now();
    auto asked = start + 120ms;  // what a user's Ctrl-C is
    try {
        (void)verdict_of(std::move(input), options, [&](const Progress&) { return Clock::now() < asked; });
        ADD_FAILURE() << "came to an end";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::cancelled);
    }
    return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - asked);
}

// 100 ms are promised; the machine that runs the tests may be busy. A sanitizer makes the same work several times as long,
// and the promise is not about such a build.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr auto kAtOnce = 2000ms;
#else
constexpr auto kAtOnce = 400ms;
#endif

TEST(Cancel, WhileTheInputHasNothingToGive) {
    for (const unsigned threads : {1U, 2U}) {
        EXPECT_LT(time_to_cancel(std::make_unique<Silent>(), plain(threads)), kAtOnce) << threads;
    }
}

TEST(Cancel, WhileTheInputComesByteByByte) {
    for (const unsigned threads : {1U, 2U}) {
        EXPECT_LT(time_to_cancel(std::make_unique<Drip>(), plain(threads)), kAtOnce) << threads;
    }
}

TEST(Cancel, WhileTheInputNeverEnds) {
    for (const unsigned threads : {1U, 2U, 4U}) {
        ValidateOptions options = plain(threads);
        options.check_duplicates = false;
        EXPECT_LT(time_to_cancel(std::make_unique<Endless>(), options), kAtOnce) << threads;
    }
}

TEST(Cancel, WithinALineThatNeverEnds) {
    for (const unsigned threads : {1U, 2U}) {
        EXPECT_LT(time_to_cancel(std::make_unique<EndlessLine>(), plain(threads)), kAtOnce) << threads;
    }
}

// A pipe whose writer has written these bytes and then waits.
void expect_cancel_on_pipe(std::string_view written) {
    const std::string path = temporary("pipe");
    ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
    std::thread writer([&] {
        const int descriptor = ::open(path.c_str(), O_WRONLY);
        if (descriptor < 0) return;
        EXPECT_EQ(::write(descriptor, written.data(), written.size()), static_cast<ssize_t>(written.size()));
        std::this_thread::sleep_for(1500ms);  // so that a run which cannot be cancelled ends all the same
        ::close(descriptor);
    });
    const std::vector<std::string> paths{path};
    const auto start = std::chrono::steady_clock::now();
    try {
        (void)validate_files(paths, plain(), {}, [](const Progress&) { return false; });
        ADD_FAILURE() << "came to an end";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::cancelled);
    }
    EXPECT_LT(std::chrono::steady_clock::now() - start, 1000ms);
    writer.join();
    std::remove(path.c_str());
}

TEST(Cancel, WhileAPipeIsSilentFromTheBeginning) { expect_cancel_on_pipe(""); }
TEST(Cancel, WhileAPipeIsSilentAfterALine) { expect_cancel_on_pipe(segment(1) + "\n"); }
TEST(Cancel, WhileAPipeIsSilentAfterItsFirstTwoBytes) { expect_cancel_on_pipe("{\""); }
TEST(Cancel, WhileAPipeIsSilentWithinGzip) {
    expect_cancel_on_pipe(vectors::read("bulk/small.ndjson.gz").substr(0, 40));
}
TEST(Cancel, WhileAPipeIsSilentWithinZstd) {
    expect_cancel_on_pipe(vectors::read("bulk/small.ndjson.zst").substr(0, 40));
}

// A run that was stopped leaves its inputs to their owner, who may read on.
TEST(Cancel, AnInputOutlivesTheRunThatReadIt) {
    const std::string packed = vectors::read("bulk/large.ndjson.gz");
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    const std::string path = "/dev/fd/" + std::to_string(ends[0]);
    ASSERT_EQ(::write(ends[1], packed.data(), packed.size() / 2), static_cast<ssize_t>(packed.size() / 2));
    std::vector<std::unique_ptr<Input>> inputs;
    inputs.push_back(open_input(path));
    int asked = 0;
    const Tick stops = [&](const Progress&) { return ++asked < 3; };
    EXPECT_THROW((void)validate(inputs, plain(), {}, stops), Error);
    const int before = asked;
    std::thread writer([&] {
        std::this_thread::sleep_for(200ms);
        ::close(ends[1]);
    });
    std::string rest(std::size_t{1} << 16, '\0');
    try {
        while (inputs[0]->read(rest.data(), rest.size()) > 0) continue;
        ADD_FAILURE() << "half of a file came to an end";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::input_unreadable);
    }
    EXPECT_EQ(asked, before);
    writer.join();
    ::close(ends[0]);
}

}  // namespace
}  // namespace abonado
