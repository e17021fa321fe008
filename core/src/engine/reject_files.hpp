// The two files of rejects: lines byte for byte, to be mended and replayed, and what is wrong with each.
#pragma once

#include <fstream>
#include <span>
#include <string>

#include "abonado/ledger.hpp"

namespace abonado {

// One line of JSON: where the record stood, its fate and its findings.
std::string to_json_line(const Reject& reject);

// Throws Error(output_unwritable) if the files cannot be made, Error(invalid_argument) if one of them is an input of the load, or
// one of the store's files. What is there stays, and nothing is left that was not there.
void try_reject_files(const std::string& rejects_path, std::span<const std::string> inputs,
                      std::span<const std::string> store_files);

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
