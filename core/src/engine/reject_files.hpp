// The two files of rejects: lines byte for byte, to be mended and replayed, and what is wrong with each.
#pragma once

#include <fstream>
#include <span>
#include <string>

#include "abonado/ledger.hpp"

namespace abonado {

// "bad.ndjson" -> "bad.findings.ndjson".
std::string findings_path(const std::string& rejects_path);

// One line of JSON: where the record stood, its fate and its findings.
std::string to_json_line(const Reject& reject);

// Throws Error(output_unwritable) if the files cannot be made, what is there stays; Error(invalid_argument) if one of them is
// an input of the load, or a file of the store.
void try_reject_files(const std::string& rejects_path, std::span<const std::string> inputs, const std::string& store);

// Writes both anew. Used by one thread; throws Error(output_unwritable).
class RejectFiles {
public:
    explicit RejectFiles(const std::string& rejects_path);
    void add(const Reject& reject);
    void close();

private:
    std::string path_;
    std::ofstream lines_;
    std::ofstream findings_;
};

}  // namespace abonado
