// Columns as an ArrowSchema.
#pragma once

#include <cstddef>
#include <span>

#include "abonado/arrow.hpp"
#include "abonado/frame_columns.hpp"

namespace abonado {

// Bytes of an index into the words: more than int8 holds need int16.
std::size_t index_width(const FrameColumn& column);

// Fills `out` with the type of a record batch of these columns, all of them nullable; `out` owns what it points to. Throws
// std::bad_alloc, and then leaves `out` as it was. Safe from any thread.
void export_schema(std::span<const FrameColumn> columns, ArrowSchema* out);

}  // namespace abonado
