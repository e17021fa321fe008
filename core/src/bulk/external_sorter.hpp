// Sorts more items than fit into memory: sorted runs go to a temporary file and are merged when read.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <queue>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "bulk/temporary_file.hpp"

namespace abonado {

// `Less` orders items, and `Less::prefix(item)` gives a number by which it orders first, so that mostly numbers are compared
// and the items themselves are not moved. Add all items, then call next() until it gives none. Not thread-safe. Throws
// Error(output_unwritable) when the temporary file cannot be written or read again.
template <class T, class Less>
class ExternalSorter {
    static_assert(std::is_trivially_copyable_v<T>, "items go to the file as they are");

public:
    ExternalSorter(std::size_t memory, std::string directory)
        : capacity_(std::clamp<std::size_t>(memory / (sizeof(T) + sizeof(Handle)), 1024, kMost)),
          file_(std::move(directory)) {}

    void add(const T& item) {
        // Pages that are not used cost nothing, while growing would copy and touch new ones. But there may not be as many as
        // one may use.
        if (items_.capacity() == 0) items_.reserve(std::min(capacity_, kReserved));
        if (items_.size() == capacity_) spill();
        items_.push_back(item);
    }

    // The next item in order, or nullptr. The pointer is good until the next call of any kind.
    const T* next() {
        if (!merging_) begin_merge();
        if (runs_.empty()) return at_ < order_.size() ? &items_[order_[at_++].item] : nullptr;
        if (heads_.empty()) return nullptr;
        const std::size_t run = heads_.top().run;
        current_ = heads_.top().item;
        heads_.pop();
        push_head(run);
        return &current_;
    }

    // The next item in order that may be equal to another: as next(), but without most of the items whose prefix stands
    // once, which are then not touched at all.
    const T* next_shared() {
        if (!merging_) begin_merge();
        const auto is_alone = [this](std::size_t i) {
            const std::uint64_t prefix = order_[i].prefix;
            return (i == 0 || order_[i - 1].prefix != prefix) &&
                   (i + 1 == order_.size() || order_[i + 1].prefix != prefix);
        };
        while (at_ < order_.size() && is_alone(at_)) ++at_;
        return next();
    }

private:
    static constexpr std::size_t kMost = std::numeric_limits<std::uint32_t>::max();  // what a Handle counts
    static constexpr std::size_t kReserved = std::size_t{1} << 24;

    struct Handle {
        std::uint64_t prefix;
        std::uint32_t item;
    };
    struct Run {
        std::uint64_t position;  // of the first item that was not read yet
        std::uint64_t left;      // items not read yet
        std::vector<T> buffer;
        std::size_t at = 0;
    };
    struct Head {
        T item;
        std::size_t run;
    };
    struct Later {
        bool operator()(const Head& a, const Head& b) const { return Less{}(b.item, a.item); }
    };

    // Prefixes are mostly hashes: dealt into buckets by their first bits, a few are left to compare in each.
    void sort() {
        constexpr std::size_t kInBucket = 8;
        const auto bits = static_cast<unsigned>(
            std::clamp<std::size_t>(std::bit_width(items_.size() / kInBucket), 1, 16));
        const unsigned shift = 64 - bits;
        std::vector<std::uint32_t> ends(std::size_t{1} << bits);
        for (const T& item : items_) ++ends[Less::prefix(item) >> shift];
        std::uint32_t sum = 0;
        for (std::uint32_t& end : ends) end = std::exchange(sum, sum + end);  // for now, where the bucket begins
        order_.resize(items_.size());
        for (std::size_t i = 0; i < items_.size(); ++i) {
            const std::uint64_t prefix = Less::prefix(items_[i]);
            order_[ends[prefix >> shift]++] = {prefix, static_cast<std::uint32_t>(i)};
        }
        const auto less = [this](const Handle& a, const Handle& b) {
            return a.prefix != b.prefix ? a.prefix < b.prefix : Less{}(items_[a.item], items_[b.item]);
        };
        std::uint32_t begin = 0;
        for (const std::uint32_t end : ends) {
            std::sort(order_.begin() + begin, order_.begin() + end, less);
            begin = end;
        }
    }

    void spill() {
        sort();
        constexpr std::size_t kAtOnce = 4096;
        std::vector<T> sorted;
        sorted.reserve(kAtOnce);
        Run run{0, items_.size(), {}, 0};
        for (std::size_t i = 0; i < order_.size(); ++i) {
            sorted.push_back(items_[order_[i].item]);
            if (sorted.size() < kAtOnce && i + 1 < order_.size()) continue;
            const std::uint64_t position = file_.append(sorted.data(), sorted.size() * sizeof(T));
            if (i < kAtOnce) run.position = position;
            sorted.clear();
        }
        runs_.push_back(std::move(run));
        items_.clear();
    }

    void begin_merge() {
        merging_ = true;
        if (runs_.empty()) return sort();
        if (!items_.empty()) spill();
        items_.shrink_to_fit();
        order_.clear();
        order_.shrink_to_fit();
        for (std::size_t run = 0; run < runs_.size(); ++run) push_head(run);
    }

    void push_head(std::size_t number) {
        Run& run = runs_[number];
        if (run.at == run.buffer.size()) {
            const std::size_t share = std::max<std::size_t>(capacity_ / runs_.size(), 64);
            run.buffer.resize(static_cast<std::size_t>(std::min<std::uint64_t>(run.left, share)));
            run.at = 0;
            if (run.buffer.empty()) return;
            file_.read(run.position, run.buffer.data(), run.buffer.size() * sizeof(T));
            run.position += run.buffer.size() * sizeof(T);
            run.left -= run.buffer.size();
        }
        heads_.push({run.buffer[run.at++], number});
    }

    std::size_t capacity_;
    TemporaryFile file_;
    std::vector<T> items_;
    std::vector<Handle> order_;  // of items_
    std::vector<Run> runs_;
    std::priority_queue<Head, std::vector<Head>, Later> heads_;
    T current_{};
    std::size_t at_ = 0;
    bool merging_ = false;
};

}  // namespace abonado
