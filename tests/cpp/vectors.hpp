// The files of tests/vectors (contract: tests/README.md), and a small JSON reader of the tests' own, so that the engine's
// places and texts are held against something that is not the engine.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "abonado/engine.hpp"
#include "abonado/json.hpp"
#include "abonado/validate.hpp"
#include "vectors_directory.hpp"

namespace abonado::vectors {

inline std::string path(std::string_view name) { return std::string(kDirectory) + "/" + std::string(name); }

// The bytes of a file of tests/vectors. A test that reads a file that is not there fails.
inline std::string read(std::string_view name) {
    std::ifstream in(path(name), std::ios::binary);
    EXPECT_TRUE(in) << "cannot read " << path(name);
    return {std::istreambuf_iterator<char>(in), {}};
}

inline std::vector<std::string> lines(std::string_view text) {
    std::vector<std::string> out;
    while (!text.empty()) {
        const std::size_t newline = text.find('\n');
        out.emplace_back(text.substr(0, newline));
        text.remove_prefix(newline == std::string_view::npos ? text.size() : newline + 1);
    }
    return out;
}

// The one place of `from` in `text`, replaced.
inline std::string with(std::string text, std::string_view from, std::string_view to) {
    const std::size_t at = text.find(from);
    if (at == std::string::npos || text.find(from, at + 1) != std::string::npos) {
        throw std::logic_error("stands not once: " + std::string(from));
    }
    return text.replace(at, from.size(), to);
}

inline void replace_file(const std::string& file, std::string_view bytes) {
    std::ofstream out(file, std::ios::binary | std::ios::trunc);
    out << bytes;
    EXPECT_TRUE(out.flush()) << "cannot write " << file;
}

// The options that all vectors of rules run with.
inline ValidateOptions options() {
    ValidateOptions out;
    out.threads = 1;
    out.rules.now = Instant::parse("2026-01-01T00:00:00Z");
    out.rules.status_reasons = lines(read("rules/SUB-011/status_reasons.txt"));
    out.rules.severities["SUB-011"] = Severity::error;
    return out;
}

struct Verdict {
    ValidateReport report;
    std::vector<Finding> findings;

    // "1 SUB-001 /activation_date", a line each.
    std::string text() const {
        std::string out;
        for (const Finding& f : findings) {
            out += std::to_string(f.line) + ' ' + std::string(rules()[f.rule].id);
            if (!f.pointer.empty()) out += ' ' + f.pointer;
            out += '\n';
        }
        return out;
    }
    // All that there is to know of the findings, byte for byte.
    std::string bytes() const {
        std::string out;
        for (const Finding& f : findings) out += std::to_string(f.input) + ' ' + to_json_line(f) + '\n';
        return out;
    }
};

inline Verdict verdict(std::string_view dump, const ValidateOptions& how = options()) {
    Verdict out;
    out.report = validate_text(dump, how, [&out](const Finding& f) { out.findings.push_back(f); });
    return out;
}

inline Verdict verdict_of_files(const std::vector<std::string>& files, const ValidateOptions& how = options()) {
    Verdict out;
    out.report = validate_files(files, how, [&out](const Finding& f) { out.findings.push_back(f); });
    return out;
}

// The verdict of a load into an empty store in memory.
inline Verdict load_verdict(std::string_view dump, const ValidateOptions& how = options()) {
    Verdict out;
    LoadOptions loading;
    loading.rules = how.rules;
    loading.threads = how.threads;
    loading.now = how.rules.now;
    std::vector<std::unique_ptr<Input>> inputs;
    inputs.push_back(memory_input(dump));
    Engine engine(":memory:");
    LoadReport report = engine.load(inputs, loading, [&out](const Finding& f) { out.findings.push_back(f); });
    out.report.records = report.counts.records;
    out.report.invalid = report.counts.rejected;
    out.report.valid = report.counts.records - report.counts.rejected;
    out.report.errors = report.counts.errors;
    out.report.warnings = report.counts.warnings;
    out.report.by_rule = std::move(report.by_rule);
    return out;
}

// ---- JSON

// A value of well-formed JSON and where it stands. Members are kept in order, with those given twice.
struct Json {
    std::string_view raw;            // as it stands
    char type = 0;                   // { [ " or the first character of anything else
    std::string text;                // content of a string; raw text of a number, true, false or null
    std::vector<std::string> names;  // of an object's members
    std::vector<Json> values;        // of an object's members, or an array's elements

