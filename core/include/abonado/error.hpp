// The one exception of the library.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

namespace abonado {

// Why a call could not go on. The table in error.cpp gives each its word, HTTP status and title.
enum class ErrorCode : std::uint8_t {
    invalid_argument,   // an option or argument of the call itself
    invalid_document,   // a document that cannot be read as the type asked for
    input_unreadable,   // a file or stream that cannot be read to its end
    output_unwritable,  // a file or stream that cannot be written
    cancelled,          // the caller asked to stop
    not_found,          // what the call names is not there
    store_unusable,     // a file that is no store, is damaged, or is of another version
    store_busy,         // another program or thread writes to the store, and went on for longer than was waited
    storage,            // the store's file cannot be read or written
    handle_closed,      // the handle was closed, or belongs to the process that this one was forked from
};

struct ErrorInfo {
    ErrorCode code;
    std::string_view word;  // stable, for programs
    int http_status;
    std::string_view title;
};

const ErrorInfo& error_info(ErrorCode code) noexcept;

// Thrown by calls that cannot go on; data that breaks a rule is a Finding, never an exception.
// Immutable after construction, so it may be read from any thread.
class Error : public std::runtime_error {
public:
    // `pointer` is the JSON Pointer of the datum at fault, or empty.
    Error(ErrorCode code, const std::string& message, std::string pointer = {});

    ErrorCode code() const noexcept { return code_; }
    std::string_view word() const noexcept { return error_info(code_).word; }
    int http_status() const noexcept { return error_info(code_).http_status; }
    const std::string& pointer() const noexcept { return pointer_; }

private:
    ErrorCode code_;
    std::string pointer_;
};

}  // namespace abonado
