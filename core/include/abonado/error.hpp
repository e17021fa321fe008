// The one exception of the library.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "abonado/export.h"
#include "abonado/wording.hpp"

namespace ABONADO_PUBLIC abonado {

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
    // Why an operation was refused.
    missing_query_params,         // a query parameter is not there, or holds none of its words
    invalid_subscription_status,  // the subscription is not in a status that the operation needs
    incompatible_product,         // the tariff may not follow the present one
    change_pending,               // a tariff change of the subscription is pending already
    forbidden_organization,       // the operation is not for this organisation
    subscription_not_found,       // the organisation has no such subscription
    product_not_found,            // the catalogue has no such tariff, or the subscription has none
    already_exists,               // what was to be created is there
    status_conflict,              // the status step is not allowed from the present status
    method_not_allowed,           // the path takes other verbs
};

// A row of the error table.
struct ErrorInfo {
    ErrorCode code;
    std::string_view word;  // stable, for programs
    int http_status;
    std::string_view title;
};

// The row of a code.
const ErrorInfo& error_info(ErrorCode code) noexcept;

// One of several faults that an error tells of.
struct ErrorDetail {
    std::string pointer;  // JSON Pointer of the datum, or empty
    std::string message;
    ValueSpans values = {};  // where the message tells values of a record

    // The message with its values, to be told within another one.
    Wording wording() const {
        Wording out(message);
        out.values = values;
        return out;
    }
};

// Thrown by calls that cannot go on; data that breaks a rule is a Finding, never an exception.
// Immutable after construction, so it may be read from any thread.
class Error : public std::runtime_error {
public:
    // `pointer` is the JSON Pointer of the datum at fault, or empty.
    Error(ErrorCode code, const Wording& message, std::string pointer = {});
    // Several faults of one request; the message names them all, the pointer is that of the first.
    Error(ErrorCode code, std::vector<ErrorDetail> details);

    // Why the call could not go on.
    ErrorCode code() const noexcept { return code_; }
    // The code as text, stable, for programs.
    std::string_view word() const noexcept { return error_info(code_).word; }
    // The HTTP status that goes with the code.
    int http_status() const noexcept { return error_info(code_).http_status; }
    // JSON Pointer of the datum at fault, or empty.
    const std::string& pointer() const noexcept { return pointer_; }
    // At least one: the message itself if nothing else was given.
    const std::vector<ErrorDetail>& details() const noexcept { return details_; }

private:
    ErrorCode code_;
    std::string pointer_;
    std::vector<ErrorDetail> details_;
};

}  // namespace abonado
