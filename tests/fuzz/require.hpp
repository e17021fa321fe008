// What a fuzz target holds the library to.
#pragma once

#include <cstdio>
#include <cstdlib>

namespace abonado::fuzz {

// Ends the program, which libFuzzer takes for a crash, unless `holds`.
inline void require(bool holds, const char* what) {
    if (holds) return;
    std::fprintf(stderr, "does not hold: %s\n", what);
    std::abort();
}

}  // namespace abonado::fuzz
