// The generator: what it makes is clean where it says so, and broken exactly as labelled where it does not.
#include "abonado/generate.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "abonado/error.hpp"
#include "abonado/json.hpp"
#include "abonado/validate.hpp"

namespace abonado {
namespace {

using RulesByLine = std::map<std::uint64_t, std::set<std::string_view>>;

struct Dump {
    std::string text;
    std::vector<Label> labels;
    GenerateReport report;
};

Dump make(const GenerateOptions& options) {
    Dump out;
    out.report = generate(
        options,
        [&](std::string_view line) {
            out.text.append(line).append("\n");
            return true;
        },
        [&](const Label& label) { out.labels.push_back(label); });
    return out;
}

RulesByLine labelled(const Dump& dump) {
    RulesByLine out;
    for (const Label& label : dump.labels) {
        for (const std::uint16_t rule : label.rules) out[label.line].insert(rules()[rule].id);
    }
    return out;
}

// What a full check of the dump finds, SUB-011 included.
RulesByLine found(const Dump& dump, const GenerateOptions& options) {
    ValidateOptions checks;
    checks.threads = 1;
    checks.rules.now = options.now;
    checks.rules.severities["SUB-011"] = Severity::warning;
    for (const std::string_view word : generated_status_reasons()) checks.rules.status_reasons.emplace_back(word);
    RulesByLine out;
    validate_text(dump.text, checks, [&](const Finding& f) { out[f.line].insert(rules()[f.rule].id); });
    return out;
}

// The lines that differ, few enough to read.
void expect_same(const RulesByLine& labels, const RulesByLine& findings, const std::string& text) {
    std::vector<std::string_view> lines;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = text.find('\n', at);
        lines.push_back(std::string_view(text).substr(at, end - at));
        at = end + 1;
    }
    int shown = 0;
    for (std::uint64_t line = 1; line <= lines.size() && shown < 5; ++line) {
        const auto a = labels.contains(line) ? labels.at(line) : std::set<std::string_view>{};
        const auto b = findings.contains(line) ? findings.at(line) : std::set<std::string_view>{};
        if (a == b) continue;
        ++shown;
        EXPECT_EQ(a, b) << "line " << line << ": " << lines[line - 1].substr(0, 3000);
    }
}

// Rules that a dump alone can break: the others need a store.
std::vector<std::size_t> rules_of_dumps() {
    std::vector<std::size_t> out;
    for (std::size_t i = 0; i < rules().size(); ++i) {
        if (rules()[i].scope != Scope::store) out.push_back(i);
    }
    return out;
}

std::map<std::string, double, std::less<>> each_with(double share) {
    std::map<std::string, double, std::less<>> out;
    for (const std::size_t rule : rules_of_dumps()) out[std::string(rules()[rule].id)] = share;
    return out;
}

TEST(Generate, EveryRuleOfADumpCanBeInjectedAndNoOther) {
    const std::vector<std::uint16_t> injectable = injectable_rules();
    const std::set<std::size_t> numbers(injectable.begin(), injectable.end());
    const std::vector<std::size_t> expected = rules_of_dumps();
    EXPECT_EQ(numbers, std::set<std::size_t>(expected.begin(), expected.end()));
}

TEST(Generate, TheSameOptionsGiveTheSameBytes) {
    GenerateOptions options;
    options.records = 500;
    options.defects = each_with(0.01);
    const Dump first = make(options);
    const Dump second = make(options);
    EXPECT_EQ(first.text, second.text);
    EXPECT_EQ(labelled(first), labelled(second));
    options.seed = 2;
    EXPECT_NE(make(options).text, first.text);
}

// Tells when bytes change from one version, compiler or machine to another; then say so in the changelog.
TEST(Generate, BytesDoNotDependOnTheMachine) {
    GenerateOptions options;
    options.records = 2000;
    options.defects = each_with(0.01);
    std::uint64_t hash = 0xcbf29ce484222325U;  // FNV-1a
    for (const char c : make(options).text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
    EXPECT_EQ(hash, 4487274806675315085U);
}

TEST(Generate, AShorterDumpIsTheBeginningOfALongerOne) {
    GenerateOptions options;
    options.records = 100;
    const std::string shorter = make(options).text;
    options.records = 200;
    EXPECT_TRUE(make(options).text.starts_with(shorter));
}

TEST(Generate, ReportsWhatItMade) {
    GenerateOptions options;
    options.records = 1000;
    options.defects["SUB-001"] = 0.1;
    const Dump dump = make(options);
    EXPECT_EQ(dump.report.records, 1000U);
    EXPECT_EQ(dump.report.bytes, dump.text.size());
    EXPECT_EQ(dump.report.defective, dump.labels.size());
    EXPECT_NEAR(static_cast<double>(dump.labels.size()), 100, 40);
}

TEST(Generate, AUsualDumpIsCleanAndHasEveryKind) {
    GenerateOptions options;
    options.records = 20'000;
    const Dump dump = make(options);
    EXPECT_TRUE(dump.labels.empty());
    expect_same({}, found(dump, options), dump.text);
    for (const KindInfo& kind : kRecordKinds) {
        EXPECT_NE(dump.text.find("{\"kind\":\"" + std::string(to_word(kind.kind)) + "\""), std::string::npos);
    }
}

TEST(Generate, ManyDefectsAtOnceAreFoundAsLabelled) {
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
        GenerateOptions options;
        options.seed = seed;
        options.records = 10'000;
        options.defects = each_with(0.01);
        const Dump dump = make(options);
        expect_same(labelled(dump), found(dump, options), dump.text);
    }
}

TEST(Generate, ALabelIsOneLineOfJson) {
    const Label label{7, RecordKind::max, "euskaltel", 12345, {static_cast<std::uint16_t>(find_rule("SUB-001"))}};
    EXPECT_EQ(to_json_line(label),
              R"({"line":7,"kind":"max","org":"euskaltel","legacy_id":12345,"rules":["SUB-001"]})");
}

TEST(Generate, StopsWhenTheSinkSaysSo) {
    GenerateOptions options;
    std::uint64_t lines = 0;
    const GenerateReport report = generate(options, [&](std::string_view) { return ++lines < 10; });
    EXPECT_EQ(lines, 10U);
    EXPECT_EQ(report.records, 10U);
}

TEST(Generate, LabelsComeJustBeforeTheirLines) {
    GenerateOptions options;
    options.defects["DOC-001"] = 0.3;
    std::uint64_t lines = 0;
    generate(
        options,
        [&](std::string_view) {
            ++lines;
            return true;
        },
        [&](const Label& label) { EXPECT_EQ(label.line, lines + 1); });
}

void expect_refused(const GenerateOptions& options) {
    try {
        make(options);
        ADD_FAILURE() << "was not refused";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::invalid_argument);
    }
}

