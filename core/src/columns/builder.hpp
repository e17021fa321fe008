// The values of one column on their way into an ArrowArray.
//
// Used by one thread at a time. Throws std::bad_alloc, and Error(storage) for a value that is none of its column's kind.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "abonado/arrow.hpp"
#include "abonado/frame_columns.hpp"
#include "base/held.hpp"
#include "columns/buffer.hpp"

namespace abonado {

class ColumnBuilder {
public:
    // The column must outlive the builder.
    explicit ColumnBuilder(const FrameColumn& column);

    const FrameColumn& column() const noexcept { return *column_; }
    std::int64_t length() const noexcept { return length_; }
    // Of its values; readers count those of a batch with 32 bits.
    std::size_t bytes() const noexcept { return values_.size(); }

    void append_null();
    // Integers, booleans, instants, dates and amounts, as a store keeps them.
    void append(std::int64_t value);
    void append(double value);
    // Texts, JSON, words, blobs, and uuids of 16 bytes. What is no UTF-8 becomes U+FFFD, as Arrow allows none in texts.
    void append(std::string_view value);

    // Gives the values away and begins anew.
    ArrowArray finish();

private:
    void mark(bool is_valid);
    void append_bytes(std::string_view value);
    void append_word(std::string_view value);
    [[noreturn]] void refuse(const char* what) const;

    const FrameColumn* column_;
    bool has_offsets_;
    std::size_t width_ = 0;  // bytes of a value that has no offset; 0: a bit
    std::int64_t length_ = 0;
    std::int64_t nulls_ = 0;
    Buffer validity_;  // empty until there is a null
    Buffer offsets_;
    Buffer values_;
    int last_word_ = 0;  // words come in runs
};

// A record batch of columns, all of them of this length. They are taken, unless it throws.
ArrowArray struct_array(std::int64_t length, std::vector<Held<ArrowArray>>&& children);

}  // namespace abonado
