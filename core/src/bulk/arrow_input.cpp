// A stream of Arrow's record batches as the bytes of a dump.
#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "abonado/arrow.hpp"
#include "abonado/error.hpp"
#include "abonado/input.hpp"
#include "base/held.hpp"
#include "bulk/arrow_rows.hpp"

namespace abonado {

namespace {

constexpr std::size_t kChunk = std::size_t{128} << 10;  // of lines at a time

class ArrowInput : public Input {
public:
    ArrowInput(ArrowArrayStream& stream, const FrameRows& rows, std::string name)
        : name_(std::move(name)), stream_(std::exchange(stream, {})), rows_(read_schema(rows)) {}

    const std::string& name() const override { return name_; }

    std::size_t read(char* buffer, std::size_t size) override {
        while (taken_ == lines_.size()) {
            if (failure_) throw Error(*failure_);
            if (ended_) return 0;
            lines_.clear();
            taken_ = 0;
            refill();
        }
        const std::size_t got = std::min(size, lines_.size() - taken_);
        std::memcpy(buffer, lines_.data() + taken_, got);
        taken_ += got;
        position_ += got;
        return got;
    }
    // Lines are gathered until there is a chunk of them, and then comes the one that may be too long.
    void longest_line(std::size_t bytes) override { rows_.cut_beyond(kChunk + bytes); }
    std::uint64_t position() const override { return position_; }
    std::optional<std::uint64_t> size() const override { return std::nullopt; }

private:
    ArrowRows read_schema(const FrameRows& rows) {
        Held<ArrowSchema> schema;
        try {
            if (const int code = stream_->get_schema(&*stream_, &*schema); code != 0) fail(code);
            return {*schema, rows};
        } catch (const Error& error) {
            throw named(error);
        }
    }

    Error named(const Error& error) const { return {error.code(), name_ + ": " + error.details().front().wording()}; }

    // What the producer says, which may quote what it reads.
    [[noreturn]] void fail(int code) {
        const char* const text = stream_->get_last_error(&*stream_);
        const bool is_cancelled = code == ECANCELED;
        throw Error(is_cancelled ? ErrorCode::cancelled : ErrorCode::input_unreadable,
                    text != nullptr && *text != '\0' ? told(text) : Wording(std::strerror(code)));
    }

    // The next lines. What was wrong is kept until those before it were given out.
    void refill() {
        std::size_t whole = 0;  // bytes of whole lines
        try {
            while (row_ == batch_->length) {
                if (!next_batch()) return;
            }
            for (; row_ < batch_->length && lines_.size() < kChunk; ++row_) {
                rows_.append_line(lines_, row_);
                whole = lines_.size();
            }
        } catch (const Error& error) {
            lines_.resize(whole);
            failure_ = named(error);
        }
    }

    bool next_batch() {
        batch_.reset();
        row_ = 0;
        if (const int code = stream_->get_next(&*stream_, &*batch_); code != 0) fail(code);
        ended_ = batch_->release == nullptr;
        if (!ended_) rows_.bind(*batch_);
        return !ended_;
    }

    std::string name_;
    Held<ArrowArrayStream> stream_;
    ArrowRows rows_;
    Held<ArrowArray> batch_;
    std::int64_t row_ = 0;  // the next of the batch
    std::string lines_;
    std::size_t taken_ = 0;  // bytes of the lines that were given out
    std::uint64_t position_ = 0;
    bool ended_ = false;
    std::optional<Error> failure_;
};

}  // namespace

std::unique_ptr<Input> arrow_input(ArrowArrayStream* stream, const FrameRows& rows, std::string name) {
    if (stream->release == nullptr) throw Error(ErrorCode::invalid_argument, name + ": the stream was read before");
    return std::make_unique<ArrowInput>(*stream, rows, std::move(name));
}

}  // namespace abonado