TEST(Generate, RefusesOptionsThatMakeNoSense) {
    const auto with = [](auto change) {
        GenerateOptions options;
        change(options);
        return options;
    };
    using O = GenerateOptions;
    expect_refused(with([](O& o) { o.defects["SUB-999"] = 0.1; }));
    expect_refused(with([](O& o) { o.defects["CRL-005"] = 0.1; }));  // a rule, but only a store can see it broken
    expect_refused(with([](O& o) { o.defects["SUB-001"] = -0.1; }));
    expect_refused(with([](O& o) { o.defects["SUB-001"] = 1.1; }));
    expect_refused(with([](O& o) { o.defects["SUB-001"] = std::numeric_limits<double>::quiet_NaN(); }));
    expect_refused(with([](O& o) { o.defects = {{"SUB-001", 0.6}, {"SUB-002", 0.5}}; }));
    expect_refused(with([](O& o) { o.kinds[RecordKind::max] = -1; }));
    expect_refused(with([](O& o) { o.kinds[RecordKind::max] = 0; }));
    expect_refused(with([](O& o) {
        o.kinds[RecordKind::segment] = 1;
        o.defects["SUB-001"] = 0.1;
    }));
    expect_refused(with([](O& o) { o.now = Instant{0}; }));
    expect_refused(with([](O& o) { o.records = std::numeric_limits<std::uint64_t>::max(); }));
}

TEST(Generate, OtherNows) {
    for (const std::string_view now : {"2007-06-01T00:00:00Z", "2031-12-31T23:59:59Z", "2899-01-01T00:00:00Z"}) {
        GenerateOptions options;
        options.now = *Instant::parse(now);
        options.records = 3000;
        options.defects = each_with(0.01);
        const Dump dump = make(options);
        expect_same(labelled(dump), found(dump, options), dump.text);
    }
}

// --- each kind ----------------------------------------------------------------------------------------------------

class GenerateKind : public testing::TestWithParam<RecordKind> {};

TEST_P(GenerateKind, AloneIsClean) {
    GenerateOptions options;
    options.records = 2000;
    options.kinds[GetParam()] = 1;
    const Dump dump = make(options);
    expect_same({}, found(dump, options), dump.text);
}

TEST_P(GenerateKind, CanBreakSomeRules) {
    GenerateOptions options;
    options.records = 2000;
    options.kinds[GetParam()] = 1;
    for (const char* rule : {"DOC-001", "DOC-002", "DOC-003", "DOC-004", "DOC-005", "DOC-006", "ENV-001", "DUP-001"}) {
        options.defects[rule] = 0.1;
    }
    const Dump dump = make(options);
    expect_same(labelled(dump), found(dump, options), dump.text);
}

INSTANTIATE_TEST_SUITE_P(All, GenerateKind, testing::ValuesIn([] {
                             std::vector<RecordKind> out;
                             for (const KindInfo& row : kRecordKinds) out.push_back(row.kind);
                             return out;
                         }()),
                         [](const auto& test) { return std::string(to_word(test.param)); });

// --- each rule ----------------------------------------------------------------------------------------------------

class GenerateRule : public testing::TestWithParam<std::size_t> {};

TEST_P(GenerateRule, AloneIsFoundAsLabelled) {
    GenerateOptions options;
    options.records = 400;
    options.defects[std::string(rules()[GetParam()].id)] = 0.5;
    const Dump dump = make(options);
    EXPECT_NEAR(static_cast<double>(dump.labels.size()), 200, 60);
    expect_same(labelled(dump), found(dump, options), dump.text);
}

INSTANTIATE_TEST_SUITE_P(All, GenerateRule, testing::ValuesIn(rules_of_dumps()), [](const auto& test) {
    std::string name(rules()[test.param].id);
    name.erase(name.find('-'), 1);
    return name;
});

}  // namespace
}  // namespace abonado
