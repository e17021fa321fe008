#include "bulk/unpack.hpp"

#include <zlib.h>
#include <zstd.h>
#include <zstd_errors.h>

#include <algorithm>
#include <cstring>
#include <functional>
#include <utility>
#include <vector>

#include "abonado/error.hpp"

namespace abonado {

namespace {

constexpr std::size_t kChunk = std::size_t{256} << 10;  // of packed bytes at a time

// What is left of the packed bytes that were read, and where more come from.
class Packed {
public:
    explicit Packed(Input& source) : source_(source), bytes_(kChunk) {}

    // Makes sure that there are at least `wanted` bytes, if the source has them.
    void gather(std::size_t wanted) {
        while (size() < wanted && !ended_) {
            if (begin_ > 0) {
                std::memmove(bytes_.data(), data(), size());
                end_ -= begin_;
                begin_ = 0;
            }
            while (!source_.wait(kWaitMilliseconds)) {
                if (idle) idle();
            }
            const std::size_t got = source_.read(bytes_.data() + end_, bytes_.size() - end_);
            ended_ = got == 0;
            end_ += got;
        }
    }
    std::function<void()> idle;  // called while the source has nothing to give
    char* data() { return bytes_.data() + begin_; }
    std::size_t size() const { return end_ - begin_; }
    void drop(std::size_t count) { begin_ += count; }

private:
    Input& source_;
    std::vector<char> bytes_;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
    bool ended_ = false;
};

// A format: unpacks from `in` into [buffer, buffer + size); 0 only at the proper end.
class Format {
public:
    virtual ~Format() = default;
    virtual std::size_t read(Packed& in, char* buffer, std::size_t size) = 0;
};

class Plain : public Format {
public:
    std::size_t read(Packed& in, char* buffer, std::size_t size) override {
        in.gather(1);
        const std::size_t got = std::min(size, in.size());
        std::memcpy(buffer, in.data(), got);
        in.drop(got);
        return got;
    }
};

class Gzip : public Format {
public:
    explicit Gzip(std::string name) : name_(std::move(name)) {
        constexpr int kGzipOnly = 16;
        if (::inflateInit2(&stream_, MAX_WBITS + kGzipOnly) != Z_OK) fail("zlib cannot start");
    }
    Gzip(const Gzip&) = delete;
    Gzip& operator=(const Gzip&) = delete;
    ~Gzip() override { ::inflateEnd(&stream_); }

    std::size_t read(Packed& in, char* buffer, std::size_t size) override {
        while (true) {
            in.gather(1);
            if (in.size() == 0) {
                if (inside_member_) fail("the gzip data is cut off");
                return 0;
            }
            if (!inside_member_) {
                // Members may follow each other, as when compressed files are joined.
                ::inflateReset(&stream_);
                inside_member_ = true;
            }
            stream_.next_in = reinterpret_cast<Bytef*>(in.data());
            stream_.avail_in = static_cast<uInt>(in.size());
            stream_.next_out = reinterpret_cast<Bytef*>(buffer);
            stream_.avail_out = static_cast<uInt>(size);
            const int state = ::inflate(&stream_, Z_NO_FLUSH);
            in.drop(in.size() - stream_.avail_in);
            if (state == Z_STREAM_END) inside_member_ = false;
            const std::size_t got = size - stream_.avail_out;
            if (got > 0) return got;
            if (state != Z_OK && state != Z_STREAM_END && state != Z_BUF_ERROR) fail("the gzip data is broken");
        }
    }

private:
    [[noreturn]] void fail(const char* why) const { throw Error(ErrorCode::input_unreadable, name_ + ": " + why); }

    std::string name_;
    z_stream stream_{};
    bool inside_member_ = false;
};

class Zstd : public Format {
public:
    explicit Zstd(std::string name) : name_(std::move(name)), stream_(::ZSTD_createDStream()) {
        if (stream_ == nullptr) fail("zstd cannot start");
    }
    Zstd(const Zstd&) = delete;
    Zstd& operator=(const Zstd&) = delete;
    ~Zstd() override { ::ZSTD_freeDStream(stream_); }

