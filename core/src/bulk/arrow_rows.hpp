// How the rows of a frame become lines of a dump: which columns are members of the envelope, which of its body.
//
// Used by one thread at a time.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "abonado/input.hpp"
#include "bulk/arrow_column.hpp"

namespace abonado {

class ArrowRows {
public:
    // Throws Error(invalid_argument) if the columns cannot be read or the rows can be no records.
    ArrowRows(const ArrowSchema& schema, const FrameRows& rows);
    ArrowRows(const ArrowRows&) = delete;
    ArrowRows& operator=(const ArrowRows&) = delete;

    // As ArrowColumn::bind. Throws Error(input_unreadable).
    void bind(const ArrowArray& batch);
    // A text that has grown beyond so many bytes is not added to but for brackets and names: its line is too long whatever
    // comes.
    void cut_beyond(std::size_t bytes) { root_.cut_beyond(bytes); }
    // The row as a line with its newline. Throws Error(input_unreadable), and has then appended part of the line.
    void append_line(std::string& out, std::int64_t row) const;

private:
    void place_columns();

    ArrowColumn root_;
    FrameRows rows_;
    std::string kind_;  // members, ready to be written, of rows that do not say theirs; or empty
    std::string org_;
    const ArrowColumn* kind_column_ = nullptr;
    const ArrowColumn* org_column_ = nullptr;
    std::vector<const ArrowColumn*> envelope_;  // other members of the envelope
    std::vector<const ArrowColumn*> body_;      // members of a body that is not one column
    const ArrowColumn* whole_body_ = nullptr;
    std::int64_t offset_ = 0;  // of the batch under way
};

}  // namespace abonado
