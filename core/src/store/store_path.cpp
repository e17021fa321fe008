#include "store/store_path.hpp"

#include <filesystem>
#include <utility>

#include "abonado/error.hpp"

namespace abonado {

namespace {

namespace fs = std::filesystem;

// weakly_canonical() leaves a last name that is a link to a file which is not there yet: SQLite would make that file.
fs::path followed(fs::path path) {
    constexpr int kMostLinks = 40;  // as the system has it
    std::error_code failure;
    for (int i = 0; i < kMostLinks && fs::is_symlink(path, failure); ++i) {
        const fs::path target = fs::read_symlink(path, failure);
        if (failure) break;
        path = path.parent_path() / target;  // an absolute target replaces all
    }
    return path;
}

std::string file_of(const std::string& path) {
    if (path == kMemoryPath) return path;
    std::error_code failure;
    const fs::path absolute = fs::absolute(path, failure);
    if (failure) return path;
    const fs::path file = fs::weakly_canonical(followed(absolute), failure);
    return (failure ? absolute : file).string();
}

}  // namespace

void refuse_unusable_name(const std::string& path, std::string_view what) {
    if (path.empty()) throw Error(ErrorCode::invalid_argument, "the path of " + std::string(what) + " is empty");
    if (path.find('\0') != std::string::npos) {
        throw Error(ErrorCode::invalid_argument, "the path of " + std::string(what) + " holds a NUL");
    }
}

StorePath::StorePath(std::string path) : given(std::move(path)) {
    refuse_unusable_name(given, "the store");
    file = file_of(given);
}

std::vector<std::string> StorePath::files() const {
    if (is_memory()) return {};
    return {file, file + "-wal", file + "-shm", file + "-journal", writer_file()};
}

}  // namespace abonado
