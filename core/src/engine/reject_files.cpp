#include "engine/reject_files.hpp"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <vector>

#include "abonado/error.hpp"
#include "abonado/json.hpp"
#include "base/utf8.hpp"
#include "bulk/input_list.hpp"
#include "store/store_path.hpp"

namespace abonado {

namespace {

[[noreturn]] void fail(const std::string& path) {
    throw Error(ErrorCode::output_unwritable, path + ": " + std::strerror(errno));
}

[[noreturn]] void fail_overwriting(const std::string& path, const std::string& other) {
    throw Error(ErrorCode::invalid_argument, path + ": rejects would be written over " + other);
}

// A pipe would end for its reader when a trial closes it.
bool may_be_tried(const std::string& path) {
    using std::filesystem::file_type;
    std::error_code ignored;
    const file_type type = std::filesystem::status(path, ignored).type();
    return type != file_type::fifo && type != file_type::character && type != file_type::socket;
}

// Throws if no file can be made of that name, or written.
void try_output(const std::string& path) {
    if (!may_be_tried(path)) return;
    const std::string file = file_of(path);  // a link that leads to no file yet stays
    std::error_code ignored;
    const bool is_there = std::filesystem::exists(file, ignored);
    if (!std::ofstream(path, std::ios::binary | std::ios::app)) fail(path);
    if (!is_there) std::filesystem::remove(file, ignored);
}

void append_member(std::string& out, std::string_view name, std::string_view json) {
    out += out.empty() ? '{' : ',';
    append_json_string(out, name);
    out += ':';
    out += json;
}

// A name of a file need not be UTF-8, JSON must.
std::string json_text(std::string_view text) {
    std::string out;
    append_json_string(out, valid_utf8(text));
    return out;
}

std::string json_text_or_null(std::string_view text) { return text.empty() ? "null" : json_text(text); }

std::string json_number_or_null(std::optional<std::int64_t> number) {
    return number ? std::to_string(*number) : "null";
}

}  // namespace

std::string findings_path(const std::string& rejects_path) {
    std::filesystem::path path(rejects_path);
    const std::filesystem::path extension = path.extension();
    return path.replace_extension(".findings" + extension.string()).string();
}

std::string to_json_line(const Reject& reject) {
    std::string out;
    append_member(out, "reject", std::to_string(reject.id));
    append_member(out, "run", std::to_string(reject.run));
    append_member(out, "attempt", std::to_string(reject.attempt));
    append_member(out, "state", json_text(to_word(reject.state)));
    append_member(out, "file", json_text(reject.input));
    append_member(out, "line", std::to_string(reject.line));
    append_member(out, "byte_offset", std::to_string(reject.byte_offset));
    append_member(out, "kind", json_text_or_null(reject.kind));
    append_member(out, "org", json_text_or_null(reject.org));
    append_member(out, "legacy_id", reject.legacy_id == 0 ? "null" : std::to_string(reject.legacy_id));
    append_member(out, "replaces", json_number_or_null(reject.replaces));
    append_member(out, "replayed_in", json_number_or_null(reject.replayed_in));
    append_member(out, "whole", reject.is_whole ? "true" : "false");
    std::string findings = "[";
    for (const Finding& finding : reject.findings) {
        if (findings.size() > 1) findings += ',';
        findings += to_json_line(finding);
    }
    append_member(out, "findings", findings + "]");
    return out + "}";
}

void try_reject_files(const std::string& rejects_path, std::span<const std::string> inputs,
                      std::span<const std::string> store_files) {
    refuse_unusable_name(rejects_path, "the rejects");
    std::vector<std::string> taken(inputs.begin(), inputs.end());
    taken.insert(taken.end(), store_files.begin(), store_files.end());
    const std::string findings = findings_path(rejects_path);
    if (is_one_file(findings, rejects_path)) fail_overwriting(findings, rejects_path);
    for (const std::string& path : {rejects_path, findings}) {
        for (const std::string& other : taken) {
            if (is_one_file(path, other == kStandardInputName ? "/dev/stdin" : other)) fail_overwriting(path, other);
        }
        try_output(path);
    }
}

RejectFiles::RejectFiles(const std::string& rejects_path)
    : path_(rejects_path),
      lines_(rejects_path, std::ios::binary | std::ios::trunc),
      findings_(findings_path(rejects_path), std::ios::binary | std::ios::trunc) {
    if (!lines_) fail(rejects_path);
    if (!findings_) fail(findings_path(rejects_path));
}

void RejectFiles::add(const Reject& reject) {
    lines_ << reject.raw << '\n';
    findings_ << to_json_line(reject) << '\n';
}

void RejectFiles::close() {
    lines_.close();
    if (!lines_) fail(path_);
    findings_.close();
    if (!findings_) fail(findings_path(path_));
}

}  // namespace abonado
