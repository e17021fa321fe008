// Dumps for the tests of the bulk pipeline: their lines, the files they stand in, and a run over an input of a test's own.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstddef>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "vectors.hpp"

namespace abonado::dumps {

// A segment as a line without its end. Clean as it is; with the id "OP" it breaks SEG-001. `padding` bytes of text are there
// to choose its length by.
inline std::string segment(int legacy_id, std::string_view id = "OM_GOLD", std::size_t padding = 7) {
    return R"({"kind":"segment","org":"euskaltel","legacy_id":)" + std::to_string(legacy_id) +
           R"(,"segment_class":"POSTPAID_MOBILE","body":{"segment_id":")" + std::string(id) +
           R"(","segment_value":"PREMIUM","reason":")" + std::string(padding, 'r') + R"("}})";
}

// A Max subscription as a line without its end, clean as it is. `members` are further ones of the envelope, each behind a
// comma.
inline std::string max_record(int legacy_id, std::string_view uuid, std::string_view members = {}) {
    return R"({"kind":"max","org":"euskaltel","legacy_id":)" + std::to_string(legacy_id) + std::string(members) +
           R"(,"body":{"id":")" + std::string(uuid) +
           R"(","status":"ACTIVE","activation_date":"2023-02-02T10:30:00Z",)"
           R"("last_status_reason":"ACTIVATION_OK","catalogue_commercial_product_id":"MAX","legacy_account_id":880123,)"
           R"("creation_date":"2023-02-01T09:00:00Z","creation_user":"u","bundle_related_info":{},)"
           R"("specific_data":{"service_id":"s","product_id":"p"}}})";
}

// The UUID that ends in this number.
inline std::string uuid_of(int number) {
    const std::string digits = std::to_string(number);
    return "00000000-0000-4000-8000-" + std::string(12 - digits.size(), '0') + digits;
}

// The default options, on one thread unless told.
inline ValidateOptions plain(unsigned threads = 1) {
    ValidateOptions options;
    options.threads = threads;
    return options;
}

// A path for a file of the test's own. Nothing stands there yet.
inline std::string temporary(std::string_view name) {
    const std::string file = testing::TempDir() + "abonado_validate_" + std::to_string(::getpid()) + "_" +
                             std::string(name);
    std::filesystem::remove_all(file);  // of a process of the same number that was killed
    return file;
}

// A file with these bytes, gone at the end of the test.
class File {
public:
    File(std::string_view name, std::string_view bytes) : path_(temporary(name)) {
        vectors::replace_file(path_, bytes);
    }
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    ~File() { std::remove(path_.c_str()); }
    const std::string& path() const { return path_; }

private:
    std::string path_;
};

// The verdict on this one input.
inline vectors::Verdict verdict_of(std::unique_ptr<Input> input, const ValidateOptions& options,
                                   const Tick& tick = {}) {
    std::vector<std::unique_ptr<Input>> inputs;
    inputs.push_back(std::move(input));
    vectors::Verdict out;
    out.report = validate(
        inputs, options, [&out](const Finding& f) { out.findings.push_back(f); }, tick);
    return out;
}

}  // namespace abonado::dumps
