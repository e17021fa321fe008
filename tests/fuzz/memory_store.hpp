// Stores for targets: each of the dumps that the requests of the API documents need, in an engine of its own.
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "abonado/engine.hpp"
#include "require.hpp"
#include "vectors_directory.hpp"

namespace abonado::fuzz {

inline std::string file_text(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    require(in.good(), path.c_str());
    return {std::istreambuf_iterator<char>(in), {}};
}

inline std::filesystem::path vectors() { return vectors::kDirectory; }

// The files of tests/vectors/requests/stores in the order of their names.
inline std::vector<std::filesystem::path> store_files() {
    std::vector<std::filesystem::path> out;
    for (const auto& entry : std::filesystem::directory_iterator(vectors() / "requests" / "stores")) {
        out.push_back(entry.path());
    }
    std::sort(out.begin(), out.end());
    return out;
}

inline void load(Engine& engine, std::string_view dump) {
    LoadOptions options;
    options.threads = 1;
    options.now = Instant::parse("2017-01-01T00:00:00Z");
    std::vector<std::unique_ptr<Input>> inputs;
    inputs.push_back(memory_input(dump));
    require(engine.load(inputs, options).counts.rejected == 0, "the dump of a store is clean");
}

}  // namespace abonado::fuzz
