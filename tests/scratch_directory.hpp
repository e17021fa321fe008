// A directory of a test's own. Used by one thread.
#pragma once

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>

namespace abonado {

// Gone at its end with all that stands in it.
class ScratchDirectory {
public:
    explicit ScratchDirectory(const std::filesystem::path& parent) {
        // Not named after the process: one of the same number may have been killed and left its own.
        std::string name = parent / "abonado_store_XXXXXX";
        if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error(name + ": cannot be made");
        path_ = name;
    }
    ScratchDirectory(const ScratchDirectory&) = delete;
    ScratchDirectory& operator=(const ScratchDirectory&) = delete;
    ~ScratchDirectory() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    std::string file(std::string_view name) const { return path_ + "/" + std::string(name); }
    const std::string& path() const { return path_; }

private:
    std::string path_;
};

}  // namespace abonado
