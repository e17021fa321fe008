// Who releases a structure of the Arrow C data interface: ArrowSchema, ArrowArray or ArrowArrayStream.
//
// Used by one thread at a time.
#pragma once

#include <utility>

#include "abonado/arrow.hpp"

namespace abonado {

// A structure that is released with it, unless somebody took it or moved it away: it has no `release` then.
template <class Structure>
class Held {
public:
    Held() = default;
    explicit Held(const Structure& own) noexcept : value_(own) {}
    Held(Held&& other) noexcept : value_(other.take()) {}
    Held& operator=(Held&& other) noexcept {
        if (this != &other) {
            reset();
            value_ = other.take();
        }
        return *this;
    }
    Held(const Held&) = delete;
    Held& operator=(const Held&) = delete;
    ~Held() { reset(); }

    void reset() noexcept {
        if (value_.release != nullptr) value_.release(&value_);
        value_ = {};
    }
    Structure take() noexcept { return std::exchange(value_, Structure{}); }

    Structure* operator->() noexcept { return &value_; }
    Structure& operator*() noexcept { return value_; }

private:
    Structure value_{};
};

}  // namespace abonado
