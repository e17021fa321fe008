// What a request for a frame asks of a connection. Throws Error(invalid_argument) for one that makes no sense.
//
// Used by one thread at a time, with the connection.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "abonado/frames.hpp"
#include "store/connection.hpp"

namespace abonado {

// The columns of the frame of that name: those that are wanted, all if none is named.
std::vector<FrameColumn> chosen_columns(std::string_view name, std::span<const std::string> wanted);
inline std::vector<FrameColumn> chosen_columns(const FrameRequest& request) {
    return chosen_columns(request.name, request.columns);
}

// A statement that gives the rows of the request with values as they are kept, in these columns.
SQLite::Statement prepare_frame(Connection& connection, const FrameRequest& request,
                                std::span<const FrameColumn> columns);

}  // namespace abonado
