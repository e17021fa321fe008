// What may stand once only in a dump (rules DUP): keys are collected per record and compared at the end, in bounded memory.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "abonado/validate.hpp"
#include "bulk/external_sorter.hpp"
#include "rules/registry.hpp"

namespace abonado {

// A key of one record. Fixed in size, so that it can go to a file as it is.
struct DuplicateKey {
    std::array<std::uint64_t, 2> key;  // what may stand once: a uuid; a hash; for DUP-003 a hash and the digits
    std::uint64_t meaning;             // DUP-001: hash of the content; else hash of the subscription that has the key
    std::uint64_t line;
    std::uint64_t offset;  // of the value in the input
    std::int64_t legacy_id;
    std::uint32_t input;
    std::uint32_t org;  // number of the organisation in the index
    DumpRule rule;
    RecordKind kind;
    bool invalid;  // the record has an error already
    bool named;    // legacy_id and kind are known
};
static_assert(sizeof(DuplicateKey) == 64, "three for each record: a cache line each, no more");

// The keys that a record contributes. `hits` are its broken rules: a record that cannot be named takes no part.
// Appends to `out`; lines and organisations are filled in by the caller.
void append_duplicate_keys(const Record& record, const RuleHits& hits, std::uint64_t line_offset, bool invalid,
                           std::vector<DuplicateKey>& out);

// Collects keys in the order of the input and then gives the findings in the same order. Not thread-safe.
class DuplicateIndex {
public:
    DuplicateIndex(std::size_t memory, const std::string& temporary_directory);

    std::uint32_t organisation(std::string_view name);
    void add(const DuplicateKey& key) { keys_.add(key); }

    // Gives each finding, and whether its record had no error before.
    void finish(const CompiledOptions& options, std::span<const std::string> inputs,
                const std::function<void(Finding&&, bool newly_invalid)>& found);

private:
    struct Conflict {
        DuplicateKey key;
        std::uint64_t first_line;
        std::uint32_t first_input;
        bool same_content;
    };
    struct ByKey {
        static std::uint64_t prefix(const DuplicateKey& key) noexcept { return key.key[0]; }
        bool operator()(const DuplicateKey& a, const DuplicateKey& b) const noexcept;
    };
    struct ByPlace {
        static std::uint64_t prefix(const Conflict& conflict) noexcept { return conflict.key.input; }
        bool operator()(const Conflict& a, const Conflict& b) const noexcept;
    };

    Finding describe(const Conflict& conflict, Severity severity, std::span<const std::string> inputs) const;
    void collect_conflicts();

    ExternalSorter<DuplicateKey, ByKey> keys_;
    ExternalSorter<Conflict, ByPlace> conflicts_;
    std::vector<std::string> organisations_;
    std::unordered_map<std::string, std::uint32_t> numbers_;
};

}  // namespace abonado
