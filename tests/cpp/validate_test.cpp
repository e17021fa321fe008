// The bulk pipeline: whatever bytes come, every line is counted, nothing crashes, hangs or is passed over in silence.
#include "abonado/validate.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "abonado/error.hpp"
#include "abonado/input.hpp"
#include "dump_text.hpp"
#include "vectors.hpp"

namespace abonado {
namespace {

using dumps::max_record;
using dumps::plain;
using dumps::segment;
using dumps::uuid_of;
using dumps::verdict_of;
using vectors::verdict;
using vectors::Verdict;

// ---- blocks and threads

// Several megabytes with findings of many rules, empty lines, garbage and long lines.
std::string large_dump() {
    std::string text;
    int number = 0;
    while (text.size() < (std::size_t{5} << 20)) {
        ++number;
        const auto padding = static_cast<std::size_t>(number % 700);
        text += segment(number, number % 29 == 0 ? "OP" : "OM", padding);
        text += number % 31 == 0 ? "\r\n\n" : "\n";
        if (number % 503 == 0) text += "garbage \xff\n";
        if (number % 1009 == 0) text += std::string(700'000, ' ') + segment(number - 5, "OM", padding) + "\n";
        if (number % 211 == 0) text += max_record(number, uuid_of(number / 500)) + "\n";
    }
    return text + segment(99, "OP");
}

TEST(Blocks, LinesAndOffsetsAreRightAcrossThem) {
    const std::string text = large_dump();
    const auto lines = vectors::lines(text);
    const auto result = verdict(text, plain());
    EXPECT_EQ(result.report.records,
              static_cast<std::uint64_t>(std::count_if(lines.begin(), lines.end(), [](const std::string& l) {
                  return l.find_first_not_of(" \r") != std::string::npos;
              })));
    EXPECT_EQ(result.report.bytes, text.size());
    std::vector<std::uint64_t> begin{0};
    for (const std::string& line : lines) begin.push_back(begin.back() + line.size() + 1);
    std::size_t prefixes = 0;
    for (const Finding& f : result.findings) {
        ASSERT_LE(f.line, lines.size());
        ASSERT_GE(f.byte_offset, begin[f.line - 1]);
        ASSERT_LT(f.byte_offset, begin[f.line]);
        if (rules()[f.rule].id != "SEG-001") continue;
        ++prefixes;
        EXPECT_EQ(text.substr(f.byte_offset, 4), "\"OP\"");
    }
    EXPECT_GT(prefixes, 100U);
}

TEST(Blocks, AnyNumberOfThreadsGivesTheSameFindings) {
    const std::string text = large_dump();
    const auto one = verdict(text, plain(1));
    EXPECT_GT(one.findings.size(), 150U);
    for (const unsigned threads : {2U, 4U, 0U}) {
        const auto many = verdict(text, plain(threads));
        EXPECT_TRUE(many.bytes() == one.bytes()) << threads;
        EXPECT_EQ(many.report.records, one.report.records);
        EXPECT_EQ(many.report.valid, one.report.valid);
        EXPECT_EQ(many.report.errors, one.report.errors);
        EXPECT_EQ(many.report.warnings, one.report.warnings);
        EXPECT_EQ(many.report.by_rule, one.report.by_rule);
        EXPECT_EQ(many.report.examples, one.report.examples);
    }
}

// Gives its bytes a few at a time, as a pipe does.
class Trickle : public Input {
public:
    Trickle(std::string_view bytes, std::size_t step) : bytes_(bytes), step_(step) {}
    const std::string& name() const override { return name_; }
    std::size_t read(char* buffer, std::size_t size) override {
        const std::size_t got = bytes_.copy(buffer, std::min(size, step_));
        bytes_.remove_prefix(got);
        position_ += got;
        return got;
    }
    std::uint64_t position() const override { return position_; }
    std::optional<std::uint64_t> size() const override { return std::nullopt; }

private:
    std::string_view bytes_;
    std::size_t step_;
    std::uint64_t position_ = 0;
    std::string name_ = "<trickle>";
};

TEST(Blocks, SizeOfTheReadsSaysNothing) {
    const std::string text = large_dump();
    const std::string expected = verdict(text, plain()).bytes();
    for (const std::size_t step : {std::size_t{13}, std::size_t{4096}, (std::size_t{1} << 20) - 1}) {
        EXPECT_TRUE(verdict_of(std::make_unique<Trickle>(text, step), plain()).bytes() == expected) << step;
        EXPECT_TRUE(verdict_of(std::make_unique<Trickle>(text, step), plain(2)).bytes() == expected) << step;
    }
}

// ---- what is told and what stops a run

TEST(Progress, IsToldAtTheEndAndNeverGoesBack) {
    const std::string text = large_dump();
    for (const unsigned threads : {1U, 2U}) {
        std::vector<Progress> seen;
        const auto result = verdict_of(std::make_unique<Trickle>(text, 4096), plain(threads), [&](const Progress& p) {
            if (!seen.empty()) {
                EXPECT_GE(p.position, seen.back().position);
            }
            seen.push_back(p);
            return true;
        });
        ASSERT_FALSE(seen.empty());
        EXPECT_EQ(seen.back().position, text.size());
        EXPECT_EQ(seen.back().records, result.report.records);
        EXPECT_EQ(seen.back().errors, result.report.errors);
    }
}

TEST(MaxErrors, StopsTheRunAndSaysSo) {
    std::string text;
    for (int i = 1; i <= 60'000; ++i) text += segment(i, i % 2 == 0 ? "OP" : "OM") + "\n";
    const auto all = verdict(text, plain());
    EXPECT_EQ(all.report.invalid, 30'000U);
    EXPECT_FALSE(all.report.stopped);
    for (const unsigned threads : {1U, 2U}) {
        ValidateOptions options = plain(threads);
        options.max_errors = 100;
        const auto result = verdict(text, options);
        EXPECT_TRUE(result.report.stopped);
        EXPECT_FALSE(result.report.ok());
        EXPECT_GT(result.report.invalid, 100U);
        EXPECT_LT(result.report.records, 60'000U);
        EXPECT_EQ(result.report.valid + result.report.invalid, result.report.records);
        options.max_errors = 30'000;
        EXPECT_FALSE(verdict(text, options).report.stopped);
    }
}

TEST(Sink, WhatItThrowsComesOutOfTheCall) {
    struct Stop {};
    const std::string text = large_dump();
    for (const unsigned threads : {1U, 2U}) {
        EXPECT_THROW((void)validate_text(text, plain(threads), [](const Finding&) { throw Stop{}; }), Stop);
    }
}

// ---- options

TEST(Options, WithoutSenseAreRefused) {
    const auto refused = [](auto change) {
        ValidateOptions options = plain();
        change(options);
        try {
            (void)verdict(segment(1), options);
        } catch (const Error& error) {
            return error.code() == ErrorCode::invalid_argument;
        }
        return false;
    };
    EXPECT_TRUE(refused([](ValidateOptions& o) { o.threads = 100'000; }));
    EXPECT_TRUE(refused([](ValidateOptions& o) { o.rules.max_line_bytes = 0; }));
    EXPECT_TRUE(refused([](ValidateOptions& o) { o.rules.max_line_bytes = std::size_t{1} << 40; }));
    EXPECT_TRUE(refused([](ValidateOptions& o) { o.rules.max_depth = 0; }));
    EXPECT_TRUE(refused([](ValidateOptions& o) { o.rules.max_depth = 1'000'000; }));
    EXPECT_TRUE(refused([](ValidateOptions& o) { o.org = "euskaltel"; }));
    EXPECT_TRUE(refused([](ValidateOptions& o) { o.rules.severities["NO-001"] = Severity::off; }));
    EXPECT_FALSE(refused([](ValidateOptions& o) { o.threads = 3; }));
}

TEST(BareBodies, AreReadWithKindAndOrganisation) {
    ValidateOptions options = plain();
    options.kind = RecordKind::legacy_subscription;
    options.org = "yoigo";
    const std::string body = R"({"id":5652763,"subscription_type":"MOBILE","current_status":"ACTIVE"})";
    const auto result = verdict(body + "\n" + vectors::with(body, "MOBILE", "FAX") + "\n", options);
    ASSERT_EQ(result.text(), "2 DOC-007 /subscription_type\n2 DUP-001 /id\n");
    EXPECT_EQ(result.findings[0].kind, "legacy_subscription");
    EXPECT_EQ(result.findings[0].org, "yoigo");
    EXPECT_EQ(result.findings[0].legacy_id, 5652763);
    EXPECT_EQ(verdict(segment(1) + "\n", options).report.invalid, 1U);
}

TEST(BareBodies, OfEveryKindHaveTheVerdictOfTheirEnvelopes) {
    for (const RuleInfo& rule : rules()) {
        if (rule.scope == Scope::dump || rule.subject == "Envelope" || rule.subject == "Identifiers") continue;
        for (const std::string& line : vectors::lines(vectors::read("rules/" + std::string(rule.id) + "/bad.ndjson"))) {
            const auto json = vectors::json(line);
            if (!json || json->find("body") == nullptr || json->find("kind") == nullptr) continue;
            // Without an envelope nobody says the class of a segment, the billing type or the organisation.
            const auto kind = from_word<RecordKind>(json->find("kind")->text);
            const Verdict with_envelope = verdict(line);
            if (!kind || *kind == RecordKind::segment) continue;
            ValidateOptions options = vectors::options();
            options.kind = kind;
            options.org = "euskaltel";
            const Verdict bare = verdict(json->find("body")->raw, options);
            const bool in_envelope = std::any_of(
                with_envelope.findings.begin(), with_envelope.findings.end(), [&](const Finding& f) {
                    return json->find("body")->at(f.pointer).empty() && !json->at(f.pointer).empty();
                });
            if (in_envelope || rule.id == "DOC-006") continue;
            EXPECT_EQ(bare.text(), with_envelope.text()) << line;
        }
    }
}

// ---- callbacks

// An error of the caller's own is none of the input, though it may say the same.
TEST(Callbacks, WhatTheyThrowGoesThrough) {
    const auto throws = [] { throw Error(ErrorCode::input_unreadable, "the caller's own file"); };
    const auto message_of = [](const auto& call) -> std::string {
        try {
            call();
        } catch (const Error& error) {
            return error.what();
        }
        return "went on";
    };
    for (const unsigned threads : {1U, 3U}) {
        const std::string dump = segment(1, "OP") + "\n";
        EXPECT_EQ(message_of([&] { validate_text(dump, plain(threads), [&](const Finding&) { throws(); }); }),
                  "the caller's own file");
        EXPECT_EQ(message_of([&] {
                      verdict_of(memory_input(dump), plain(threads), [&](const Progress&) {
                          throws();
                          return true;
                      });
                  }),
                  "the caller's own file");
    }
}

TEST(Callbacks, AMomentThatNobodyCanReadIsRefused) {
    ValidateOptions options = plain();
    for (const std::int64_t micros : {INT64_MIN, INT64_MAX, std::int64_t{1'774'000'000'000'000'000}}) {
        options.rules.now = Instant{micros};
        EXPECT_THROW(validate_text(segment(1), options), Error) << micros;
    }
    for (const std::string_view edge : {"0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999Z"}) {
        options.rules.now = Instant::parse(edge);
        EXPECT_TRUE(validate_text(segment(1), options).ok());
    }
}

}  // namespace
}  // namespace abonado
