// Sorts more items than fit into memory: sorted runs go to a temporary file and are merged when read.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <queue>
#include <string>
#include <type_traits>
#include <vector>

#include "bulk/temporary_file.hpp"

namespace abonado {

// Add all items, then call next() until it gives none. Not thread-safe. Throws Error(output_unwritable) when the temporary
// file cannot be written or read again.
template <class T, class Less>
class ExternalSorter {
    static_assert(std::is_trivially_copyable_v<T>, "items go to the file as they are");

public:
    ExternalSorter(std::size_t memory, std::string directory)
        : capacity_(std::max<std::size_t>(memory / sizeof(T), 1024)), file_(std::move(directory)) {}

    void add(const T& item) {
        if (items_.size() == capacity_) spill();
        items_.push_back(item);
    }

    // The next item in order, or nullptr. The pointer is good until the next call.
    const T* next() {
        if (!merging_) begin_merge();
        if (runs_.empty()) return at_ < items_.size() ? &items_[at_++] : nullptr;
        if (heads_.empty()) return nullptr;
        const std::size_t run = heads_.top().run;
        current_ = heads_.top().item;
        heads_.pop();
        push_head(run);
        return &current_;
    }

private:
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

    void spill() {
        std::sort(items_.begin(), items_.end(), Less{});
        const std::uint64_t position = file_.append(items_.data(), items_.size() * sizeof(T));
        runs_.push_back({position, items_.size(), {}, 0});
        items_.clear();
    }

    void begin_merge() {
        merging_ = true;
        if (runs_.empty()) return std::sort(items_.begin(), items_.end(), Less{});
        if (!items_.empty()) spill();
        items_.shrink_to_fit();
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
    std::vector<Run> runs_;
    std::priority_queue<Head, std::vector<Head>, Later> heads_;
    T current_{};
    std::size_t at_ = 0;
    bool merging_ = false;
};

}  // namespace abonado
