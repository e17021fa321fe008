// How a target reads its input: a few bytes that choose, then text.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace abonado::fuzz {

// Used by one thread.
class Choices {
public:
    Choices(const std::uint8_t* data, std::size_t size) : rest_(reinterpret_cast<const char*>(data), size) {}

    bool at_end() const { return rest_.empty(); }
    // The next byte, 0 at the end.
    unsigned byte() {
        if (rest_.empty()) return 0;
        const auto out = static_cast<unsigned char>(rest_.front());
        rest_.remove_prefix(1);
        return out;
    }
    template <class T>
    const T& one_of(std::span<const T> table) {
        return table[byte() % table.size()];
    }
    // Up to the separator, which is passed over, or to the end.
    std::string_view up_to(char separator) {
        const std::size_t at = std::min(rest_.find(separator), rest_.size());
        const std::string_view out = rest_.substr(0, at);
        rest_.remove_prefix(std::min(at + 1, rest_.size()));
        return out;
    }
    std::string_view rest() const { return rest_; }

private:
    std::string_view rest_;
};

}  // namespace abonado::fuzz
