#include "bulk/block_reader.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include "abonado/error.hpp"
#include "base/utf8.hpp"
#include "bulk/unpack.hpp"

namespace abonado {

namespace {

std::size_t find_last_newline(const char* bytes, std::size_t size) {
    const void* found = ::memrchr(bytes, '\n', size);
    return found == nullptr ? std::string_view::npos
                            : static_cast<std::size_t>(static_cast<const char*>(found) - bytes);
}

}  // namespace

BlockReader::BlockReader(Input& input, std::uint32_t number, std::size_t max_line_bytes, std::function<void()> idle)
    : input_(input), number_(number), longest_(max_line_bytes + 2) {
    if (idle) idle_ = [this, call = std::move(idle)] { watched(call); };
    input_.while_waiting(idle_);
    input_.longest_line(longest_);
}

// The input may be read on by whoever owns it.
BlockReader::~BlockReader() { input_.while_waiting({}); }

void BlockReader::watched(const std::function<void()>& idle) {
    is_idling_ = true;
    idle();
    is_idling_ = false;
}

std::size_t BlockReader::read(char* buffer, std::size_t size) {
    if (ended_) return 0;
    try {
        do {
            if (idle_) idle_();
        } while (!input_.wait(kWaitMilliseconds));
        const std::size_t got = input_.read(buffer, size);
        ended_ = got == 0;
        return got;
    } catch (const Error& error) {
        if (is_idling_ || error.code() != ErrorCode::input_unreadable) throw;
        failure_ = error;
        ended_ = true;
        return 0;
    }
}

bool BlockReader::next(Block& block) {
    block.input = number_;
    block.offset = offset_;
    block.cut_bytes = 0;
    block.bytes.resize(std::max(kBlockSize, rest_.size()));
    std::copy(rest_.begin(), rest_.end(), block.bytes.begin());
    block.size = rest_.size();
    rest_.clear();
    while (true) {
        while (block.size < block.bytes.size()) {
            const std::size_t got = read(block.bytes.data() + block.size, block.bytes.size() - block.size);
            if (got == 0) break;
            block.size += got;
        }
        if (first_) skip_byte_order_mark(block);
        if (block.size < block.bytes.size() && ended_) break;
        const std::size_t newline = find_last_newline(block.bytes.data(), block.size);
        if (newline != std::string_view::npos) {
            const auto cut = block.bytes.begin() + static_cast<std::ptrdiff_t>(newline) + 1;
            rest_.assign(cut, block.bytes.begin() + static_cast<std::ptrdiff_t>(block.size));
            block.size = newline + 1;
            break;
        }
        if (block.size > longest_) {
            skip_rest_of_line(block);
            return true;
        }
        block.bytes.resize(std::min(block.bytes.size() * 2, longest_ + 1));
    }
    offset_ = block.offset + block.size;
    return block.size > 0;
}

// Called with the beginning of a line that is longer than it may be.
void BlockReader::skip_rest_of_line(Block& block) {
    std::uint64_t length = block.size;
    std::size_t line_end_size = 0;
    char before = block.bytes[block.size - 1];  // the newline, if there is one
    std::vector<char> skipped(kBlockSize);
    for (std::size_t got = read(skipped.data(), skipped.size()); got > 0; got = read(skipped.data(), skipped.size())) {
        const void* newline = std::memchr(skipped.data(), '\n', got);
        if (newline == nullptr) {
            length += got;
            before = skipped[got - 1];
            continue;
        }
        const auto line_end = static_cast<std::size_t>(static_cast<const char*>(newline) - skipped.data()) + 1;
        if (line_end > 1) before = skipped[line_end - 2];
        line_end_size = before == '\r' ? 2 : 1;
        rest_.assign(skipped.begin() + static_cast<std::ptrdiff_t>(line_end),
                     skipped.begin() + static_cast<std::ptrdiff_t>(got));
        length += line_end;
        break;
    }
    offset_ = block.offset + length;
    block.cut_bytes = length - line_end_size;
    block.size = std::min(block.size, kKeptOfCutLine);
    block.bytes.resize(kBlockSize);
    block.bytes.shrink_to_fit();
}

void BlockReader::skip_byte_order_mark(Block& block) {
    first_ = false;
    constexpr std::size_t kSize = kByteOrderMark.size();
    if (!block.text().starts_with(kByteOrderMark)) return;
    std::memmove(block.bytes.data(), block.bytes.data() + kSize, block.size - kSize);
    block.size -= kSize;
    block.offset += kSize;
}

}  // namespace abonado
