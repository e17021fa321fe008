// What crosses the C interface: texts, options, and JSON that the caller gives back.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "abonado/abonado.h"
#include "abonado/engine.hpp"
#include "abonado/error.hpp"
#include "abonado/rules.hpp"

namespace abonado::c {

// A text that was given; `name` is for the message of Error(invalid_argument).
std::string_view taken_text(const char* data, std::size_t size, const char* name);
// One that must hold no zero byte, as the operating system would end it there.
std::string taken_path(const char* data, std::size_t size, const char* name);
// Texts between commas, without those that are empty.
std::vector<std::string_view> taken_list(const char* data, std::size_t size, const char* name);

// A copy of `text` for abonado_text_free; nothing where none is wanted.
void give_text(std::string_view text, char** out);

// "SUB-001=off,DOC-005=error".
std::map<std::string, Severity, std::less<>> taken_severities(const char* data, std::size_t size);
// 0 is no instant. Throws Error(invalid_argument) for one outside the years 0001 to 9999, as other units than microseconds give.
std::optional<Instant> taken_instant(std::int64_t microseconds);

Resume taken_resume(abonado_resume resume);

inline constexpr std::size_t kMostOptions = 4096;  // bytes; what is more was never set

// The options as this version knows them. `first` is the size of their first version. What a later version has added must be
// zero, as it cannot be done.
template <class Options>
Options taken_options(const Options* given, std::size_t first) {
    Options out{};
    if (given == nullptr) return out;
    const std::size_t size = given->size;
    if (size < first || size > kMostOptions) {
        throw Error(ErrorCode::invalid_argument,
                    "options say that their size is " + std::to_string(size) + ", which is no size of theirs");
    }
    const auto* bytes = reinterpret_cast<const unsigned char*>(given);
    if (std::any_of(bytes + std::min(size, sizeof(Options)), bytes + size, [](unsigned char b) { return b != 0; })) {
        throw Error(ErrorCode::invalid_argument, "options ask for what this version does not know");
    }
    std::memcpy(&out, given, std::min(size, sizeof(Options)));
    return out;
}

}  // namespace abonado::c
