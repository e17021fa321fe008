// Every rule against its files in tests/vectors/rules.
#include "vectors.hpp"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <functional>
#include <map>
#include <set>

namespace abonado {
namespace {

using vectors::Json;

std::string file(const RuleInfo& rule, std::string_view name) {
    return "rules/" + std::string(rule.id) + "/" + std::string(name);
}

std::size_t count_records(const std::vector<std::string>& lines) {
    return static_cast<std::size_t>(
        std::count_if(lines.begin(), lines.end(), [](const std::string& line) { return !line.empty(); }));
}

// The values of a record that a pointer may mean: it starts at the body, or at the line for the envelope's own members.
std::vector<const Json*> places(const Json& line, const std::string& pointer) {
    std::vector<const Json*> out;
    const Json* body = line.find("body");
    if (body != nullptr) out = body->at(pointer);
    for (const Json* place : line.at(pointer)) out.push_back(place);
    return out;
}

// A finding points at the text of its value, or at the object that lacks the member.
void expect_place(const Finding& f, const std::string& line, std::uint64_t line_begin) {
    SCOPED_TRACE("line " + std::to_string(f.line) + " pointer " + f.pointer);
    ASSERT_GE(f.byte_offset, line_begin);
    ASSERT_LE(f.byte_offset, line_begin + line.size());
    if (f.pointer.empty()) {
        EXPECT_TRUE(f.value);
        return;
    }
    const auto json = vectors::json(line);
    ASSERT_TRUE(json);
    const auto stands_there = [&](const Json* value) {
        return line_begin + static_cast<std::uint64_t>(value->raw.data() - line.data()) == f.byte_offset;
    };
    std::vector<const Json*> found = places(*json, f.pointer);
    if (found.empty()) {
        EXPECT_FALSE(f.value);
        found = places(*json, f.pointer.substr(0, f.pointer.rfind('/')));
        if (json->find("body") == nullptr) found = {&*json};
        EXPECT_TRUE(std::any_of(found.begin(), found.end(), stands_there));
        return;
    }
    const auto at = std::find_if(found.begin(), found.end(), stands_there);
    ASSERT_NE(at, found.end()) << "byte " << f.byte_offset - line_begin << " of " << line;
    ASSERT_TRUE(f.value);
    if (rules()[f.rule].scope == Scope::dump) return;  // shown in its normal form
    const std::string_view text = (*at)->type == '"' ? std::string_view((*at)->text) : (*at)->raw;
    if (text.size() <= kMaxFindingValue) {
        EXPECT_EQ(*f.value, text);
    } else {
        EXPECT_EQ(*f.value,
                  std::string(text.substr(0, kMaxFindingValue)) + "\xe2\x80\xa6");  // ASCII, so no cut earlier
    }
}

// What only a store can tell is looked for in a store.
vectors::Verdict rule_verdict(const RuleInfo& rule, std::string_view text,
                              const ValidateOptions& options = vectors::options()) {
    return rule.scope == Scope::store ? vectors::load_verdict(text, options) : vectors::verdict(text, options);
}

// Rules that compare records: their files give findings as a whole.
bool is_about_several_records(const RuleInfo& rule) { return rule.scope == Scope::dump || rule.scope == Scope::store; }

class RuleVectors : public testing::TestWithParam<std::size_t> {
protected:
    const RuleInfo& rule() const { return rules()[GetParam()]; }
    vectors::Verdict verdict(std::string_view text, const ValidateOptions& options = vectors::options()) const {
        return rule_verdict(rule(), text, options);
    }
};

TEST_P(RuleVectors, OkRecordsGiveNoFindingAtAll) {
    const std::string text = vectors::read(file(rule(), "ok.ndjson"));
    const auto result = verdict(text);
    EXPECT_GE(result.report.records, 1U);
    EXPECT_EQ(result.report.records, count_records(vectors::lines(text)));
    EXPECT_EQ(result.bytes(), "");
    EXPECT_EQ(result.report.valid, result.report.records);
}

TEST_P(RuleVectors, BadRecordsBreakThisRuleAndNoOther) {
    const std::string text = vectors::read(file(rule(), "bad.ndjson"));
    const auto result = verdict(text);
    const std::vector<std::string> lines = vectors::lines(text);
    EXPECT_EQ(result.report.records, count_records(lines));
    EXPECT_GE(result.findings.size(), 1U);
    std::set<std::uint64_t> bad_lines;
    for (const Finding& f : result.findings) {
        EXPECT_EQ(rules()[f.rule].id, rule().id) << to_json_line(f);
        bad_lines.insert(f.line);
    }
    if (!is_about_several_records(rule())) {
        EXPECT_EQ(bad_lines.size(), lines.size()) << "a line without a finding";
    }
    EXPECT_EQ(result.report.by_rule[GetParam()], result.findings.size());
}

TEST_P(RuleVectors, BadRecordsArePointedAtWhereAPersonExpectsIt) {
    const std::vector<std::string> expected = vectors::lines(vectors::read(file(rule(), "bad.expected")));
    std::vector<std::string> got;
    for (const Finding& f : verdict(vectors::read(file(rule(), "bad.ndjson"))).findings) {
        got.push_back(std::to_string(f.line) + (f.pointer.empty() ? "" : " " + f.pointer));
    }
    EXPECT_EQ(std::multiset<std::string>(got.begin(), got.end()),
              std::multiset<std::string>(expected.begin(), expected.end()));
}

TEST_P(RuleVectors, OffsetAndValueAreThoseOfTheText) {
    const std::string text = vectors::read(file(rule(), "bad.ndjson"));
    const std::vector<std::string> lines = vectors::lines(text);
    std::vector<std::uint64_t> begin{0};
    for (const std::string& line : lines) begin.push_back(begin.back() + line.size() + 1);
    for (const Finding& f : verdict(text).findings) {
        ASSERT_GE(f.line, 1U);
        ASSERT_LE(f.line, lines.size());
        expect_place(f, lines[f.line - 1], begin[f.line - 1]);
    }
}

TEST_P(RuleVectors, SeverityIsTheTables) {
    Severity expected = rule().severity == Severity::off ? Severity::error : rule().severity;
    for (const Finding& f : verdict(vectors::read(file(rule(), "bad.ndjson"))).findings) {
        const bool same_again = rule().id == "DUP-001" && f.message.find("same content") != std::string::npos;
        EXPECT_EQ(f.severity, same_again ? Severity::warning : expected) << to_json_line(f);
        EXPECT_FALSE(f.message.empty());
        EXPECT_FALSE(f.expected.empty());
    }
}

TEST_P(RuleVectors, TurnedOffTheRuleIsSilent) {
    ValidateOptions options = vectors::options();
    options.rules.severities[std::string(rule().id)] = Severity::off;
    const auto result = verdict(vectors::read(file(rule(), "bad.ndjson")), options);
    EXPECT_EQ(result.report.by_rule[GetParam()], 0U);
    for (const Finding& f : result.findings) EXPECT_NE(rules()[f.rule].id, rule().id);
}

INSTANTIATE_TEST_SUITE_P(Rules, RuleVectors, testing::Range<std::size_t>(0, rules().size()), [](const auto& param) {
    std::string name(rules()[param.param].id);
    std::erase(name, '-');
    return name;
});

TEST(RuleVectorFiles, EveryDirectoryIsThatOfARule) {
    for (const auto& entry : std::filesystem::directory_iterator(vectors::path("rules"))) {
        EXPECT_GE(find_rule(entry.path().filename().string()), 0) << entry.path();
    }
}

// Every value of the text, with that of lists and objects.
void each_value(const Json& json, const std::function<void(const Json&)>& visit) {
    visit(json);
    for (const Json& value : json.values) each_value(value, visit);
}

// A member of another type than its own, and a required one that is null, is told once: no rule judges what is not there.
TEST(RuleVectorFiles, WhatCannotBeReadIsNotJudged) {
    ValidateOptions options = vectors::options();
    for (const RuleInfo& rule : rules()) {  // each line is a record of its own
        if (rule.scope == Scope::dump) options.rules.severities[std::string(rule.id)] = Severity::off;
    }
    std::size_t told = 0;
    for (const RuleInfo& rule : rules()) {
        for (const std::string& line : vectors::lines(vectors::read(file(rule, "bad.ndjson")))) {
            const auto json = vectors::json(line);
            if (!json) continue;
            std::string changed;  // a line for each change of one value
            std::vector<std::size_t> changed_at;
            each_value(*json, [&](const Json& value) {
                const std::string_view of_another_type = value.type == '{' || value.type == '[' ? "7" : "[]";
                for (const std::string_view other : {of_another_type, std::string_view("null")}) {
                    const auto at = static_cast<std::size_t>(value.raw.data() - line.data());
                    changed_at.push_back(changed.size() + at);
                    changed += std::string(line).replace(at, value.raw.size(), other) + '\n';
                }
            });
            std::map<std::pair<std::uint64_t, std::string>, int> findings;  // by line and pointer
            std::set<std::pair<std::uint64_t, std::string>> unread;
            for (const Finding& f : vectors::verdict(changed, options).findings) {
                const std::string_view id = rules()[f.rule].id;
                const bool is_of_it = f.byte_offset == changed_at.at(f.line - 1);
                if (is_of_it && (id == "DOC-003" || id == "DOC-004")) unread.emplace(f.line, f.pointer);
                if (id != "DOC-014") ++findings[{f.line, f.pointer}];  // which is about the name
            }
            for (const auto& place : unread) {
                EXPECT_EQ(findings[place], 1) << place.second << vectors::lines(changed)[place.first - 1];
            }
            told += unread.size();
        }
    }
    EXPECT_GT(told, 2000U);
}

// The order of members says nothing: an envelope that gives its body first has the same verdict.
TEST(RuleVectorFiles, BodyBeforeKindGivesTheSameVerdict) {
    for (const RuleInfo& rule : rules()) {
        for (const std::string name : {"ok.ndjson", "bad.ndjson"}) {
            SCOPED_TRACE(file(rule, name));
            const std::string text = vectors::read(file(rule, name));
            std::string turned;
            for (const std::string& line : vectors::lines(text)) {
                const auto json = vectors::json(line);
                if (json && json->type == '{') {
                    turned += '{';
                    for (std::size_t i = json->names.size(); i-- > 0;) {
                        if (turned.back() != '{') turned += ',';
                        append_json_string(turned, json->names[i]);
                        turned += ':';
                        turned += json->values[i].raw;
                    }
                    turned += "}\n";
                } else {
                    turned += line + "\n";
                }
            }
            const auto sorted = [](const vectors::Verdict& verdict) {
                auto out = vectors::lines(verdict.text());
                std::sort(out.begin(), out.end());
                return out;
            };
            EXPECT_EQ(sorted(rule_verdict(rule, turned)), sorted(rule_verdict(rule, text)));
        }
    }
}

}  // namespace
}  // namespace abonado
