#include "operations/requests.hpp"

#include <algorithm>
#include <optional>
#include <vector>

#include "base/utf8.hpp"

namespace abonado {

namespace {

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

// `+` is itself, as numbers and dates hold it. A percent sign without two digits is itself too.
std::string percent_decoded(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool has_digits = text[i] == '%' && i + 2 < text.size();
        const int high = has_digits ? hex_digit(text[i + 1]) : -1;
        const int low = has_digits ? hex_digit(text[i + 2]) : -1;
        if (high < 0 || low < 0) {
            out += text[i];
            continue;
        }
        out += static_cast<char>(high * 16 + low);
        i += 2;
    }
    return out;
}

bool is_utf8(const std::string& text) { return valid_utf8(text) == text; }

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> out;
    while (true) {
        const std::size_t at = text.find(separator);
        out.push_back(text.substr(0, at));
        if (at == std::string_view::npos) return out;
        text.remove_prefix(at + 1);
    }
}

// Whether the path is one of the template; its first parameter is the organisation, a second one the subscription.
bool matches(std::string_view path_template, std::span<const std::string_view> path, Route& route) {
    const std::vector<std::string_view> parts = split(path_template, '/');
    if (parts.size() != path.size()) return false;
    std::vector<std::string> parameters;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (parts[i].starts_with('{')) {
            if (path[i].empty()) return false;
            parameters.push_back(percent_decoded(path[i]));
            if (!is_utf8(parameters.back())) return false;
        } else if (parts[i] != path[i]) {
            return false;
        }
    }
    route.org = parameters.empty() ? "" : parameters[0];
    route.id = parameters.size() < 2 ? "" : parameters[1];
    return true;
}

std::string_view unquoted(std::string_view value) {
    if (value.size() > 1 && value.front() == '\'' && value.back() == '\'') return value.substr(1, value.size() - 2);
    return value;
}

// Where the next known parameter begins behind a question mark, or the end.
std::size_t next_question(std::string_view text, std::span<const std::string_view> known) {
    for (std::size_t at = text.find('?'); at != std::string_view::npos; at = text.find('?', at + 1)) {
        const std::string_view rest = text.substr(at + 1);
        const bool is_known = std::any_of(known.begin(), known.end(), [&](std::string_view name) {
            return rest.starts_with(name) && rest.substr(name.size()).starts_with('=');
        });
        if (is_known) return at;
    }
    return text.size();
}

}  // namespace

Route find_route(const Request& request) {
    Route out;
    const std::size_t question = request.path.find('?');
    const std::string_view path = std::string_view(request.path).substr(0, question);
    out.query = request.query;
    if (question != std::string::npos) {
        out.query = request.path.substr(question + 1) + (request.query.empty() ? "" : "&") + request.query;
    }
    const std::vector<std::string_view> parts = split(path, '/');
    out.form = path.starts_with("/v3/") ? ErrorForm::error : ErrorForm::errors;
    for (const OperationInfo& row : operations()) {
        if (row.path.empty() || !matches(row.path, parts, out)) continue;
        if (to_word(row.verb) == request.verb) {
            out.row = &row;
            out.is_wrong_verb = false;
            return out;
        }
        constexpr int kMethodNotAllowed = 405;
        out.is_wrong_verb = std::find(row.errors.begin(), row.errors.end(), kMethodNotAllowed) != row.errors.end();
    }
    return out;
}

std::map<std::string, std::string> query_parameters(std::string_view query, std::span<const std::string_view> known) {
    std::map<std::string, std::string> out;
    const auto take = [&out](std::string_view text) {
        const std::size_t equals = text.find('=');
        if (equals == std::string_view::npos) return;
        const std::string value = percent_decoded(text.substr(equals + 1));
        // What is no text is as good as nothing.
        out[percent_decoded(text.substr(0, equals))] = is_utf8(value) ? unquoted(value) : "";
    };
    for (std::string_view part : split(query, '&')) {
        while (true) {
            const std::size_t end = next_question(part, known);
            take(part.substr(0, end));
            if (end == part.size()) break;
            part.remove_prefix(end + 1);
        }
    }
    return out;
}

}  // namespace abonado
