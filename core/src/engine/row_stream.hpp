// A frame over rows in memory that something shared owns.
#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "columns/batch.hpp"
#include "columns/stream.hpp"

namespace abonado {

// A column, and how its value comes from a row and from what owns all rows.
template <class Row, class Owner>
struct RowColumn {
    FrameColumn column;
    void (*append)(ColumnBuilder&, const Row&, const Owner&);
};

template <class Row, class Owner>
std::vector<FrameColumn> columns_of(const std::vector<RowColumn<Row, Owner>>& table) {
    std::vector<FrameColumn> out;
    out.reserve(table.size());
    for (const RowColumn<Row, Owner>& row : table) out.push_back(row.column);
    return out;
}

// Used by one thread at a time.
template <class Row, class Owner>
class RowSource : public BatchSource {
public:
    using Table = std::vector<RowColumn<Row, Owner>>;

    RowSource(const Table& table, std::span<const FrameColumn> columns, std::shared_ptr<const Owner> owner,
              std::span<const Row> rows, std::size_t most)
        : table_(table), columns_(columns), owner_(std::move(owner)), rows_(rows), most_(most), batch_(columns) {}

    std::span<const FrameColumn> columns() const override { return columns_; }

    bool next(ArrowArray* out) override {
        while (given_ < rows_.size() && static_cast<std::size_t>(batch_.rows()) < most_ && !batch_.is_full()) {
            const Row& row = rows_[given_++];
            for (std::size_t i = 0; i < table_.size(); ++i) table_[i].append(batch_.columns()[i], row, *owner_);
            batch_.end_row();
        }
        if (batch_.rows() == 0) return false;
        *out = batch_.finish();
        return true;
    }

private:
    const Table& table_;
    std::span<const FrameColumn> columns_;
    std::shared_ptr<const Owner> owner_;
    std::span<const Row> rows_;
    std::size_t most_;
    std::size_t given_ = 0;
    BatchBuilder batch_;
};

// The stream shares `owner`, to whom the rows belong; table and columns have to outlive it.
template <class Row, class Owner>
void export_rows(const std::vector<RowColumn<Row, Owner>>& table, std::span<const FrameColumn> columns,
                 std::shared_ptr<const Owner> owner, const std::vector<Row>& rows, std::size_t batch_rows,
                 ArrowArrayStream* out) {
    const std::size_t most = std::max<std::size_t>(batch_rows, 1);
    export_stream(std::make_unique<RowSource<Row, Owner>>(table, columns, std::move(owner), std::span(rows), most),
                  out);
}

}  // namespace abonado
