// Frames: what is in a store, and what a validation found, as typed columns of Arrow, in batches.
//
// The structures of Arrow are declared in arrow.hpp. What a function fills belongs to the caller, who gives it back by its
// `release`.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "abonado/arrow.hpp"
#include "abonado/engine.hpp"
#include "abonado/export.h"
#include "abonado/frame_columns.hpp"

namespace ABONADO_PUBLIC abonado {

// Which rows and columns of a frame are wanted.
struct FrameRequest {
    std::string name;
    std::vector<std::string> columns = {};  // in this order; empty: all
    // A condition of SQL over the frame's columns, empty: none. Values are as the store keeps them (see ColumnKind). It may not
    // hold `;`, a comment, or SELECT.
    std::string where = {};
    std::vector<SqlValue> parameters = {};   // of the condition, in order
    AsOf as_of = {};                         // for frames of subscriptions and of documents' contents
    std::string org = {};                    // only its rows; empty: of all organisations
    std::optional<std::int64_t> limit = {};  // no more rows than these, whichever; none: all
    std::size_t batch_rows = 65536;
};

// All frames, in the order of the tables. Made once; safe from any thread.
std::span<const FrameInfo> frames();

// The type of a frame's batches. Throws Error(invalid_argument) for a name or column that there is not. Safe from any thread.
void frame_schema(std::string_view name, std::span<const std::string> columns, ArrowSchema* out);

// What is kept of the findings of a run. Never changed once it is shared.
struct KeptFindings {
    std::vector<Finding> findings;
    std::vector<std::string> inputs;  // names, by Finding::input
};

// The columns of findings. Constant; safe from any thread.
std::span<const FrameColumn> finding_columns();
// The type of the batches of findings.
void finding_schema(ArrowSchema* out);
// The stream shares the findings. Used by one thread at a time.
void finding_stream(std::shared_ptr<const KeptFindings> kept, ArrowArrayStream* out, std::size_t batch_rows = 65536);

// What the findings of a run have in common. Never changed once it is shared.
struct KeptCauses {
    CauseTable table;
    std::vector<std::string> inputs;  // names, by Finding::input
};

// A row is a FindingGroup.
std::span<const FrameColumn> cause_columns();
void cause_schema(ArrowSchema* out);  // of its batches
// As finding_stream.
void cause_stream(std::shared_ptr<const KeptCauses> kept, ArrowArrayStream* out, std::size_t batch_rows = 65536);

}  // namespace abonado
