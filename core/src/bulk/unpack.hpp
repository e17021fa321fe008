// Transparent unpacking of gzip and zstd.
#pragma once

#include <memory>

#include "abonado/input.hpp"

namespace abonado {

// How long a read waits between looks at a cancellation.
inline constexpr int kWaitMilliseconds = 50;

// The input itself, or one that unpacks it when its first bytes say that it is gzip or zstd. The first bytes are looked at
// by the first read, not here, so that opening a pipe does not block.
std::unique_ptr<Input> unpacked(std::unique_ptr<Input> source);

}  // namespace abonado
