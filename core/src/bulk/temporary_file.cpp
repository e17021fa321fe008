#include "bulk/temporary_file.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "abonado/error.hpp"

namespace abonado {

TemporaryFile::TemporaryFile(std::string directory) : directory_(std::move(directory)) {
    if (!directory_.empty()) return;
    const char* from_environment = std::getenv("TMPDIR");
    directory_ = from_environment != nullptr && *from_environment != '\0' ? from_environment : "/tmp";
}

TemporaryFile::~TemporaryFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

void TemporaryFile::open() {
    std::string path = directory_ + "/abonado-XXXXXX";
    descriptor_ = ::mkstemp(path.data());
    if (descriptor_ < 0) fail("make a temporary file");
    ::unlink(path.c_str());  // the file lives as long as the descriptor, even if the process is killed
}

std::uint64_t TemporaryFile::append(const void* bytes, std::size_t size) {
    if (descriptor_ < 0) open();
    const std::uint64_t begin = size_;
    const char* at = static_cast<const char*>(bytes);
    while (size > 0) {
        const ssize_t done = ::pwrite(descriptor_, at, size, static_cast<off_t>(size_));
        if (done < 0 && errno == EINTR) continue;
        if (done <= 0) fail("write a temporary file");
        at += done;
        size -= static_cast<std::size_t>(done);
        size_ += static_cast<std::uint64_t>(done);
    }
    return begin;
}

void TemporaryFile::read(std::uint64_t position, void* bytes, std::size_t size) const {
    char* at = static_cast<char*>(bytes);
    while (size > 0) {
        const ssize_t done = ::pread(descriptor_, at, size, static_cast<off_t>(position));
        if (done < 0 && errno == EINTR) continue;
        if (done <= 0) fail("read a temporary file");
        at += done;
        size -= static_cast<std::size_t>(done);
        position += static_cast<std::uint64_t>(done);
    }
}

void TemporaryFile::fail(const char* action) const {
    throw Error(ErrorCode::output_unwritable,
                std::string("cannot ") + action + " in " + directory_ + ": " + std::strerror(errno));
}

}  // namespace abonado
