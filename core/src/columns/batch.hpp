// A record batch that is filled row by row.
//
// Used by one thread at a time. Errors are those of ColumnBuilder.
#pragma once

#include <span>
#include <vector>

#include "columns/builder.hpp"

namespace abonado {

class BatchBuilder {
public:
    // The columns must outlive the builder.
    explicit BatchBuilder(std::span<const FrameColumn> columns);

    std::span<ColumnBuilder> columns() noexcept { return columns_; }
    // A row is there once each of its columns has its value.
    void end_row() noexcept { ++rows_; }
    std::int64_t rows() const noexcept { return rows_; }
    // No further row should go into this batch, as offsets have 32 bits.
    bool is_full() const noexcept;

    ArrowArray finish();

private:
    std::vector<ColumnBuilder> columns_;
    std::int64_t rows_ = 0;
};

}  // namespace abonado