    // The same values member for member, in any order; null and absent are the same.
    friend bool operator==(const Json& a, const Json& b) {
        if (a.type == '{' && b.type == '{') return a.has_all_of(b) && b.has_all_of(a);
        return (a.type == b.type || (a.type != '"' && b.type != '"')) && a.text == b.text && a.names == b.names &&
               a.values == b.values;
    }
    bool has_all_of(const Json& other) const {
        for (std::size_t i = 0; i < other.names.size(); ++i) {
            const Json& value = other.values[i];
            const Json* mine = find(other.names[i]);
            if (value.text == "null" && value.type == 'n' ? mine != nullptr && mine->type != 'n'
                                                          : mine == nullptr || !(*mine == value)) {
                return false;
            }
        }
        return true;
    }
    const Json* find(std::string_view name) const {
        const auto found = std::find(names.begin(), names.end(), name);
        return found == names.end() ? nullptr : &values[static_cast<std::size_t>(found - names.begin())];
    }
    // Every value that a JSON Pointer may mean; more than one where a member stands twice.
    std::vector<const Json*> at(std::string_view pointer) const {
        if (pointer.empty()) return {this};
        const std::size_t end = pointer.find('/', 1);
        const std::string_view rest = end == std::string_view::npos ? std::string_view{} : pointer.substr(end);
        std::string segment;
        for (std::size_t i = 1; i < pointer.size() - rest.size(); ++i) {
            if (pointer[i] == '~') segment += pointer[++i] == '0' ? '~' : '/';
            else segment += pointer[i];
        }
        std::vector<const Json*> out;
        for (std::size_t i = 0; i < values.size(); ++i) {
            if (type == '{' ? names[i] != segment : std::to_string(i) != segment) continue;
            for (const Json* found : values[i].at(rest)) out.push_back(found);
        }
        return out;
    }
};

class JsonReader {
public:
    explicit JsonReader(std::string_view text) : text_(text) {}

    Json whole() {
        Json out = value();
        if (at_ != text_.size()) fail();
        return out;
    }

private:
    [[noreturn]] void fail() const { throw std::invalid_argument("no JSON at byte " + std::to_string(at_)); }
    char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
    void space() {
        while (at_ < text_.size() && std::string_view(" \t\r\n").find(text_[at_]) != std::string_view::npos) ++at_;
    }

    Json value() {
        space();
        Json out;
        const std::size_t begin = at_;
        out.type = peek();
        if (out.type == '{' || out.type == '[') {
            container(out, out.type == '{' ? '}' : ']');
        } else if (out.type == '"') {
            out.text = string();
        } else {
            const std::size_t end = text_.find_first_of(" \t\r\n,]}", at_);
            out.text = text_.substr(at_, end == std::string_view::npos ? end : end - at_);
            at_ += out.text.size();
            if (out.text.empty()) fail();
        }
        out.raw = text_.substr(begin, at_ - begin);
        space();
        return out;
    }

    void container(Json& out, char close) {
        ++at_;
        space();
        while (peek() != close) {
            if (close == '}') {
                out.names.push_back(string());
                space();
                if (peek() != ':') fail();
                ++at_;
            }
            out.values.push_back(value());
            if (peek() == ',') ++at_;
            else if (peek() != close) fail();
            space();
        }
        ++at_;
    }

    std::string string() {
        if (peek() != '"') fail();
        std::string out;
        for (++at_; peek() != '"'; ++at_) {
            if (at_ >= text_.size()) fail();
            if (text_[at_] != '\\') out += text_[at_];
            else escape(out);
        }
        ++at_;
        return out;
    }

    void escape(std::string& out) {
        static constexpr std::string_view kLetters = "bfnrt\"\\/";
        static constexpr std::string_view kMeanings = "\b\f\n\r\t\"\\/";
        ++at_;
        if (peek() != 'u') {
            const std::size_t letter = kLetters.find(peek());
            if (letter == std::string_view::npos) fail();
            out += kMeanings[letter];
            return;
        }
        unsigned code = hex();
        if (code >= 0xd800 && code < 0xdc00) {
            at_ += 2;
            code = 0x10000 + ((code - 0xd800) << 10) + (hex() - 0xdc00);
        }
        if (code < 0x80) {
            out += static_cast<char>(code);
            return;
        }
        const int more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
        const unsigned lead = more == 1 ? 0xc0 : more == 2 ? 0xe0 : 0xf0;
        out += static_cast<char>(lead | code >> (6 * more));
        for (int i = more - 1; i >= 0; --i) out += static_cast<char>(0x80 | (code >> (6 * i) & 0x3f));
    }

    unsigned hex() {  // leaves the cursor on the last digit
        if (at_ + 4 >= text_.size()) fail();
        const std::string four(text_.substr(at_ + 1, 4));
        at_ += 4;
        return static_cast<unsigned>(std::stoul(four, nullptr, 16));
    }

    std::string_view text_;
    std::size_t at_ = 0;
};

// The value, or nothing if the text is no JSON. Views point into `text`.
inline std::optional<Json> json(std::string_view text) {
    try {
        return JsonReader(text).whole();
    } catch (const std::invalid_argument&) {
        return std::nullopt;
    }
}

}  // namespace abonado::vectors
