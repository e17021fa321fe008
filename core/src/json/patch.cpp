// Applying a JSON Patch to a text, byte by byte: what it does not name stays as it was written.
#include <array>

#include "abonado/error.hpp"
#include "abonado/json.hpp"
#include "base/utf8.hpp"
#include "json/locate.hpp"
#include "model/record.hpp"

namespace abonado {

namespace {

[[noreturn]] void refuse(const std::string& why, std::string_view path) {
    throw Error(ErrorCode::invalid_argument, "the patch " + why, std::string(path));
}

LocateTarget find(std::string_view text, std::string_view pointer) {
    LocateTarget target;
    target.pointer = pointer;
    std::vector<LocateTarget*> order{&target};
    locate(text, order);
    return target;
}

struct Operation {
    std::string op;
    std::string path;
    std::string from;
    std::string_view value;  // its JSON text
};

std::vector<Operation> read_operations(std::string_view patch) {
    std::vector<Operation> out;
    for (std::size_t i = 0;; ++i) {
        const std::string at = "/" + std::to_string(i);
        if (!find(patch, at).found) return out;
        const auto member = [&](std::string_view name) -> std::string_view {
            const LocateTarget place = find(patch, at + "/" + std::string(name));
            return place.found ? patch.substr(place.begin, place.end - place.begin) : std::string_view();
        };
        out.push_back({unescape(member("op")), unescape(member("path")), unescape(member("from")), member("value")});
    }
}

std::string_view parent_of(std::string_view pointer) {
    const std::size_t slash = pointer.rfind('/');
    if (slash == std::string_view::npos) refuse("names no member", pointer);
    return pointer.substr(0, slash);
}

std::string name_of(std::string_view pointer) {
    std::string out;
    for (std::size_t i = pointer.rfind('/') + 1; i < pointer.size(); ++i) {
        if (pointer[i] == '~' && i + 1 < pointer.size()) out += pointer[++i] == '1' ? '/' : '~';
        else out += pointer[i];
    }
    return out;
}

void add_member(std::string& text, const Operation& operation) {
    const LocateTarget object = find(text, parent_of(operation.path));
    if (!object.found || text[object.begin] != '{') refuse("adds to what is no object", operation.path);
    std::string member;
    append_json_string(member, name_of(operation.path));
    member += ':';
    member += operation.value;
    const std::size_t first = text.find_first_not_of(" \t\r\n", object.begin + 1);
    if (text[first] != '}') member += ',';
    text.insert(object.begin + 1, member);
}

// The name of a member stands before its value: back over colon and spaces to its quotes.
void rename(std::string& text, const Operation& operation) {
    const LocateTarget value = find(text, operation.from);
    const bool is_rename = parent_of(operation.from) == parent_of(operation.path);
    if (!value.found || !is_rename) refuse("moves what is not there, or to another object", operation.from);
    if (find(text, operation.path).found) refuse("moves to what is there", operation.path);
    const std::size_t end = text.rfind('"', value.begin - 1);
    std::size_t begin = end;
    const auto is_escaped = [&text](std::size_t quote) {
        std::size_t slashes = 0;
        while (slashes < quote && text[quote - 1 - slashes] == '\\') ++slashes;
        return slashes % 2 == 1;
    };
    do begin = text.rfind('"', begin - 1);
    while (is_escaped(begin));
    std::string name;
    append_json_string(name, name_of(operation.path));
    text.replace(begin, end - begin + 1, name);
}

}  // namespace

std::string apply_patch(std::string_view document, std::string_view patch) {
    // The first line of a file may have it: a finding's places are those of the object behind it.
    const std::string_view mark = document.starts_with(kByteOrderMark) ? kByteOrderMark : std::string_view();
    std::string text(document.substr(mark.size()));
    for (const Operation& operation : read_operations(patch)) {
        const bool has_value = !operation.value.empty();
        if (operation.op == "move") {
            rename(text, operation);
            continue;
        }
        if ((operation.op != "add" && operation.op != "replace") || !has_value) {
            refuse("has an operation other than add, replace and move", operation.path);
        }
        const LocateTarget place = find(text, operation.path);
        if (place.found) text.replace(place.begin, place.end - place.begin, operation.value);
        else if (operation.op == "add") add_member(text, operation);
        else refuse("replaces what is not there", operation.path);
    }
    return text.insert(0, mark);
}

}  // namespace abonado
