#include "abonado/error.hpp"

#include <array>
#include <cstddef>
#include <utility>

namespace abonado {

namespace {

// The ABO_ prefix says that a code is this engine's, not one of the operator's published codes.
constexpr std::array<ErrorInfo, 10> kErrors{{
    {ErrorCode::invalid_argument, "BAD_REQUEST", 400, "An argument of the call is not valid"},
    {ErrorCode::invalid_document, "ABO_INVALID_DOCUMENT", 400, "The document is not of the type asked for"},
    {ErrorCode::input_unreadable, "ABO_INPUT", 500, "An input cannot be read to its end"},
    {ErrorCode::output_unwritable, "ABO_OUTPUT", 500, "An output cannot be written"},
    {ErrorCode::cancelled, "ABO_CANCELLED", 500, "The caller asked to stop"},
    {ErrorCode::not_found, "ABO_NOT_FOUND", 404, "There is no such thing"},
    {ErrorCode::store_unusable, "ABO_STORE_UNUSABLE", 500, "The file is no store that this version can use"},
    {ErrorCode::store_busy, "ABO_STORE_BUSY", 500, "Another program is writing to the store"},
    {ErrorCode::storage, "ABO_STORAGE", 500, "The store cannot be read or written"},
    {ErrorCode::handle_closed, "ABO_CLOSED", 500, "The handle is closed"},
}};

consteval bool in_order() {
    for (std::size_t i = 0; i < kErrors.size(); ++i) {
        if (static_cast<std::size_t>(kErrors[i].code) != i) return false;
    }
    return true;
}
static_assert(in_order(), "rows stand in the order of ErrorCode");

}  // namespace

const ErrorInfo& error_info(ErrorCode code) noexcept { return kErrors[static_cast<std::size_t>(code)]; }

Error::Error(ErrorCode code, const std::string& message, std::string pointer)
    : std::runtime_error(message), code_(code), pointer_(std::move(pointer)) {}

}  // namespace abonado
