// Stores for targets, of the dumps that the requests of the API documents need. Used by one thread.
#pragma once

#include <unistd.h>

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

// A directory of this process, in memory where there is one, gone at its end.
inline const std::filesystem::path& place() {
    struct Place {
        Place() {
            const std::filesystem::path memory = "/dev/shm";
            std::error_code none;
            path = std::filesystem::is_directory(memory, none) ? memory : std::filesystem::temp_directory_path();
            path /= "abonado_fuzz_" + std::to_string(::getpid());
            std::filesystem::create_directory(path);
        }
        ~Place() {
            std::error_code none;
            std::filesystem::remove_all(path, none);
        }
        std::filesystem::path path;
    };
    static const Place all;
    return all.path;
}

// A store's file of its own in that directory, gone with what SQLite puts beside it.
class StoreFile {
public:
    explicit StoreFile(std::string_view bytes = {}) : path_(place() / "store.db") {
        std::ofstream(path_, std::ios::binary | std::ios::trunc) << bytes;
    }
    StoreFile(const StoreFile&) = delete;
    StoreFile& operator=(const StoreFile&) = delete;
    ~StoreFile() {
        std::error_code none;
        for (const char* const beside : {"", "-wal", "-shm", "-journal"}) {
            std::filesystem::remove(path_ + beside, none);
        }
    }
    const std::string& path() const { return path_; }

private:
    std::string path_;
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