    std::size_t read(Packed& in, char* buffer, std::size_t size) override {
        while (true) {
            in.gather(1);
            if (in.size() == 0 && !inside_frame_) return 0;
            // What a call unpacks before it meets a fault is lost. So it is given no more than it asks for, which is a block, and
            // nothing while it has more to give out.
            ZSTD_inBuffer input{in.data(), is_full_ ? 0 : std::min(in.size(), wanted_), 0};
            ZSTD_outBuffer output{buffer, size, 0};
            const std::size_t state = ::ZSTD_decompressStream(stream_, &output, &input);
            if (::ZSTD_getErrorCode(state) == ZSTD_error_frameParameter_windowTooLarge) {
                fail("the zstd data cannot be unpacked within 128 MiB of memory, as its window is larger");
            }
            if (::ZSTD_isError(state) != 0) fail("the zstd data is broken");
            const bool starved = in.size() == 0;
            in.drop(input.pos);
            inside_frame_ = state != 0;
            wanted_ = std::max<std::size_t>(state, 1);
            is_full_ = output.pos == size;
            if (output.pos > 0) return output.pos;
            if (starved && inside_frame_) fail("the zstd data is cut off");
        }
    }

private:
    [[noreturn]] void fail(const char* why) const { throw Error(ErrorCode::input_unreadable, name_ + ": " + why); }

    std::string name_;
    ZSTD_DStream* stream_;
    bool inside_frame_ = false;
    std::size_t wanted_ = 1;  // packed bytes
    bool is_full_ = false;    // what was last asked for: there may be more without further packed bytes
};

class UnpackedInput : public Input {
public:
    explicit UnpackedInput(std::unique_ptr<Input> source) : source_(std::move(source)), packed_(*source_) {}

    const std::string& name() const override { return source_->name(); }
    std::size_t read(char* buffer, std::size_t size) override {
        if (size == 0) return 0;  // which a format would take for nothing to unpack yet
        if (!format_) format_ = recognise();
        if (is_passed_through()) return source_->read(buffer, size);
        const std::size_t got = format_->read(packed_, buffer, size);
        unpacked_ += got;
        if (!is_plain_) refuse_bomb();
        return got;
    }
    // Waiting is done within read(), since one byte of output may take any number of packed ones.
    bool wait(int milliseconds) override { return !is_passed_through() || source_->wait(milliseconds); }
    void while_waiting(const std::function<void()>& idle) override { packed_.idle = idle; }
    std::uint64_t position() const override { return source_->position(); }
    std::optional<std::uint64_t> size() const override { return source_->size(); }

private:
    // Plain bytes need no buffer of ours once those that were looked at are given out.
    bool is_passed_through() const { return is_plain_ && packed_.size() == 0; }

    // What a few bytes unpack to would be read for days. The first part may be as dense as it likes.
    void refuse_bomb() const {
        if (unpacked_ <= kUnpackedUnlimited || unpacked_ / kMaxUnpackRatio <= source_->position()) return;
        throw Error(ErrorCode::input_unreadable, name() + ": unpacks to more than " + std::to_string(kMaxUnpackRatio) +
                                                     " times its size, at byte " + std::to_string(unpacked_) +
                                                     "; unpack it yourself if it is what it should be");
    }

    std::unique_ptr<Format> recognise() {
        packed_.gather(4);
        const std::string_view head(packed_.data(), std::min<std::size_t>(packed_.size(), 4));
        if (head.starts_with("\x1f\x8b")) return std::make_unique<Gzip>(name());
        if (head == "\x28\xb5\x2f\xfd") return std::make_unique<Zstd>(name());
        is_plain_ = true;
        return std::make_unique<Plain>();
    }

    std::unique_ptr<Input> source_;
    Packed packed_;
    std::unique_ptr<Format> format_;
    bool is_plain_ = false;
    std::uint64_t unpacked_ = 0;
};

}  // namespace

std::unique_ptr<Input> unpacked(std::unique_ptr<Input> source) {
    return std::make_unique<UnpackedInput>(std::move(source));
}

}  // namespace abonado
