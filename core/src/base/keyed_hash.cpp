#include "base/keyed_hash.hpp"

#include <sodium.h>

#include "abonado/error.hpp"

namespace abonado {

namespace {

// The library has to be started before its random numbers are used; it may be started more than once, from any thread.
void start_library() {
    static const bool is_ready = ::sodium_init() >= 0;
    if (!is_ready) throw Error(ErrorCode::invalid_argument, "no random numbers can be had for a key");
}

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

}  // namespace

HashKey key_of(std::string_view secret) {
    start_library();
    HashKey out{};
    ::crypto_generichash(out.data(), out.size(), bytes_of(secret), secret.size(), nullptr, 0);
    return out;
}

HashKey random_key() {
    start_library();
    HashKey out{};
    ::randombytes_buf(out.data(), out.size());
    return out;
}

std::uint64_t keyed_hash(std::string_view bytes, const HashKey& key) {
    std::array<unsigned char, crypto_generichash_BYTES> digest{};
    ::crypto_generichash(digest.data(), digest.size(), bytes_of(bytes), bytes.size(), key.data(), key.size());
    std::uint64_t out = 0;
    for (std::size_t i = 0; i < sizeof out; ++i) out = out << 8U | digest[i];
    return out;
}

}  // namespace abonado
