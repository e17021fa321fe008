#include "engine/reject_matcher.hpp"

#include <algorithm>

namespace abonado {

namespace {

// How much of two lines is the same from the left and from the right: an edit is mostly small.
std::size_t likeness(std::string_view a, std::string_view b) {
    const std::size_t shorter = std::min(a.size(), b.size());
    const auto prefix = static_cast<std::size_t>(
        std::mismatch(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(shorter), b.begin()).first - a.begin());
    const auto suffix = static_cast<std::size_t>(
        std::mismatch(a.rbegin(), a.rbegin() + static_cast<std::ptrdiff_t>(shorter - prefix), b.rbegin()).first -
        a.rbegin());
    return prefix + suffix;
}

}  // namespace

bool RejectMatcher::is_meant(std::int64_t reject) const {
    const auto by_id = [](const ReplayTask::Kept& kept) { return kept.id; };
    return std::ranges::binary_search(task_.rejects, reject, {}, by_id);  // they stand in the order of their ids
}

std::optional<std::int64_t> RejectMatcher::match(const CheckedRecord& record, std::string_view text,
                                                 std::size_t number) {
    const bool has_place = number < task_.rejects.size();
    if (!task_.was_edited) return has_place ? std::optional(task_.rejects[number].id) : std::nullopt;
    if (record.legacy_id == 0) return std::nullopt;
    const RejectSelection open{task_.filter.run, {}, RejectState::open, task_.filter.rule};
    std::vector<std::int64_t> named = ledger_.named(open, record.kind, record.org, record.legacy_id, run_);
    std::erase_if(named, [this](std::int64_t id) { return !is_meant(id); });
    if (named.empty()) {
        // Whose reject is settled already, maybe by an earlier attempt at this replay, stands in no other's place.
        const RejectSelection settled{task_.filter.run, {}, RejectState::replayed, task_.filter.rule};
        if (!ledger_.named(settled, record.kind, record.org, record.legacy_id, run_).empty()) is_in_place_ = false;
        return std::nullopt;
    }
    std::int64_t best = named.front();
    std::size_t most = 0;
    // Several segments of one subscription have the same names.
    for (std::size_t i = 0; named.size() > 1 && i < named.size(); ++i) {
        const std::size_t alike = likeness(ledger_.raw(named[i]), text);
        if (alike <= most) continue;
        most = alike;
        best = named[i];
    }
    is_in_place_ = is_in_place_ && has_place && task_.rejects[number].id == best;
    return best;
}

void RejectMatcher::keep_in_mind(std::size_t number, std::optional<std::int64_t> became) {
    if (is_in_place_ && number < task_.rejects.size()) by_place_.push_back({task_.rejects[number].id, became});
}

void RejectMatcher::finish(std::size_t records) {
    if (!is_in_place_ || records != task_.rejects.size()) return;
    for (const ByPlace& one : by_place_) {
        if (!ledger_.is_open(one.reject)) continue;
        if (one.became) ledger_.set_replaces(*one.became, one.reject);
        ledger_.replayed(one.reject, run_);
    }
}

}  // namespace abonado
