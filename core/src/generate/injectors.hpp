// The table of injectors: how a clean record is made to break one rule, and no other.
//
// Constant data. Adding a rule to the rule table takes one row here, in the file of its group.
#pragma once

#include <span>
#include <string_view>

#include "generate/draft.hpp"

namespace abonado::gen {

struct Injector {
    std::string_view rule;
    Kinds kinds;  // that the rule can hit
    // Changes the owned record before it is written, or readies it for `rewrite`. Returns false, with the draft as it
    // was, if the dump holds nothing yet that the defect could refer to.
    bool (*edit)(Draft& draft);
    // Changes the written line; nullptr for rules of the domain.
    void (*rewrite)(Draft& draft) = nullptr;
};

std::span<const Injector> document_injectors() noexcept;      // DOC
std::span<const Injector> envelope_injectors() noexcept;      // ENV
std::span<const Injector> subscription_injectors() noexcept;  // SUB
std::span<const Injector> part_injectors() noexcept;          // ADD, PRO, FUP, COM, BUN, DEV
std::span<const Injector> request_injectors() noexcept;       // SEG, CRL
std::span<const Injector> product_injectors() noexcept;       // TAR, SCH
std::span<const Injector> legacy_injectors() noexcept;        // HIS, IDN
std::span<const Injector> dump_injectors() noexcept;          // DUP

// The row of a rule, or nullptr.
const Injector* find_injector(std::string_view rule) noexcept;

// An element of an optional list, which gets one by `make` if it has none.
template <class T, class Make>
T& any_of(Draft& draft, std::optional<std::vector<T>>& list, const Make& make) {
    if (!list) list.emplace();
    if (list->empty()) list->push_back(make());
    return (*list)[draft.random.below(list->size())];
}

}  // namespace abonado::gen
