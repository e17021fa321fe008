// What a structure of the Arrow C data interface points to: Structure is ArrowArray or ArrowSchema.
//
// Used by one thread at a time.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "abonado/arrow.hpp"
#include "base/held.hpp"

namespace abonado {

// A consumer may move a child away.
template <class Structure>
struct Parts {
    std::vector<Held<Structure>> children;
    std::vector<Structure*> pointers;  // there is room for one a child
    Held<Structure> dictionary;
};

// Gives a structure its parts, which it releases. `Owned` is derived from Parts<Structure>.
template <class Structure, class Owned>
void give(Structure& out, std::unique_ptr<Owned> owned) noexcept {
    Parts<Structure>& parts = *owned;
    for (Held<Structure>& child : parts.children) parts.pointers.push_back(&*child);
    out.n_children = static_cast<std::int64_t>(parts.pointers.size());
    out.children = parts.pointers.empty() ? nullptr : parts.pointers.data();
    out.dictionary = parts.dictionary->release == nullptr ? nullptr : &*parts.dictionary;
    out.private_data = owned.release();
    out.release = [](Structure* one) {
        if (one->release == nullptr) return;
        delete static_cast<Owned*>(one->private_data);
        one->release = nullptr;
    };
}

}  // namespace abonado
