// The hash by which contents are known again: XXH3, 128 bits. Not against malice, but against every accident.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace abonado {

using ContentHash = std::array<std::uint8_t, 16>;

ContentHash content_hash(std::string_view bytes);
// 32 hexadecimal digits.
std::string hex_text(const ContentHash& hash);

// The same over bytes that come in pieces. Not thread-safe.
class ContentHasher {
public:
    ContentHasher();
    ~ContentHasher();
    ContentHasher(ContentHasher&&) noexcept;
    ContentHasher& operator=(ContentHasher&&) noexcept;

    void update(std::string_view bytes);
    ContentHash digest() const;
    void reset();

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace abonado
