#include "engine/writer_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <thread>

#include "abonado/error.hpp"

namespace abonado {

namespace {

std::string holder(int descriptor) {
    std::array<char, 32> text{};
    const ssize_t got = ::pread(descriptor, text.data(), text.size(), 0);
    std::string out(text.data(), got > 0 ? static_cast<std::size_t>(got) : 0);
    out.erase(std::min(out.find('\n'), out.size()));
    return out;
}

}  // namespace

WriterLock::WriterLock(const StorePath& store) {
    if (store.is_memory()) return;
    const std::string path = store.writer_file();
    descriptor_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (descriptor_ < 0) {
        throw Error(ErrorCode::storage, store.given + ": cannot be written: " + path + ": " + std::strerror(errno));
    }
}

// Whatever it throws, the file is closed: the object is there as soon as the other constructor is done.
WriterLock::WriterLock(const StorePath& store, std::chrono::milliseconds patience, const std::function<void()>& goes_on)
    : WriterLock(store) {
    if (descriptor_ < 0) return;
    const auto until = std::chrono::steady_clock::now() + patience;
    while (::flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
        if (errno == EINTR) continue;
        if (errno != EWOULDBLOCK || std::chrono::steady_clock::now() >= until) {
            const std::string by = holder(descriptor_);
            throw Error(ErrorCode::store_busy, store.given + ": process " + (by.empty() ? "?" : by) +
                                                   " is writing to the store; it was waited for " +
                                                   std::to_string(patience.count()) + " ms");
        }
        if (goes_on) goes_on();
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    process_ = ::getpid();
    // Only for the message of those who wait: the lock holds without it.
    const std::string me = std::to_string(process_) + "\n";
    if (::ftruncate(descriptor_, 0) == 0) static_cast<void>(::pwrite(descriptor_, me.data(), me.size(), 0));
}

WriterLock::~WriterLock() {
    if (descriptor_ < 0) return;
    // Closing alone would leave the lock to children that were forked meanwhile.
    if (::getpid() == process_) ::flock(descriptor_, LOCK_UN);
    ::close(descriptor_);
}

}  // namespace abonado
