// Cuts an input into blocks that end at a newline.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "abonado/error.hpp"
#include "abonado/input.hpp"

namespace abonado {

// Large enough that handing blocks to workers costs nothing, small enough that the findings of a block in which every short
// line is garbage fit into memory.
inline constexpr std::size_t kBlockSize = std::size_t{128} << 10;

// What is kept of a line that is too long: enough for a message.
inline constexpr std::size_t kKeptOfCutLine = 4096;

// Whole lines of one input; only the last line of an input may lack its newline.
struct Block {
    std::vector<char> bytes;
    std::size_t size = 0;  // bytes in use
    std::uint32_t input = 0;
    std::uint64_t offset = 0;     // of the first byte in the input
    std::uint64_t cut_bytes = 0;  // length of the block's one line, of which only the beginning was kept; else 0

    std::string_view text() const { return {bytes.data(), size}; }
};

// Reads one input. Not thread-safe. A line longer than the limit becomes a block of its own that holds only its beginning,
// so that memory stays flat whatever the input is.
class BlockReader {
public:
    // `idle` is called before each read and while the input has nothing to give; it may throw.
    BlockReader(Input& input, std::uint32_t number, std::size_t max_line_bytes, std::function<void()> idle);
    ~BlockReader();
    BlockReader(const BlockReader&) = delete;
    BlockReader& operator=(const BlockReader&) = delete;

    // Fills `block`; false at the end. An error of the input is kept until all that came before it was given out.
    bool next(Block& block);
    // The error that ended the input, if one did.
    const std::optional<Error>& failure() const { return failure_; }
    std::uint64_t bytes() const { return offset_; }

private:
    std::size_t read(char* buffer, std::size_t size);
    void watched(const std::function<void()>& idle);
    void skip_rest_of_line(Block& block);
    void skip_byte_order_mark(Block& block);

    Input& input_;
    std::uint32_t number_;
    std::size_t longest_;  // bytes a line may have, line end included
    std::function<void()> idle_;
    std::vector<char> rest_;    // what was read behind the last newline of the block before
    std::uint64_t offset_ = 0;  // of the next block
    bool ended_ = false;
    bool first_ = true;
    bool is_idling_ = false;  // and stays so when `idle` has thrown: what that throws is none of the input's errors
    std::optional<Error> failure_;
};

}  // namespace abonado
