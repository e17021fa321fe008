#include "columns/batch.hpp"

#include <utility>

namespace abonado {

namespace {

constexpr std::size_t kMostBytes = std::size_t{256} << 20;  // of a column; one value more never reaches 2 GiB

}  // namespace

BatchBuilder::BatchBuilder(std::span<const FrameColumn> columns) {
    columns_.reserve(columns.size());
    for (const FrameColumn& column : columns) columns_.emplace_back(column);
}

bool BatchBuilder::is_full() const noexcept {
    for (const ColumnBuilder& column : columns_) {
        if (column.bytes() >= kMostBytes) return true;
    }
    return false;
}

ArrowArray BatchBuilder::finish() {
    std::vector<Held<ArrowArray>> arrays;
    arrays.reserve(columns_.size());
    for (ColumnBuilder& column : columns_) arrays.emplace_back(column.finish());
    return struct_array(std::exchange(rows_, 0), std::move(arrays));
}

}  // namespace abonado
