#include "engine/c_errors.hpp"

#include <string>

#include "base/utf8.hpp"

namespace abonado::c {

namespace {

// Numbers are never used again for another code. A code that is missing here does not compile in developer mode.
constexpr abonado_code number_of(ErrorCode code) noexcept {
    switch (code) {
        case ErrorCode::invalid_argument:
            return ABONADO_INVALID_ARGUMENT;
        case ErrorCode::invalid_document:
            return ABONADO_INVALID_DOCUMENT;
        case ErrorCode::input_unreadable:
            return ABONADO_INPUT_UNREADABLE;
        case ErrorCode::output_unwritable:
            return ABONADO_OUTPUT_UNWRITABLE;
        case ErrorCode::cancelled:
            return ABONADO_CANCELLED;
        case ErrorCode::not_found:
            return ABONADO_NOT_FOUND;
        case ErrorCode::store_unusable:
            return ABONADO_STORE_UNUSABLE;
        case ErrorCode::store_busy:
            return ABONADO_STORE_BUSY;
        case ErrorCode::storage:
            return ABONADO_STORAGE;
        case ErrorCode::handle_closed:
            return ABONADO_HANDLE_CLOSED;
        case ErrorCode::missing_query_params:
            return ABONADO_MISSING_QUERY_PARAMS;
        case ErrorCode::invalid_subscription_status:
            return ABONADO_INVALID_SUBSCRIPTION_STATUS;
        case ErrorCode::incompatible_product:
            return ABONADO_INCOMPATIBLE_PRODUCT;
        case ErrorCode::change_pending:
            return ABONADO_CHANGE_PENDING;
        case ErrorCode::forbidden_organization:
            return ABONADO_FORBIDDEN_ORGANIZATION;
        case ErrorCode::subscription_not_found:
            return ABONADO_SUBSCRIPTION_NOT_FOUND;
        case ErrorCode::product_not_found:
            return ABONADO_PRODUCT_NOT_FOUND;
        case ErrorCode::already_exists:
            return ABONADO_ALREADY_EXISTS;
        case ErrorCode::status_conflict:
            return ABONADO_STATUS_CONFLICT;
        case ErrorCode::method_not_allowed:
            return ABONADO_METHOD_NOT_ALLOWED;
    }
    return ABONADO_UNEXPECTED;
}

constexpr abonado_error kNoError{ABONADO_OK, 0, "", "", ""};
constexpr abonado_error kNoMemory{ABONADO_OUT_OF_MEMORY, 500, "ABO_OUT_OF_MEMORY", "there is not enough memory", ""};

// `view` refers to the texts beside it, or to literals.
struct LastError {
    abonado_error view = kNoError;
    std::string word;
    std::string message;
    std::string pointer;
};

LastError& last_error() noexcept {
    thread_local LastError last;
    return last;
}

// Fit to be ended by a zero byte.
std::string shown(std::string_view text) {
    std::string out;
    for (const char byte : valid_utf8(text)) {
        if (byte == '\0') out += "\xef\xbf\xbd";
        else out += byte;
    }
    return out;
}

abonado_code keep(abonado_code code, int http_status, std::string_view word, std::string_view message,
                  std::string_view pointer) noexcept {
    LastError& last = last_error();
    try {
        // The message may be that of the error that was kept.
        LastError next{{}, std::string(word), shown(message), shown(pointer)};
        last.word.swap(next.word);
        last.message.swap(next.message);
        last.pointer.swap(next.pointer);
    } catch (const std::bad_alloc&) {
        return remember_no_memory();
    }
    last.view = {code, http_status, last.word.c_str(), last.message.c_str(), last.pointer.c_str()};
    return code;
}

}  // namespace

abonado_code remember(const Error& error) noexcept {
    return keep(number_of(error.code()), error.http_status(), error.word(), error.what(), error.pointer());
}

abonado_code remember_no_memory() noexcept {
    last_error().view = kNoMemory;
    return ABONADO_OUT_OF_MEMORY;
}

abonado_code remember_unexpected(const char* message) noexcept {
    return keep(ABONADO_UNEXPECTED, 500, "ABO_UNEXPECTED", message, {});
}

}  // namespace abonado::c

const abonado_error* abonado_last_error(void) { return &abonado::c::last_error().view; }
