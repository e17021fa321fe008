// The C interface: what it answers, what it refuses, and that nothing is thrown through it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "abonado/abonado.h"
#include "abonado/rules.hpp"
#include "arrow_reading.hpp"
#include "engine/c_errors.hpp"
#include "stores.hpp"

namespace abonado {
namespace {

using dumps::segment;
using stores::Directory;
using stores::dump_of;
using testing::HasSubstr;
using testing::MatchesRegex;

// What a call gave, and how it went.
class Text {
public:
    Text() = default;
    Text(const Text&) = delete;
    Text& operator=(const Text&) = delete;
    ~Text() { abonado_text_free(text_); }
    char** out() { return &text_; }
    bool is_null() const { return text_ == nullptr; }
    std::string str() const { return text_ == nullptr ? "null" : text_; }

private:
    char* text_ = nullptr;
};

template <class Options>
Options sized() {
    Options out{};
    out.size = sizeof out;
    return out;
}

std::string last_message() { return abonado_last_error()->message; }

class CInterfaceTest : public testing::Test {
protected:
    CInterfaceTest() { EXPECT_EQ(abonado_open(":memory:", ABONADO_TERMINATED, nullptr, &engine_), ABONADO_OK); }
    ~CInterfaceTest() override { abonado_engine_free(engine_); }

    abonado_code load(std::string_view dump, const abonado_run_options* options = nullptr, char** json = nullptr) {
        return abonado_load(engine_, dump.data(), dump.size(), options, json);
    }
    // "code status body".
    std::string ask(std::string_view verb, std::string_view path, std::string_view body = {},
                    const abonado_handle_options* options = nullptr) {
        int32_t status = -1;
        Text answer;
        const abonado_code code = abonado_handle(engine_, verb.data(), verb.size(), path.data(), path.size(),
                                                 body.data(), body.size(), options, &status, answer.out());
        return std::to_string(code) + ' ' + std::to_string(status) + ' ' + answer.str();
    }

