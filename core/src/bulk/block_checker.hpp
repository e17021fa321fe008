// The check of a block of lines: what one worker does.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "abonado/validate.hpp"
#include "base/content_hash.hpp"
#include "bulk/block_reader.hpp"
#include "bulk/duplicates.hpp"
#include "bulk/origins.hpp"
#include "json/decoder.hpp"
#include "json/locate.hpp"
#include "rules/registry.hpp"

namespace abonado {

// A record that is to be loaded, or to be kept because it cannot be. Offsets are those of the input.
struct CheckedRecord {
    std::uint64_t line = 0;    // within the block
    std::uint64_t offset = 0;  // of its line
    std::uint64_t size = 0;    // of its line, without the newline, as it stands in the block
    std::size_t findings = 0;  // the first of its findings in the block's list
    std::size_t findings_end = 0;
    bool is_invalid = false;
    bool is_whole = true;  // false: the line is too long, the block holds its beginning
    std::string kind;      // empty when not known, as the next two
    std::string org;
    std::int64_t legacy_id = 0;
    std::optional<Envelope> envelope;  // of valid records
    ContentHash content{};             // of the envelope in its canonical form
};

// Whether the records themselves are wanted, and not only the verdict.
enum class Keep : std::uint8_t { verdict, records };

// The verdict on a block. Lines are counted from 0 within the block; the collector knows which line it begins with.
struct BlockResult {
    std::uint64_t lines = 0;
    std::uint64_t records = 0;
    std::uint64_t invalid = 0;
    std::uint64_t errors = 0;
    std::uint64_t warnings = 0;
    std::vector<std::uint64_t> by_rule;
    std::vector<Finding> findings;
    BlockOrigins origins;
    std::vector<DuplicateKey> keys;          // `org` is an index into `organisations`
    std::vector<std::string> organisations;  // of the keys
    std::vector<CheckedRecord> checked;      // only with Keep::records

    void clear();
};

// Checks blocks, one after the other. Not thread-safe: one per worker.
class BlockChecker {
public:
    BlockChecker(const CompiledOptions& rules, const ValidateOptions& options, Keep keep = Keep::verdict);

    // Fills `result`. `goes_on` is asked every few milliseconds and may throw; when it says no, the rest is not looked at.
    void check(const Block& block, BlockResult& result, const std::function<bool()>& goes_on);

private:
    void check_line(std::string_view line, std::uint64_t offset, BlockResult& result);
    void check_cut_line(const Block& block, BlockResult& result);
    void report(std::uint64_t offset, const OriginView& origin, BlockResult& result);
    void place(std::string_view line, std::uint64_t offset, std::vector<Finding>& findings);
    void keep_record(std::string_view line, std::uint64_t offset, bool invalid, BlockResult& result);
    void collect_keys(std::uint64_t offset, bool invalid, BlockResult& result);

    const CompiledOptions& rules_;
    const ValidateOptions& options_;
    const Keep keep_;
    Decoder decoder_;
    Record record_;
    RuleHits hits_;
    std::string canonical_;
};

}  // namespace abonado
