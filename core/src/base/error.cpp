#include "abonado/error.hpp"

#include <array>
#include <cstddef>
#include <utility>

namespace abonado {

namespace {

// The ABO_ prefix says that a code is this engine's, not one of the operator's published codes.
constexpr std::array<ErrorInfo, 20> kErrors{{
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
    {ErrorCode::missing_query_params, "MISSING_QUERY_PARAMS", 400, "A query parameter is missing"},
    {ErrorCode::invalid_subscription_status, "INVALID_SUBSCRIPTION_STATUS", 400,
     "The status of the subscription does not allow the operation"},
    {ErrorCode::incompatible_product, "INCOMPATIBLE_BUNDLED_COMMERCIAL_PRODUCT", 400,
     "The product is not compatible with the present one"},
    {ErrorCode::change_pending, "ABO_CHANGE_PENDING", 400, "A change of the product is pending"},
    {ErrorCode::forbidden_organization, "FORBIDDEN_ORGANIZATION", 403, "The organisation may not do this"},
    {ErrorCode::subscription_not_found, "SUBSCRIPTION_NOT_FOUND", 404, "There is no such subscription"},
    {ErrorCode::product_not_found, "ABO_PRODUCT_NOT_FOUND", 404, "There is no such product"},
    {ErrorCode::already_exists, "ABO_ALREADY_EXISTS", 409, "It exists already"},
    {ErrorCode::status_conflict, "ABO_STATUS_CONFLICT", 409, "The status may not follow the present one"},
    {ErrorCode::method_not_allowed, "ABO_METHOD_NOT_ALLOWED", 405, "The path takes other methods"},
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

namespace {

std::string joined(const std::vector<ErrorDetail>& details) {
    std::string out;
    for (const ErrorDetail& detail : details) {
        if (!out.empty()) out += "; ";
        if (!detail.pointer.empty()) out += detail.pointer + ' ';
        out += detail.message;
    }
    return out;
}

}  // namespace

Error::Error(ErrorCode code, const Wording& message, std::string pointer)
    : std::runtime_error(message.text),
      code_(code),
      pointer_(std::move(pointer)),
      details_{{pointer_, message.text, message.values}} {}

Error::Error(ErrorCode code, std::vector<ErrorDetail> details)
    : std::runtime_error(joined(details)),
      code_(code),
      pointer_(details.empty() ? std::string() : details.front().pointer),
      details_(std::move(details)) {}

}  // namespace abonado
