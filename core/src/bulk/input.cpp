#include "abonado/input.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "abonado/error.hpp"
#include "bulk/input_list.hpp"
#include "bulk/unpack.hpp"

namespace abonado {

namespace {

[[noreturn]] void fail(const std::string& name, const std::string& why) {
    throw Error(ErrorCode::input_unreadable, name + ": " + why);
}

class FileInput : public Input {
public:
    FileInput(int descriptor, bool owned, std::string name)
        : descriptor_(descriptor), owned_(owned), name_(std::move(name)) {
        struct stat status {};
        if (::fstat(descriptor_, &status) == 0 && S_ISREG(status.st_mode)) {
            size_ = static_cast<std::uint64_t>(status.st_size);
        }
        is_pipe_ = S_ISFIFO(status.st_mode);
    }
    FileInput(const FileInput&) = delete;
    FileInput& operator=(const FileInput&) = delete;
    ~FileInput() override {
        if (owned_) ::close(descriptor_);
    }

    const std::string& name() const override { return name_; }

    std::size_t read(char* buffer, std::size_t size) override {
        while (is_pipe_ && !wait(-1)) {  // a pipe to which nobody writes yet would seem to have ended
        }
        while (true) {
            const ssize_t got = ::read(descriptor_, buffer, size);
            if (got >= 0) {
                position_ += static_cast<std::uint64_t>(got);
                return static_cast<std::size_t>(got);
            }
            if (errno != EINTR) fail(name_, std::strerror(errno));
        }
    }

    bool wait(int milliseconds) override {
        if (size_) return true;
        pollfd entry{descriptor_, POLLIN, 0};
        return ::poll(&entry, 1, milliseconds) > 0;
    }

    std::uint64_t position() const override { return position_; }
    std::optional<std::uint64_t> size() const override { return size_; }

private:
    int descriptor_;
    bool owned_;
    std::string name_;
    bool is_pipe_ = false;
    std::uint64_t position_ = 0;
    std::optional<std::uint64_t> size_;
};

class MemoryInput : public Input {
public:
    MemoryInput(std::string_view bytes, std::string name) : bytes_(bytes), name_(std::move(name)) {}

    const std::string& name() const override { return name_; }
    std::size_t read(char* buffer, std::size_t size) override {
        const std::size_t got = bytes_.copy(buffer, size, at_);  // memcpy may not be given the null of an empty dump
        at_ += got;
        return got;
    }
    std::uint64_t position() const override { return at_; }
    std::optional<std::uint64_t> size() const override { return bytes_.size(); }

private:
    std::string_view bytes_;
    std::string name_;
    std::size_t at_ = 0;
};

}  // namespace

std::unique_ptr<Input> open_input(const std::string& path) {
    if (path == "-") return unpacked(std::make_unique<FileInput>(STDIN_FILENO, false, std::string(kStandardInputName)));
    if (path.find('\0') != std::string::npos) fail(path, "the path holds a NUL");
    // Opening a named pipe would wait for its writer, deaf to everything; waiting is wait()'s.
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0) fail(path, std::strerror(errno));
    auto file = std::make_unique<FileInput>(descriptor, true, path);
    if (::fcntl(descriptor, F_SETFL, 0) < 0) fail(path, std::strerror(errno));
    struct stat status {};
    if (::fstat(descriptor, &status) == 0 && S_ISDIR(status.st_mode)) fail(path, "is a directory");
    return unpacked(std::move(file));
}

std::unique_ptr<Input> memory_input(std::string_view bytes, std::string name) {
    return unpacked(std::make_unique<MemoryInput>(bytes, std::move(name)));
}

}  // namespace abonado
