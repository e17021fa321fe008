#include "store/store_path.hpp"

#include <algorithm>
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

}  // namespace

std::string file_of(const std::string& path) {
    std::error_code failure;
    const fs::path absolute = fs::absolute(path, failure);
    if (failure) throw Error(ErrorCode::storage, path + ": the working directory is gone");
    const fs::path file = fs::weakly_canonical(followed(absolute), failure);
    return (failure ? absolute : file).string();
}

bool is_one_file(const std::string& one, const std::string& other) {
    std::error_code is_not_there;
    return fs::equivalent(one, other, is_not_there) || file_of(one) == file_of(other);
}

void refuse_unusable_name(const std::string& path, std::string_view what) {
    if (path.empty()) throw Error(ErrorCode::invalid_argument, "the path of " + std::string(what) + " is empty");
    if (path.find('\0') != std::string::npos) {
        throw Error(ErrorCode::invalid_argument, "the path of " + std::string(what) + " holds a NUL");
    }
}

StorePath::StorePath(std::string path) : given(std::move(path)) {
    refuse_unusable_name(given, "the store");
    if (is_memory()) {
        file = given;
        return;
    }
    // SQLite passes over a slash at the end, and would make a file of the name before it.
    const fs::path name = fs::path(given).filename();
    if (name.empty() || name == "." || name == "..") {
        throw Error(ErrorCode::store_unusable, given + ": is a directory, not a store");
    }
    file = file_of(given);
}

std::vector<std::string> StorePath::files() const {
    if (is_memory()) return {};
    return {file, file + "-wal", file + "-shm", file + "-journal", writer_file()};
}

bool StorePath::holds(const std::string& output) const {
    const std::vector<std::string> own = files();
    return std::any_of(own.begin(), own.end(), [&](const std::string& name) { return is_one_file(output, name); });
}

}  // namespace abonado
