#include "json/locate.hpp"

#include <algorithm>
#include <span>

#include "json/escapes.hpp"
#include "model/record.hpp"

namespace abonado {

namespace {

using Targets = std::span<LocateTarget*>;

// Orders pointers segment by segment: '/' before any other character keeps all places below one prefix together.
int rank(char c) noexcept { return c == '/' ? -1 : static_cast<unsigned char>(c); }

bool pointer_less(std::string_view a, std::string_view b) noexcept {
    return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(),
                                        [](char x, char y) { return rank(x) < rank(y); });
}

bool is_at_or_below(std::string_view pointer, std::string_view prefix) noexcept {
    return pointer.starts_with(prefix) && (pointer.size() == prefix.size() || pointer[prefix.size()] == '/');
}

class Walker {
public:
    explicit Walker(std::string_view text) : text_(text) {}

    // Walks the value at the cursor, whose pointer is `path`; all targets are at or below it.
    void walk(std::string& path, Targets targets) {
        skip_space();
        const std::size_t begin = at_;
        for (LocateTarget* t : targets) {
            if (t->anchored <= path.size()) {
                t->anchored = path.size();
                t->begin = t->end = begin;
            }
        }
        if (peek() == '{') walk_object(path, targets);
        else if (peek() == '[') walk_array(path, targets);
        else skip_value();
    }

    void skip_space() {
        while (at_ < text_.size() &&
               (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n' || text_[at_] == '\r')) {
            ++at_;
        }
    }
    std::size_t at() const { return at_; }

private:
    char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

    void walk_object(std::string& path, Targets targets) {
        ++at_;
        for (skip_space(); peek() == '"'; skip_space()) {
            const std::size_t key_begin = at_;
            skip_string();
            const std::string_view key = text_.substr(key_begin, at_ - key_begin);
            skip_space();
            ++at_;  // the colon
            const std::size_t length = path.size();
            if (key.find('\\') == std::string_view::npos) append_segment(path, key.substr(1, key.size() - 2));
            else append_segment(path, unescape(key));
            visit(path, targets);
            path.resize(length);
            skip_space();
            if (peek() == ',') ++at_;
        }
        ++at_;  // the closing brace
    }

    void walk_array(std::string& path, Targets targets) {
        ++at_;
        std::size_t index = 0;
        for (skip_space(); peek() != ']' && at_ < text_.size(); skip_space()) {
            const std::size_t length = path.size();
            append_segment(path, index++);
            visit(path, targets);
            path.resize(length);
            skip_space();
            if (peek() == ',') ++at_;
        }
        ++at_;
    }

    void visit(std::string& path, Targets targets) {
        // Sorted as they are, the targets at this place stand first, by occurrence, then those below it.
        const auto first = std::partition_point(
            targets.begin(), targets.end(), [&path](const LocateTarget* t) { return pointer_less(t->pointer, path); });
        const auto below = std::partition_point(first, targets.end(), [&path](const LocateTarget* t) {
            return t->pointer.size() == path.size() && is_at_or_below(t->pointer, path);
        });
        const auto last = std::partition_point(
            below, targets.end(), [&path](const LocateTarget* t) { return is_at_or_below(t->pointer, path); });
        skip_space();
        const std::size_t begin = at_;
        // Only the first of several members of one name is decoded, so places below are looked for there alone.
        if (below != last && (*below)->anchored < path.size()) walk(path, {below, last});
        else skip_value();
        if (first == below) return;
        const std::uint16_t occurrence = ++(*first)->seen;
        const auto here = std::partition_point(
            first, below, [occurrence](const LocateTarget* t) { return t->occurrence < occurrence; });
        for (auto it = here; it != below && (*it)->occurrence == occurrence; ++it) {
            LocateTarget& t = **it;
            t.found = true;
            t.anchored = path.size();
            t.begin = begin;
            t.end = at_;
        }
    }

    void skip_string() {
        for (++at_; at_ < text_.size() && text_[at_] != '"'; ++at_) {
            if (text_[at_] == '\\') ++at_;
        }
        ++at_;
    }

    void skip_value() {
        skip_space();
        std::size_t depth = 0;
        do {
            const char c = peek();
            if (c == '"') {
                skip_string();
                continue;
            }
            if (c == '{' || c == '[') ++depth;
            else if (c == '}' || c == ']') --depth;
            else if (depth == 0) return skip_scalar();
            ++at_;
        } while (depth > 0 && at_ < text_.size());
    }

    void skip_scalar() {
        while (at_ < text_.size() && std::string_view(",]} \t\r\n").find(text_[at_]) == std::string_view::npos) ++at_;
    }

    std::string_view text_;
    std::size_t at_ = 0;
};

}  // namespace

void locate(std::string_view text, std::vector<LocateTarget*>& targets) {
    std::sort(targets.begin(), targets.end(), [](const LocateTarget* a, const LocateTarget* b) {
        if (a->pointer != b->pointer) return pointer_less(a->pointer, b->pointer);
        return a->occurrence < b->occurrence;
    });
    Walker walker(text);
    walker.skip_space();
    const std::size_t begin = walker.at();
    std::string path;
    walker.walk(path, targets);
    for (LocateTarget* t : targets) {
        if (!t->pointer.empty()) continue;
        t->found = true;
        t->begin = begin;
        t->end = walker.at();
    }
}

std::string unescape(std::string_view token) {
    std::string out;
    if (token.size() < 2) return out;
    const char* p = token.data() + 1;
    const char* const end = token.data() + token.size() - 1;
    while (p != end) {
        const char* const backslash = std::find(p, end, '\\');
        out.append(p, backslash);
        if (backslash == end) break;
        p = append_escape(backslash, end, out);
        if (p == nullptr) break;
    }
    return out;
}

}  // namespace abonado
