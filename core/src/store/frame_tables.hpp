// The frames of a store: which there are, what they hold, and the SQL that gives their rows. They follow from the tables.
//
// Constant after construction; read from any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "abonado/frame_columns.hpp"
#include "store/tables.hpp"

namespace abonado {

// The rows of a table; or of several that hold the same, told apart by a column.
struct FrameTable {
    FrameInfo info;
    std::vector<const Table*> tables;
};

const std::vector<FrameTable>& frame_tables();

// A SELECT of the frame's columns with values as they are kept: of what is known now, or as of a run.
std::string frame_select_sql(const FrameTable& frame, const AsOfRun* as_of = nullptr);

}  // namespace abonado
