// Memory of a column: it grows, is aligned as Arrow recommends, and its end is padded with zeros.
//
// Used by one thread at a time. Throws std::bad_alloc.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <new>
#include <type_traits>
#include <utility>

namespace abonado {

class Buffer {
public:
    static constexpr std::size_t kAlignment = 64;

    Buffer() = default;
    Buffer(Buffer&& other) noexcept
        : data_(std::move(other.data_)),
          size_(std::exchange(other.size_, 0)),
          capacity_(std::exchange(other.capacity_, 0)) {}
    Buffer& operator=(Buffer&& other) noexcept {
        data_ = std::move(other.data_);
        size_ = std::exchange(other.size_, 0);
        capacity_ = std::exchange(other.capacity_, 0);
        return *this;
    }
    Buffer(const Buffer&) = delete;
    Buffer& operator=(const Buffer&) = delete;
    ~Buffer() = default;

    std::size_t size() const noexcept { return size_; }
    // Never null, as some readers take no null for an empty buffer.
    const void* data() const noexcept { return data_ ? static_cast<const void*>(data_.get()) : kNothing; }
    std::uint8_t* bytes() noexcept { return data_.get(); }

    void append(const void* bytes, std::size_t count) {
        if (count == 0) return;
        reserve(size_ + count);
        std::memcpy(data_.get() + size_, bytes, count);
        size_ += count;
    }
    template <class T>
    requires std::is_trivially_copyable_v<T>
    void append(const T& value) { append(&value, sizeof value); }
    // Grows to `size` with zeros.
    void extend(std::size_t size) {
        if (size <= size_) return;
        reserve(size);
        size_ = size;  // what is reserved is zero already
    }

private:
    struct Free {
        void operator()(std::uint8_t* memory) const noexcept { std::free(memory); }
    };

    void reserve(std::size_t size) {
        if (size <= capacity_) return;
        std::size_t capacity = std::max(size, capacity_ * 2);
        capacity = (capacity + kAlignment - 1) / kAlignment * kAlignment;
        std::unique_ptr<std::uint8_t, Free> more(static_cast<std::uint8_t*>(std::aligned_alloc(kAlignment, capacity)));
        if (!more) throw std::bad_alloc();
        if (size_ > 0) std::memcpy(more.get(), data_.get(), size_);
        std::memset(more.get() + size_, 0, capacity - size_);
        data_ = std::move(more);
        capacity_ = capacity;
    }

    alignas(kAlignment) static constexpr std::uint8_t kNothing[kAlignment] = {};

    std::unique_ptr<std::uint8_t, Free> data_;
    std::size_t size_ = 0;
    std::size_t capacity_ = 0;
};

}  // namespace abonado