    abonado_engine* engine_ = nullptr;
};

const std::string kSegments = "/v3/orgs/euskaltel/migrations/subscriptions/1/segments";
const std::string kFaulty = dump_of({segment(1), segment(2, "OP"), segment(3)});

// --- errors -------------------------------------------------------------------------------------------------------

TEST(CErrors, EachCodeHasItsNumberAndItsRowOfTheTable) {
    std::set<abonado_code> numbers;
    for (int i = 0; i <= static_cast<int>(ErrorCode::method_not_allowed); ++i) {
        const auto code = static_cast<ErrorCode>(i);
        const abonado_code number = c::remember(Error(code, "m", "/p"));
        EXPECT_TRUE(numbers.insert(number).second);
        EXPECT_GT(number, ABONADO_OK);
        const abonado_error& last = *abonado_last_error();
        EXPECT_EQ(last.code, number);
        EXPECT_EQ(last.word, error_info(code).word);
        EXPECT_EQ(last.http_status, error_info(code).http_status);
        EXPECT_STREQ(last.message, "m");
        EXPECT_STREQ(last.pointer, "/p");
    }
    EXPECT_EQ(c::remember(Error(ErrorCode::cancelled, "")), ABONADO_CANCELLED);
    EXPECT_EQ(c::remember(Error(ErrorCode::method_not_allowed, "")), ABONADO_METHOD_NOT_ALLOWED);
}

TEST(CErrors, WhatIsNoErrorOfTheLibraryIsACodeToo) {
    EXPECT_EQ(c::guarded([] { throw std::bad_alloc(); }), ABONADO_OUT_OF_MEMORY);
    EXPECT_STREQ(abonado_last_error()->word, "ABO_OUT_OF_MEMORY");
    EXPECT_EQ(c::guarded([] { throw std::logic_error("odd"); }), ABONADO_UNEXPECTED);
    EXPECT_EQ(last_message(), "odd");
    EXPECT_EQ(c::guarded([] { throw 7; }), ABONADO_UNEXPECTED);
    EXPECT_EQ(abonado_last_error()->http_status, 500);
    EXPECT_EQ(c::guarded([] {}), ABONADO_OK);
    EXPECT_EQ(abonado_last_error()->code, ABONADO_UNEXPECTED);  // it is the last that failed
}

TEST(CErrors, TextsAreFitForC) {
    c::remember(Error(ErrorCode::not_found, "a\xff", std::string("/\0", 2)));
    EXPECT_EQ(last_message(), "a\xef\xbf\xbd");
    EXPECT_STREQ(abonado_last_error()->pointer, "/\xef\xbf\xbd");
    // The message of the last error itself may be told again.
    EXPECT_EQ(c::guarded([] { throw std::runtime_error(abonado_last_error()->message); }), ABONADO_UNEXPECTED);
    EXPECT_EQ(last_message(), "a\xef\xbf\xbd");
}

TEST(CErrors, AreOfTheThread) {
    c::remember(Error(ErrorCode::not_found, "here"));
    std::thread([] {
        EXPECT_EQ(abonado_last_error()->code, ABONADO_OK);
        EXPECT_EQ(abonado_last_error()->http_status, 0);
        EXPECT_STREQ(abonado_last_error()->message, "");
        c::remember(Error(ErrorCode::cancelled, "there"));
    }).join();
    EXPECT_EQ(last_message(), "here");
}

TEST(CErrors, TheVersionIsThatOfTheHeader) { EXPECT_STREQ(abonado_version(), ABONADO_VERSION); }

// --- validate -----------------------------------------------------------------------------------------------------

TEST(CValidate, TellsWhatTheCommandLineTells) {
    Text json;
    ASSERT_EQ(abonado_validate(kFaulty.data(), kFaulty.size(), nullptr, json.out()), ABONADO_OK);
    EXPECT_THAT(json.str(), MatchesRegex(R"(\{"records":3,"valid":2,"invalid":1,"errors":1,"warnings":0,)"
                                         R"("by_rule":\{"SEG-001":1\},"seconds":[-0-9.e]+,"bytes":)" +
                                         std::to_string(kFaulty.size()) + R"(\})"));
    EXPECT_EQ(abonado_validate(kFaulty.data(), kFaulty.size(), nullptr, nullptr), ABONADO_OK);
    EXPECT_EQ(abonado_validate(nullptr, 0, nullptr, nullptr), ABONADO_OK);
}

struct Seen {
    std::vector<std::string> lines;
    int answer = 0;
    static int take(void* context, const char* json, size_t size) {
        auto& seen = *static_cast<Seen*>(context);
        EXPECT_EQ(std::strlen(json), size);
        seen.lines.emplace_back(json, size);
        return seen.answer;
    }
};

TEST(CValidate, FindingsComeOneByOneUntilTheCallbackAsksToStop) {
    const std::string dump = dump_of({segment(1, "X"), segment(2, "X"), segment(3, "X")});
    Seen seen;
    auto options = sized<abonado_run_options>();
    options.on_finding = Seen::take;
    options.context = &seen;
    EXPECT_EQ(abonado_validate(dump.data(), dump.size(), &options, nullptr), ABONADO_OK);
    ASSERT_EQ(seen.lines.size(), 3U);
    EXPECT_THAT(seen.lines[1], HasSubstr(R"("legacy_id":2,"rule":"SEG-001","severity":"error")"));

    seen = {{}, 1};
    Text json;
    EXPECT_EQ(abonado_validate(dump.data(), dump.size(), &options, json.out()), ABONADO_CANCELLED);
    EXPECT_EQ(seen.lines.size(), 1U);
    EXPECT_TRUE(json.is_null());
    EXPECT_STREQ(abonado_last_error()->word, "ABO_CANCELLED");
}

TEST(CValidate, ProgressIsToldAndMayStopIt) {
    struct Last {
        abonado_progress progress;
        int answer;
        static int take(void* context, const abonado_progress* progress) {
            static_cast<Last*>(context)->progress = *progress;
            return static_cast<Last*>(context)->answer;
        }
    } last{{}, 0};
    auto options = sized<abonado_run_options>();
    options.on_progress = Last::take;
    options.context = &last;
    EXPECT_EQ(abonado_validate(kFaulty.data(), kFaulty.size(), &options, nullptr), ABONADO_OK);
    EXPECT_EQ(last.progress.records, 3U);
    EXPECT_EQ(last.progress.errors, 1U);
    EXPECT_EQ(last.progress.size, kFaulty.size());
    last.answer = -1;
    EXPECT_EQ(abonado_validate(kFaulty.data(), kFaulty.size(), &options, nullptr), ABONADO_CANCELLED);
}

TEST(CValidate, WhatACallbackThrowsIsCaught) {
    auto options = sized<abonado_run_options>();
    options.on_finding = [](void*, const char*, size_t) -> int { throw std::runtime_error("from the callback"); };
    EXPECT_EQ(abonado_validate(kFaulty.data(), kFaulty.size(), &options, nullptr), ABONADO_UNEXPECTED);
    EXPECT_EQ(last_message(), "from the callback");
}

TEST(CValidate, OptionsSayWhatIsChecked) {
    const auto verdict = [](const abonado_run_options& options, const std::string& dump) {
        Text json;
        const abonado_code code = abonado_validate(dump.data(), dump.size(), &options, json.out());
        return code == ABONADO_OK ? json.str() : last_message();
    };
    auto options = sized<abonado_run_options>();
    options.severities = "SEG-001=warning,DOC-005=off";
    options.severities_size = ABONADO_TERMINATED;
    EXPECT_THAT(verdict(options, kFaulty), HasSubstr(R"("invalid":0,"errors":0,"warnings":1)"));
    options.severities_size = std::strlen("SEG-001=warn");
    EXPECT_THAT(verdict(options, kFaulty), HasSubstr("SEG-001=warn"));
    options.severities = "XXX-001=off";
    options.severities_size = ABONADO_TERMINATED;
    EXPECT_THAT(verdict(options, kFaulty), HasSubstr("XXX-001"));
    for (const char* odd : {"SEG-001", "=", "SEG-001=", "=off", "SEG-001=off=off", "\xff=off"}) {
        options.severities = odd;
        EXPECT_THAT(verdict(options, kFaulty), Not(HasSubstr("records"))) << odd;
    }

    options = sized<abonado_run_options>();
    options.kind = "segment";
    options.kind_size = 7;
    options.org = "euskaltel";
    options.org_size = ABONADO_TERMINATED;
    EXPECT_THAT(verdict(options, R"({"legacy_id":1,"segment_id":"OM","segment_value":"v","reason":"r"})"),
                HasSubstr(R"("records":1,)"));
    options.kind_size = 3;
    EXPECT_THAT(verdict(options, kFaulty), HasSubstr("seg is no kind"));

    options = sized<abonado_run_options>();
    options.strict = 1;
    EXPECT_THAT(verdict(options, vectors::with(segment(1), R"("reason":)", R"("odd":1,"reason":)")),
                HasSubstr(R"("DOC-005":1)"));
    // By default nothing is created after the clock's present; here, after the instant that is given.
    const std::string max = dumps::max_record(1, dumps::uuid_of(1));
    EXPECT_THAT(verdict(sized<abonado_run_options>(), max), HasSubstr(R"("invalid":0)"));
    options = sized<abonado_run_options>();
    options.now_us = Instant::parse("2020-01-01T00:00:00Z")->micros;
    EXPECT_THAT(verdict(options, max), HasSubstr(R"("SUB-010":)"));
}

TEST(CValidate, AnInputThatCannotBeReadToItsEndIsAFailureWithAReport) {
    const std::string packed = stores::bytes_of(vectors::path("bulk/small.ndjson.gz"));
    ASSERT_GT(packed.size(), 100U);
    Text json;
    EXPECT_EQ(abonado_validate(packed.data(), packed.size() - 20, nullptr, json.out()), ABONADO_INPUT_UNREADABLE);
    EXPECT_THAT(json.str(), HasSubstr("\"records\":"));
    Text none;
    EXPECT_EQ(abonado_validate_file("/nowhere", ABONADO_TERMINATED, nullptr, none.out()), ABONADO_INPUT_UNREADABLE);
    EXPECT_THAT(last_message(), HasSubstr("/nowhere"));
    EXPECT_THAT(none.str(), HasSubstr("\"records\":0,"));
}

TEST(CValidate, AFileIsReadByItsPath) {
    const dumps::File file("c_interface", kFaulty);
    Text json;
    EXPECT_EQ(abonado_validate_file(file.path().data(), file.path().size(), nullptr, json.out()), ABONADO_OK);
    EXPECT_THAT(json.str(), HasSubstr("\"records\":3,"));
    const std::string_view cut("/tmp\0x", 6);
    EXPECT_EQ(abonado_validate_file(cut.data(), cut.size(), nullptr, nullptr), ABONADO_INVALID_ARGUMENT);
}

TEST(CValidate, BytesThatAreNoUtf8AreFindings) {
    const std::string dump("{\"kind\":\"\xff\"}\n\xc3\n\0\n", 17);
    Seen seen;
    auto options = sized<abonado_run_options>();
    options.on_finding = Seen::take;
    options.context = &seen;
    Text json;
    EXPECT_EQ(abonado_validate(dump.data(), dump.size(), &options, json.out()), ABONADO_OK);
    EXPECT_THAT(json.str(), HasSubstr(R"("records":3,"valid":0)"));
    EXPECT_GE(seen.lines.size(), 3U);
}

// --- arguments ----------------------------------------------------------------------------------------------------

TEST_F(CInterfaceTest, NullIsRefusedWhereThereMustBeSomething) {
    EXPECT_EQ(abonado_open(":memory:", 8, nullptr, nullptr), ABONADO_INVALID_ARGUMENT);
    EXPECT_EQ(abonado_close(nullptr), ABONADO_INVALID_ARGUMENT);
    EXPECT_EQ(last_message(), "the engine is null");
    EXPECT_EQ(abonado_load(nullptr, "", 0, nullptr, nullptr), ABONADO_INVALID_ARGUMENT);
    EXPECT_EQ(abonado_load_file(nullptr, "x", 1, nullptr, nullptr), ABONADO_INVALID_ARGUMENT);
    EXPECT_EQ(abonado_handle(nullptr, "GET", 3, "/", 1, nullptr, 0, nullptr, nullptr, nullptr),
              ABONADO_INVALID_ARGUMENT);
    ArrowArrayStream stream;
    std::memset(static_cast<void*>(&stream), 0x5a, sizeof stream);
    EXPECT_EQ(abonado_frame(nullptr, "runs", 4, nullptr, &stream), ABONADO_INVALID_ARGUMENT);
    EXPECT_EQ(stream.release, nullptr);
    EXPECT_EQ(abonado_frame(engine_, "runs", 4, nullptr, nullptr), ABONADO_INVALID_ARGUMENT);
    EXPECT_EQ(abonado_validate(nullptr, 1, nullptr, nullptr), ABONADO_INVALID_ARGUMENT);
    EXPECT_EQ(abonado_validate("", ABONADO_TERMINATED, nullptr, nullptr), ABONADO_INVALID_ARGUMENT);
    EXPECT_EQ(abonado_handle(engine_, nullptr, 3, "/", 1, nullptr, 0, nullptr, nullptr, nullptr),
              ABONADO_INVALID_ARGUMENT);
    EXPECT_EQ(abonado_handle(engine_, nullptr, ABONADO_TERMINATED, "/", 1, nullptr, 0, nullptr, nullptr, nullptr),
              ABONADO_INVALID_ARGUMENT);
    abonado_engine_free(nullptr);
    abonado_text_free(nullptr);
}

// What a later version may add, and what was never set.
struct Later {
    abonado_open_options known;
    uint64_t added;
};

TEST(COptions, MayBeOfAnotherVersion) {
    const auto opened = [](const Later& later) {
        abonado_engine* engine = nullptr;
        const abonado_code code = abonado_open(":memory:", 8, &later.known, &engine);
        EXPECT_EQ(engine == nullptr, code != ABONADO_OK);
        abonado_engine_free(engine);
        return code;
    };
    Later later{};
    for (const size_t size : {size_t{0}, size_t{1}, sizeof later.known - 1, size_t{4097}, SIZE_MAX}) {
        later.known.size = size;
        EXPECT_EQ(opened(later), ABONADO_INVALID_ARGUMENT) << size;
    }
    later.known.size = sizeof later;
    EXPECT_EQ(opened(later), ABONADO_OK);
    later.added = uint64_t{1} << 63;
    EXPECT_EQ(opened(later), ABONADO_INVALID_ARGUMENT);
    EXPECT_THAT(last_message(), HasSubstr("does not know"));
    later.known.size = sizeof later.known;
    EXPECT_EQ(opened(later), ABONADO_OK);
}

// --- stores -------------------------------------------------------------------------------------------------------

TEST(COpen, GoesByItsOptions) {
    const Directory directory;
    const std::string path = directory.file("s.db");
    const auto open = [&path](const abonado_open_options& options) {
        abonado_engine* engine = nullptr;
        const abonado_code code = abonado_open(path.data(), path.size(), &options, &engine);
        if (code == ABONADO_OK && abonado_load(engine, "", 0, nullptr, nullptr) != ABONADO_OK) {
            abonado_engine_free(engine);
            return abonado_last_error()->code;
        }
        abonado_engine_free(engine);
        return code;
    };
    auto options = sized<abonado_open_options>();
    options.must_exist = 1;
    EXPECT_EQ(open(options), ABONADO_STORAGE);
    options.must_exist = 0;
    EXPECT_EQ(open(options), ABONADO_OK);
    options.must_exist = 1;
    EXPECT_EQ(open(options), ABONADO_OK);
    options.read_only = 1;
    EXPECT_EQ(open(options), ABONADO_STORAGE);

    abonado_engine* engine = nullptr;
    const std::string no_store = directory.file("text", "this is no store, and long enough to be read as one");
    EXPECT_EQ(abonado_open(no_store.data(), no_store.size(), nullptr, &engine), ABONADO_STORE_UNUSABLE);
    EXPECT_EQ(engine, nullptr);
    const std::string cut = path + std::string("\0x", 2);
    EXPECT_EQ(abonado_open(cut.data(), cut.size(), nullptr, &engine), ABONADO_INVALID_ARGUMENT);
}

TEST_F(CInterfaceTest, ALoadTellsWhatTheCommandLineTells) {
    Text json;
    ASSERT_EQ(load(kFaulty, nullptr, json.out()), ABONADO_OK);
    EXPECT_THAT(
        json.str(),
        MatchesRegex(R"(\{"run":1,"state":"finished","dry_run":false,"published":true,"records":3,)"
                     R"("inserted":2,"updated":0,"skipped":0,"rejected":1,"errors":1,"warnings":0,)"
                     R"("by_rule":\{"SEG-001":1\},"failures":\[\],"resumed_bytes":0,"seconds":[-0-9.e]+,"bytes":)" +
                     std::to_string(kFaulty.size()) + R"(\})"));
    const dumps::File file("c_load", kFaulty);
    Text again;
    ASSERT_EQ(abonado_load_file(engine_, file.path().c_str(), ABONADO_TERMINATED, nullptr, again.out()), ABONADO_OK);
    EXPECT_THAT(again.str(), HasSubstr(R"("inserted":0,"updated":0,"skipped":2,"rejected":1)"));
    Text missing;
    EXPECT_EQ(abonado_load_file(engine_, "/no\"where", ABONADO_TERMINATED, nullptr, missing.out()),
              ABONADO_INPUT_UNREADABLE);
    EXPECT_THAT(missing.str(), HasSubstr(R"("state":"failed")"));
    EXPECT_THAT(missing.str(), HasSubstr(R"("failures":[{"input":"/no\"where","message":")"));
}

TEST_F(CInterfaceTest, LoadsGoByTheirOptions) {
    const Directory directory;
    auto options = sized<abonado_run_options>();
    options.dry_run = 1;
    Text dry;
    EXPECT_EQ(load(kFaulty, &options, dry.out()), ABONADO_OK);
    EXPECT_THAT(dry.str(), HasSubstr(R"("dry_run":true,"published":false)"));
    options.dry_run = 0;
    options.atomic = 1;
    Text atomic;
    EXPECT_EQ(load(kFaulty, &options, atomic.out()), ABONADO_OK);
    EXPECT_THAT(atomic.str(), HasSubstr(R"("state":"stopped","dry_run":false,"published":false)"));
    options.atomic = 0;
    const std::string rejects = directory.file("bad.ndjson");
    options.rejects_path = rejects.c_str();
    options.rejects_path_size = rejects.size();
    EXPECT_EQ(load(kFaulty, &options), ABONADO_OK);
    EXPECT_EQ(stores::bytes_of(rejects), segment(2, "OP") + "\n");
}

TEST_F(CInterfaceTest, ALoadThatIsStoppedGoesOnWhereItWas) {
    Seen seen{{}, 1};
    auto options = sized<abonado_run_options>();
    options.on_finding = Seen::take;
    options.context = &seen;
    EXPECT_EQ(load(kFaulty, &options), ABONADO_CANCELLED);
    seen.answer = 0;
    Text json;
    EXPECT_EQ(load(kFaulty, &options, json.out()), ABONADO_OK);
    EXPECT_THAT(json.str(), HasSubstr(R"("run":1,"state":"finished")"));
    EXPECT_THAT(json.str(), HasSubstr(R"("inserted":2,)"));
}

// Every dump in memory has the same name: another one is not the rest of the one that was stopped.
TEST_F(CInterfaceTest, AfterALoadThatWasStoppedAnotherMayBegin) {
    Seen seen{{}, 1};
    auto options = sized<abonado_run_options>();
    options.resume = ABONADO_RESUME_REQUIRED;
    EXPECT_EQ(load(kFaulty, &options), ABONADO_INVALID_ARGUMENT);
    options.resume = 3;
    EXPECT_EQ(load(kFaulty, &options), ABONADO_INVALID_ARGUMENT);
    options.resume = ABONADO_RESUME_AUTOMATIC;
    options.on_finding = Seen::take;
    options.context = &seen;
    EXPECT_EQ(load(kFaulty, &options), ABONADO_CANCELLED);
    seen.answer = 0;
    options.resume = ABONADO_RESUME_NEVER;
    Text json;
    EXPECT_EQ(load(dump_of({segment(8), segment(9, "OP")}), &options, json.out()), ABONADO_OK);
    EXPECT_THAT(json.str(), HasSubstr(R"("run":2,"state":"finished")"));
}

TEST_F(CInterfaceTest, AMomentInOtherUnitsIsRefused) {
    const std::int64_t nanoseconds = 1'774'000'000'000'000'000;
    auto options = sized<abonado_run_options>();
    options.now_us = nanoseconds;
    EXPECT_EQ(load(kFaulty, &options), ABONADO_INVALID_ARGUMENT);
    EXPECT_EQ(abonado_validate("", 0, &options, nullptr), ABONADO_INVALID_ARGUMENT);
    auto of_request = sized<abonado_handle_options>();
    of_request.now_us = nanoseconds;
    EXPECT_EQ(ask("DELETE", kSegments, {}, &of_request), std::to_string(ABONADO_INVALID_ARGUMENT) + " 0 null");
    EXPECT_THAT(last_message(), HasSubstr("0001 to 9999"));
    Engine engine(":memory:");
    EXPECT_EQ(stores::code_of([&] {
                  engine.delete_segments("euskaltel", 1, {.user = {}, .reason = {}, .now = Instant{nanoseconds}});
              }),
              ErrorCode::invalid_argument);
    EXPECT_TRUE(engine.runs().empty());
}

TEST_F(CInterfaceTest, AReportIsUtf8WhateverFilesAreNamed) {
    const std::string path = "/no/such/\xff\xfe";
    Text json;
    EXPECT_EQ(abonado_load_file(engine_, path.data(), path.size(), nullptr, json.out()), ABONADO_INPUT_UNREADABLE);
    EXPECT_THAT(json.str(), HasSubstr("\"input\":\"/no/such/\xef\xbf\xbd\xef\xbf\xbd\""));
    EXPECT_EQ(json.str().find('\xff'), std::string::npos);
}

TEST_F(CInterfaceTest, RequestsAreAnswered) {
    EXPECT_EQ(ask("GET", "/v1/orgs/euskaltel/subscriptions/1").substr(0, 6), "0 404 ");
    EXPECT_EQ(ask("POST", "/v2/orgs/euskaltel/subscriptions/1/products"), "0 405 null");
    EXPECT_THAT(ask("GET", std::string_view("/\0\xff", 3)), HasSubstr("404"));
    EXPECT_THAT(ask("POST", kSegments, "\xff{"), HasSubstr("0 400 {"));

    const std::string live = R"({"kind":"legacy_subscription","org":"euskaltel",)"
                             R"("body":{"id":1,"subscription_type":"MOBILE","current_status":"ACTIVE"}})";
    ASSERT_EQ(load(live), ABONADO_OK);
    auto options = sized<abonado_handle_options>();
    options.user = "ane and others";
    options.user_size = 3;
    options.reason = "asked";
    options.reason_size = ABONADO_TERMINATED;
    options.now_us = Instant::parse("2026-01-10T12:00:00Z")->micros;
    const std::string patch = R"({"subscription_type":"MOBILE","status_change":{"status":"DEACTIVATED"}})";
    EXPECT_THAT(ask("PATCH", "/v1/orgs/euskaltel/subscriptions/1", patch, &options), HasSubstr("0 20"));
    EXPECT_THAT(ask("GET", "/v1/orgs/euskaltel/subscriptions/1"), HasSubstr(R"("current_status":"DEACTIVATED")"));
    EXPECT_EQ(abonado_handle(engine_, "GET", 3, "/", 1, nullptr, 0, nullptr, nullptr, nullptr), ABONADO_OK);
}

TEST_F(CInterfaceTest, AFrameGoesOnWithoutItsEngine) {
    const Directory directory;
    const std::string path = directory.file("s.db");
    abonado_engine* engine = nullptr;
    ASSERT_EQ(abonado_open(path.data(), path.size(), nullptr, &engine), ABONADO_OK);
    ASSERT_EQ(abonado_load(engine, kFaulty.data(), kFaulty.size(), nullptr, nullptr), ABONADO_OK);
    auto options = sized<abonado_frame_options>();
    options.columns = "rejected,kind";
    options.columns_size = ABONADO_TERMINATED;
    arrow::Held<ArrowArrayStream> stream;
    ASSERT_EQ(abonado_frame(engine, "runs", 4, &options, &stream), ABONADO_OK) << last_message();
    abonado_engine_free(engine);
    arrow::Held<ArrowSchema> schema;
    ASSERT_EQ(stream.get_schema(&stream, &schema), 0);
    ASSERT_EQ(schema.n_children, 2);
    EXPECT_STREQ(schema.children[1]->name, "kind");
    arrow::Held<ArrowArray> batch;
    ASSERT_EQ(stream.get_next(&stream, &batch), 0);
    ASSERT_EQ(batch.length, 1);
    EXPECT_EQ(arrow::cell(*schema.children[0], *batch.children[0], 0), "1");
    EXPECT_EQ(arrow::cell(*schema.children[1], *batch.children[1], 0), "load");
}

TEST_F(CInterfaceTest, AFrameThatMakesNoSenseIsRefused) {
    arrow::Held<ArrowArrayStream> stream;
    EXPECT_EQ(abonado_frame(engine_, "nothing", 7, nullptr, &stream), ABONADO_INVALID_ARGUMENT);
    EXPECT_EQ(abonado_frame(engine_, "\xff\0", 2, nullptr, &stream), ABONADO_INVALID_ARGUMENT);
    auto options = sized<abonado_frame_options>();
    options.columns = ",no_such_column,";
    options.columns_size = ABONADO_TERMINATED;
    EXPECT_EQ(abonado_frame(engine_, "runs", 4, &options, &stream), ABONADO_INVALID_ARGUMENT);
    EXPECT_THAT(last_message(), HasSubstr("no_such_column"));
    EXPECT_EQ(stream.release, nullptr);
    options.columns = nullptr;
    options.columns_size = 0;
    options.limit = UINT64_MAX;
    EXPECT_EQ(abonado_frame(engine_, "runs", 4, &options, &stream), ABONADO_OK);
}

TEST_F(CInterfaceTest, AClosedEngineSaysSo) {
    EXPECT_EQ(abonado_close(engine_), ABONADO_OK);
    EXPECT_EQ(abonado_close(engine_), ABONADO_OK);
    EXPECT_EQ(load(""), ABONADO_HANDLE_CLOSED);
    EXPECT_EQ(ask("GET", "/v1/orgs/euskaltel/subscriptions/1"), "10 0 null");
    arrow::Held<ArrowArrayStream> stream;
    EXPECT_EQ(abonado_frame(engine_, "runs", 4, nullptr, &stream), ABONADO_HANDLE_CLOSED);
    EXPECT_STREQ(abonado_last_error()->word, "ABO_CLOSED");
}

TEST_F(CInterfaceTest, AnEngineIsNotWrittenToFromWithinACallback) {
    auto options = sized<abonado_run_options>();
    struct Inner {
        abonado_engine* engine;
        abonado_code code;
    } inner{engine_, ABONADO_OK};
    options.context = &inner;
    options.on_finding = [](void* context, const char*, size_t) {
        auto& call = *static_cast<Inner*>(context);
        call.code = abonado_close(call.engine);
        return 0;
    };
    EXPECT_EQ(load(kFaulty, &options), ABONADO_OK);
    EXPECT_EQ(inner.code, ABONADO_STORE_BUSY);
}

}  // namespace
}  // namespace abonado
