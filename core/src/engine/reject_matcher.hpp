// Which reject a record of a replay was.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "bulk/block_checker.hpp"
#include "engine/load.hpp"
#include "store/ledger.hpp"

namespace abonado {

// A record is known by its names, or, where the input is the kept lines themselves, by its place. In an edited input a record
// whose names no open reject has (they were what was wrong, or could not be read) is known by its place too, but only if at
// the end no line turns out to have been added, taken away or moved: better a reject too many stays open than one is lost.
// Used by one thread, within the run's transactions.
class RejectMatcher {
public:
    RejectMatcher(Ledger& ledger, const ReplayTask& task, std::int64_t run) : ledger_(ledger), task_(task), run_(run) {}

    // The reject that the record surely is; `number` is its place among the records, from 0.
    std::optional<std::int64_t> match(const CheckedRecord& record, std::string_view text, std::size_t number);
    // Tells of a record without a sure match what it became: a new reject, or nothing if it was loaded.
    void keep_in_mind(std::size_t number, std::optional<std::int64_t> became);
    // Settles what is known by its place, after all `records`.
    void finish(std::size_t records);
    // The run that rejected the kept line at a place.
    std::int64_t run_of(std::size_t number) const { return task_.rejects[number].run; }

private:
    struct ByPlace {
        std::int64_t reject;
        std::optional<std::int64_t> became;
    };

    bool is_meant(std::int64_t reject) const;

    Ledger& ledger_;
    const ReplayTask& task_;
    std::int64_t run_;
    bool is_in_place_ = true;  // every record that names say is a reject stood in that reject's place
    std::vector<ByPlace> by_place_;
};

}  // namespace abonado
