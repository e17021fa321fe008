// An error as the body of an answer.
#include "abonado/json.hpp"
#include "abonado/operations.hpp"

namespace abonado {

namespace {

// The catalogue of errors that the portal links to.
constexpr std::string_view kCatalogue = "https://developers.masstack.com/en/guides/subscriptions/errorcatalogue";

std::string text_of(const ErrorDetail& detail) {
    return detail.pointer.empty() ? detail.message : detail.pointer + ' ' + detail.message;
}

}  // namespace

std::string error_body(const Error& error, ErrorForm form) {
    const ErrorInfo& info = error_info(error.code());
    const std::string code(info.word);
    const std::string reference = std::string(kCatalogue) + "#" + code;
    if (form == ErrorForm::error) {
        ErrorResponse body;
        body.error = {code, error.what(), reference, {}};
        return to_json(body);
    }
    ErrorMessage body;
    for (const ErrorDetail& detail : error.details()) {
        body.errors.push_back({code, std::string(info.title), reference, text_of(detail), {}});
    }
    return to_json(body);
}

}  // namespace abonado
