// A file without a name, gone when it is closed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace abonado {

// Made at the first append. Not thread-safe. Throws Error(output_unwritable) with the reason of the system.
class TemporaryFile {
public:
    // An empty directory is the system's ($TMPDIR, or /tmp).
    explicit TemporaryFile(std::string directory);
    ~TemporaryFile();
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;

    // Returns where the bytes begin.
    std::uint64_t append(const void* bytes, std::size_t size);
    void read(std::uint64_t position, void* bytes, std::size_t size) const;

private:
    void open();
    [[noreturn]] void fail(const char* action) const;

    std::string directory_;
    int descriptor_ = -1;
    std::uint64_t size_ = 0;
};

}  // namespace abonado
