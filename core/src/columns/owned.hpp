// Structures of the Arrow C data interface and who releases them: Structure is ArrowArray or ArrowSchema.
//
// Used by one thread at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "abonado/arrow.hpp"

namespace abonado {

// What was taken or moved away has no `release` any more, and is released by whoever has it now.
template <class Structure>
void release(Structure& one) noexcept {
    if (one.release != nullptr) one.release(&one);
}

// Structures that are released with it.
template <class Structure>
struct OwnedList {
    OwnedList() = default;
    OwnedList(const OwnedList&) = delete;
    OwnedList& operator=(const OwnedList&) = delete;
    ~OwnedList() {
        for (Structure& one : list) release(one);
    }
    std::vector<Structure> list;
};

// What a structure points to. A consumer may move a child away.
template <class Structure>
struct OwnedParts {
    OwnedParts() = default;
    OwnedParts(const OwnedParts&) = delete;
    OwnedParts& operator=(const OwnedParts&) = delete;
    ~OwnedParts() { release(dictionary); }

    void reserve(std::size_t count) {
        children.list.reserve(count);
        pointers.reserve(count);
    }

    OwnedList<Structure> children;
    std::vector<Structure*> pointers;  // there is room for one a child
    Structure dictionary{};
};

// Gives a structure its parts, which it releases. `Owned` is derived from OwnedParts<Structure>.
template <class Structure, class Owned>
void give(Structure& out, std::unique_ptr<Owned> owned) noexcept {
    OwnedParts<Structure>& parts = *owned;
    for (Structure& child : parts.children.list) parts.pointers.push_back(&child);
    out.n_children = static_cast<std::int64_t>(parts.pointers.size());
    out.children = parts.pointers.empty() ? nullptr : parts.pointers.data();
    out.dictionary = parts.dictionary.release == nullptr ? nullptr : &parts.dictionary;
    out.private_data = owned.release();
    out.release = [](Structure* one) {
        if (one->release == nullptr) return;
        delete static_cast<Owned*>(one->private_data);
        one->release = nullptr;
    };
}

}  // namespace abonado
