// Memory runs out, and threads do: a call of the C interface says so, leaves nothing behind, and can be made again. Memory is
// counted and refused by the operators of this program, so it is one of its own, and none of a sanitizer's.
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <iostream>
#include <new>
#include <string>

#include "abonado/abonado.h"
#include "abonado/validate.hpp"
#include "arrow_reading.hpp"
#include "dump_text.hpp"

namespace {

std::atomic<std::int64_t> live = 0;            // allocations that were not given back
std::atomic<std::int64_t> before_failure = 0;  // allocations until one fails, that one counted; 0 and below: none fails

void* allocated(std::size_t size, std::size_t alignment) noexcept {
    if (before_failure.load() > 0 && before_failure.fetch_sub(1) == 1) return nullptr;
    const std::size_t whole = (std::max(size, std::size_t{1}) + alignment - 1) / alignment * alignment;
    void* const out = alignment <= alignof(std::max_align_t) ? std::malloc(whole)
                                                             : std::aligned_alloc(alignment, whole);
    if (out != nullptr) ++live;
    return out;
}

void* allocated_or_thrown(std::size_t size, std::size_t alignment = alignof(std::max_align_t)) {
    void* const out = allocated(size, alignment);
    if (out == nullptr) throw std::bad_alloc();
    return out;
}

void given_back(void* memory) noexcept {
    if (memory == nullptr) return;
    --live;
    std::free(memory);
}

}  // namespace

void* operator new(std::size_t size) { return allocated_or_thrown(size); }
void* operator new[](std::size_t size) { return allocated_or_thrown(size); }
void* operator new(std::size_t size, std::align_val_t by) { return allocated_or_thrown(size, std::size_t(by)); }
void* operator new[](std::size_t size, std::align_val_t by) { return allocated_or_thrown(size, std::size_t(by)); }
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
    return allocated(size, alignof(std::max_align_t));
}
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept {
    return allocated(size, alignof(std::max_align_t));
}
void operator delete(void* memory) noexcept { given_back(memory); }
void operator delete[](void* memory) noexcept { given_back(memory); }
void operator delete(void* memory, std::size_t) noexcept { given_back(memory); }
void operator delete[](void* memory, std::size_t) noexcept { given_back(memory); }
void operator delete(void* memory, std::align_val_t) noexcept { given_back(memory); }
void operator delete[](void* memory, std::align_val_t) noexcept { given_back(memory); }
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept { given_back(memory); }
void operator delete[](void* memory, std::size_t, std::align_val_t) noexcept { given_back(memory); }
void operator delete(void* memory, const std::nothrow_t&) noexcept { given_back(memory); }
void operator delete[](void* memory, const std::nothrow_t&) noexcept { given_back(memory); }

