#include "engine/c_values.hpp"

#include <cstdlib>
#include <new>

#include "base/utf8.hpp"
#include "model/civil.hpp"

namespace abonado::c {

std::string_view taken_text(const char* data, std::size_t size, const char* name) {
    if (data != nullptr) return size == ABONADO_TERMINATED ? std::string_view(data) : std::string_view(data, size);
    if (size == 0) return {};
    throw Error(ErrorCode::invalid_argument, std::string(name) + " is null, and its size is not 0");
}

std::string taken_path(const char* data, std::size_t size, const char* name) {
    std::string path(taken_text(data, size, name));
    if (path.find('\0') != std::string::npos) {
        throw Error(ErrorCode::invalid_argument, std::string(name) + " holds a zero byte");
    }
    return path;
}

std::vector<std::string_view> taken_list(const char* data, std::size_t size, const char* name) {
    std::vector<std::string_view> out;
    std::string_view rest = taken_text(data, size, name);
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find(','), rest.size());
        if (end > 0) out.push_back(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return out;
}

void give_text(std::string_view text, char** out) {
    if (out == nullptr) return;
    auto* copy = static_cast<char*>(std::malloc(text.size() + 1));
    if (copy == nullptr) throw std::bad_alloc();
    std::copy(text.begin(), text.end(), copy);
    copy[text.size()] = '\0';
    *out = copy;
}

std::map<std::string, Severity, std::less<>> taken_severities(const char* data, std::size_t size) {
    std::map<std::string, Severity, std::less<>> out;
    for (const std::string_view row : taken_list(data, size, "severities")) {
        const std::size_t equals = std::min(row.find('='), row.size());
        const auto severity = from_word<Severity>(row.substr(std::min(equals + 1, row.size())));
        if (!severity) {
            throw Error(ErrorCode::invalid_argument,
                        "severities are as SUB-001=off, with off, warning or error, not " + valid_utf8(row));
        }
        out.insert_or_assign(std::string(row.substr(0, equals)), *severity);
    }
    return out;
}

std::optional<Instant> taken_instant(std::int64_t microseconds) {
    if (microseconds == 0) return std::nullopt;
    detail::refuse_uncivil({microseconds});
    return Instant{microseconds};
}

Resume taken_resume(abonado_resume resume) {
    switch (resume) {
        case ABONADO_RESUME_AUTOMATIC:
            return Resume::automatic;
        case ABONADO_RESUME_REQUIRED:
            return Resume::required;
        case ABONADO_RESUME_NEVER:
            return Resume::never;
        default:
            throw Error(ErrorCode::invalid_argument, "resume is none of ABONADO_RESUME_…");
    }
}

}  // namespace abonado::c

void abonado_text_free(char* text) { std::free(text); }
