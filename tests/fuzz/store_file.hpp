// Stores for targets, of the dumps that the requests of the API documents need. Used by one thread.
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "abonado/engine.hpp"
#include "require.hpp"
#include "scratch_directory.hpp"
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

// A store's file with a directory of its own, in memory where there is such a place.
class StoreFile {
public:
    explicit StoreFile(std::string_view bytes = {}) { std::ofstream(path_, std::ios::binary) << bytes; }
    const std::string& path() const { return path_; }

private:
    static std::filesystem::path parent() {
        const std::filesystem::path memory = "/dev/shm";
        std::error_code none;
        return std::filesystem::is_directory(memory, none) ? memory : std::filesystem::temp_directory_path();
    }

    ScratchDirectory directory_{parent()};
    std::string path_ = directory_.file("store.db");
};

// A store as it lies on the disk, to be opened again and again: making it takes longer than most of what is asked of it.
struct StoredStore {
    explicit StoredStore(const std::vector<std::filesystem::path>& dumps) {
        const StoreFile file;
        {
            Engine engine(file.path());
            for (const auto& dump : dumps) load(engine, file_text(dump));
            digest = engine.digest();
        }
        bytes = file_text(file.path());
    }
    std::string bytes;
    std::string digest;
};

}  // namespace abonado::fuzz