namespace abonado {
namespace {

using Call = std::function<abonado_code()>;

// Makes the call again and again, each time with one more allocation before the one that fails, until none does: the first
// fifty one by one, then at growing distances. Returns how many failed.
std::int64_t survived_failures(const Call& call, bool keeps_nothing) {
    std::int64_t failures = 0;
    for (std::int64_t number = 1; !testing::Test::HasFailure(); number += 1 + number / 50) {
        const std::int64_t live_before = live;
        before_failure = number;
        const abonado_code code = call();
        const bool has_failed = before_failure.exchange(0) <= 0;
        if (keeps_nothing) {
            EXPECT_EQ(live, live_before) << "after allocation " << number;
        }
        if (!has_failed) {
            EXPECT_EQ(code, ABONADO_OK);
            break;
        }
        ++failures;
        // Done all the same where there was another way, as with fewer threads.
        EXPECT_TRUE(code == ABONADO_OUT_OF_MEMORY || code == ABONADO_OK)
            << "allocation " << number << ": " << code << ' ' << abonado_last_error()->message;
    }
    return failures;
}

void fail_at_each_allocation(const Call& call) {
    ASSERT_EQ(call(), ABONADO_OK);
    survived_failures(call, false);  // what a program or a store keeps for the next time is kept from here on
    const std::int64_t failures = survived_failures(call, true);
    testing::Test::RecordProperty("allocations_failed", std::to_string(failures));
    std::cout << "[ memory   ] " << failures << " failures" << (testing::Test::HasFailure() ? "" : ", all survived")
              << std::endl;
    EXPECT_GT(failures, 20);
    EXPECT_EQ(call(), ABONADO_OK);
}

// Records of several kinds, some of them wrong.
const std::string& dump() {
    static const std::string out = [] {
        std::string text;
        for (int i = 1; i <= 20; ++i) text += dumps::segment(i, i % 5 == 0 ? "OP" : "OM_GOLD") + "\n";
        for (int i = 21; i <= 30; ++i) text += dumps::max_record(i, dumps::uuid_of(i / 2)) + "\n";
        return text + "{\"kind\":\n";
    }();
    return out;
}

abonado_run_options with_threads(std::uint32_t threads) {
    abonado_run_options out{};
    out.size = sizeof out;
    out.threads = threads;
    out.on_finding = [](void*, const char*, std::size_t) { return 0; };
    return out;
}

// Gives back what it holds.
struct Engine {
    abonado_engine* handle = nullptr;
    Engine() = default;
    Engine(const Engine&) = delete;
    Engine& operator=(const Engine&) = delete;
    ~Engine() { abonado_engine_free(handle); }
    abonado_code open() { return abonado_open(":memory:", ABONADO_TERMINATED, nullptr, &handle); }
    abonado_code load() const {
        const abonado_run_options options = with_threads(1);
        return abonado_load(handle, dump().data(), dump().size(), &options, nullptr);
    }
};

TEST(Memory, RunsOutOnAnyThreadThatValidates) {
    for (const std::uint32_t threads : {1U, 4U}) {
        fail_at_each_allocation([threads] {
            const abonado_run_options options = with_threads(threads);
            char* json = nullptr;
            const abonado_code code = abonado_validate(dump().data(), dump().size(), &options, &json);
            EXPECT_EQ(json == nullptr, code != ABONADO_OK);
            abonado_text_free(json);
            return code;
        });
    }
}

TEST(Memory, RunsOutInALoad) {
    fail_at_each_allocation([] {
        Engine engine;
        const std::int64_t failing = before_failure.exchange(0);  // only the load is to fail
        EXPECT_EQ(engine.open(), ABONADO_OK);
        before_failure = failing;
        return engine.load();
    });
}

TEST(Memory, RunsOutWhenAStoreIsOpened) {
    fail_at_each_allocation([] {
        Engine engine;
        return engine.open();
    });
}

TEST(Memory, RunsOutInARequestWhichIsDoneWholeOrNot) {
    Engine engine;
    ASSERT_EQ(engine.open(), ABONADO_OK);
    ASSERT_EQ(engine.load(), ABONADO_OK);
    const auto ask = [&engine](const char* verb, const char* body, std::int32_t* status) {
        return abonado_handle(engine.handle, verb, ABONADO_TERMINATED,
                              "/v3/orgs/euskaltel/migrations/subscriptions/21/segments", ABONADO_TERMINATED, body,
                              ABONADO_TERMINATED, nullptr, status, nullptr);
    };
    fail_at_each_allocation([&ask] {
        std::int32_t status = 0;
        const abonado_code code = ask(
            "POST", R"({"segment_id":"DEVICEOFFERSEGMENT","segment_value":"PREMIUM","reason":"r"})", &status);
        const std::int64_t failing = before_failure.exchange(0);
        EXPECT_EQ(status, code == ABONADO_OK ? 201 : 0);
        std::int32_t deleted = 0;
        EXPECT_EQ(ask("DELETE", "", &deleted), ABONADO_OK);
        EXPECT_EQ(deleted, 204);
        before_failure = failing;
        return code;
    });
}

TEST(Memory, RunsOutInAFrame) {
    Engine engine;
    ASSERT_EQ(engine.open(), ABONADO_OK);
    ASSERT_EQ(engine.load(), ABONADO_OK);
    fail_at_each_allocation([&engine]() -> abonado_code {
        ArrowArrayStream stream{};
        const abonado_code code = abonado_frame(engine.handle, "subscriptions", ABONADO_TERMINATED, nullptr, &stream);
        if (code != ABONADO_OK) return code;
        ArrowSchema schema{};
        ArrowArray batch{};
        const bool has_all = stream.get_schema(&stream, &schema) == 0 && stream.get_next(&stream, &batch) == 0;
        if (schema.release != nullptr) schema.release(&schema);
        if (batch.release != nullptr) batch.release(&batch);
        stream.release(&stream);
        return has_all ? ABONADO_OK : ABONADO_OUT_OF_MEMORY;
    });
}

// In a process of its own, which may take little more memory than it has, for 256 threads that want 8 MiB of stack each.
TEST(Memory, IsTooLittleForSoManyThreads) {
    const pid_t child = ::fork();
    if (child == 0) {
        std::uint64_t pages = 0;
        std::ifstream("/proc/self/statm") >> pages;
        const rlim_t most = pages * static_cast<rlim_t>(::sysconf(_SC_PAGESIZE)) + (rlim_t{700} << 20);
        const rlimit limit{most, most};
        if (::setrlimit(RLIMIT_AS, &limit) != 0) ::_exit(3);
        const abonado_run_options options = with_threads(256);
        const abonado_code code = abonado_validate(dump().data(), dump().size(), &options, nullptr);
        ::_exit(code == ABONADO_OK || code == ABONADO_OUT_OF_MEMORY ? 0 : 4);
    }
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_TRUE(WIFEXITED(status)) << "ended by signal " << WTERMSIG(status);
    EXPECT_EQ(WEXITSTATUS(status), 0);
}

}  // namespace
}  // namespace abonado
