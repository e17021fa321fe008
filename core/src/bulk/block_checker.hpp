// The check of a block of lines: what one worker does.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "abonado/validate.hpp"
#include "bulk/block_reader.hpp"
#include "bulk/duplicates.hpp"
#include "json/decoder.hpp"
#include "json/locate.hpp"
#include "rules/registry.hpp"

namespace abonado {

// The verdict on a block. Lines are counted from 0 within the block; the collector knows which line it begins with.
struct BlockResult {
    std::uint64_t lines = 0;
    std::uint64_t records = 0;
    std::uint64_t invalid = 0;
    std::uint64_t errors = 0;
    std::uint64_t warnings = 0;
    std::vector<std::uint64_t> by_rule;
    std::vector<Finding> findings;
    std::vector<DuplicateKey> keys;          // `org` is an index into `organisations`
    std::vector<std::string> organisations;  // of the keys

    void clear();
};

// Checks blocks, one after the other. Not thread-safe: one per worker.
class BlockChecker {
public:
    BlockChecker(const CompiledOptions& rules, const ValidateOptions& options);

    // Fills `result`. `goes_on` is asked every few milliseconds and may throw; when it says no, the rest is not looked at.
    void check(const Block& block, BlockResult& result, const std::function<bool()>& goes_on);

private:
    void check_line(std::string_view line, std::uint64_t offset, BlockResult& result);
    void check_cut_line(const Block& block, BlockResult& result);
    void report(std::uint64_t offset, BlockResult& result);
    void place(std::string_view line, std::uint64_t offset, std::vector<Finding>& findings);
    void collect_keys(std::uint64_t offset, bool invalid, BlockResult& result);

    const CompiledOptions& rules_;
    const ValidateOptions& options_;
    Decoder decoder_;
    Record record_;
    RuleHits hits_;
};

}  // namespace abonado
