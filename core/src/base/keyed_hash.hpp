// Hashes with a key, so that nobody without it can tell by trying what was hashed: BLAKE2b of libsodium. Safe from any
// thread.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace abonado {

using HashKey = std::array<unsigned char, 32>;

// The key of a secret; a key that nobody knows. Throws Error(invalid_argument) if the machine has no random numbers.
HashKey key_of(std::string_view secret);
HashKey random_key();

// The first 8 bytes of the hash, the most significant one first.
std::uint64_t keyed_hash(std::string_view bytes, const HashKey& key);

}  // namespace abonado
