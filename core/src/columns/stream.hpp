// A stream of record batches over whatever fills them.
#pragma once

#include <memory>
#include <span>

#include "abonado/arrow.hpp"
#include "abonado/frame_columns.hpp"

namespace abonado {

// What the batches of a stream come from. Used by one thread at a time, not always the same one.
class BatchSource {
public:
    BatchSource() = default;
    BatchSource(const BatchSource&) = delete;
    BatchSource& operator=(const BatchSource&) = delete;
    virtual ~BatchSource() = default;

    // The same at all times.
    virtual std::span<const FrameColumn> columns() const = 0;
    // The next batch; false at the end. May throw: the stream then tells the error, now and at each further call, and asks no
    // more.
    virtual bool next(ArrowArray* out) = 0;
};

// Fills `out`, which owns the source from then on. After the end and after an error, no batch is given any more. Throws
// std::bad_alloc, and then leaves `out` as it was.
void export_stream(std::unique_ptr<BatchSource> source, ArrowArrayStream* out);

}  // namespace abonado
