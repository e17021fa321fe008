#include "base/content_hash.hpp"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <algorithm>

namespace abonado {

namespace {

ContentHash canonical(XXH128_hash_t hash) {
    XXH128_canonical_t bytes;
    XXH128_canonicalFromHash(&bytes, hash);
    ContentHash out;
    std::copy(std::begin(bytes.digest), std::end(bytes.digest), out.begin());
    return out;
}

}  // namespace

ContentHash content_hash(std::string_view bytes) { return canonical(XXH3_128bits(bytes.data(), bytes.size())); }

std::string hex_text(const ContentHash& hash) {
    constexpr char kDigits[] = "0123456789abcdef";
    std::string out;
    for (const std::uint8_t byte : hash) {
        out += kDigits[byte >> 4U];
        out += kDigits[byte & 15U];
    }
    return out;
}

struct ContentHasher::State {
    alignas(64) XXH3_state_t xxh;
};

ContentHasher::ContentHasher() : state_(std::make_unique<State>()) { reset(); }
ContentHasher::~ContentHasher() = default;
ContentHasher::ContentHasher(ContentHasher&&) noexcept = default;
ContentHasher& ContentHasher::operator=(ContentHasher&&) noexcept = default;

void ContentHasher::reset() { XXH3_128bits_reset(&state_->xxh); }
void ContentHasher::update(std::string_view bytes) { XXH3_128bits_update(&state_->xxh, bytes.data(), bytes.size()); }
ContentHash ContentHasher::digest() const { return canonical(XXH3_128bits_digest(&state_->xxh)); }

}  // namespace abonado
