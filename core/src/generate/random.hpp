// Random numbers that are the same on every machine: the standard library's distributions are not.
//
// A Random is a plain value of one thread. Equal seeds give equal numbers. Draw once per expression: in which order the
// operands of a sum, the arguments of a call or, in compilers that err, the sides of an assignment draw is not defined.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>

#include "abonado/value_types.hpp"

namespace abonado::gen {

// The finaliser of splitmix64: a bijection of 64 bits that spreads every bit over all.
constexpr std::uint64_t mix(std::uint64_t x) noexcept {
    x += 0x9e3779b97f4a7c15U;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9U;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebU;
    return x ^ (x >> 31);
}

// A bijection of the numbers of `bits` bits, chosen by `key`: what makes ids unique without remembering any.
constexpr std::uint64_t permute(std::uint64_t x, unsigned bits, std::uint64_t key) noexcept {
    const std::uint64_t mask = (std::uint64_t{1} << bits) - 1;
    for (const std::uint64_t odd : {0x9e3779b97f4a7c15U, 0xd6e8feb86659fd93U, 0xbf58476d1ce4e5b9U}) {
        key = mix(key);
        x = (x * odd + key) & mask;  // an odd factor can be undone modulo a power of two
        x ^= x >> (bits / 2);        // and so can this: the upper half stays as it is
    }
    return x;
}

// xoshiro256** of Blackman and Vigna, seeded by splitmix64.
class Random {
public:
    Random(std::uint64_t seed, std::uint64_t stream) noexcept {
        std::uint64_t x = mix(seed) ^ mix(stream + 0x632be59bd9b4e019U);
        for (std::uint64_t& word : state_) word = x = mix(x);
    }

    std::uint64_t next() noexcept {
        const std::uint64_t result = std::rotl(state_[1] * 5, 7) * 9;
        const std::uint64_t shifted = state_[1] << 17;
        state_[2] ^= state_[0];
        state_[3] ^= state_[1];
        state_[1] ^= state_[2];
        state_[0] ^= state_[3];
        state_[2] ^= shifted;
        state_[3] = std::rotl(state_[3], 45);
        return result;
    }

    // 0 to n - 1; n must not be 0. The bias of the remainder is far below what a dump could show.
    std::uint64_t below(std::uint64_t n) noexcept { return next() % n; }
    // low to high, both included.
    std::int64_t between(std::int64_t low, std::int64_t high) noexcept {
        return low + static_cast<std::int64_t>(below(static_cast<std::uint64_t>(high - low) + 1));
    }
    // From 0 up to, not including, 1: the upper 53 bits, so exact in a double.
    double unit() noexcept { return static_cast<double>(next() >> 11) * 0x1p-53; }
    bool percent(unsigned share) noexcept { return below(100) < share; }

    // A whole second from `low` to `high`; `low` if the span is less than a second.
    Instant instant(Instant low, Instant high) noexcept {
        constexpr std::int64_t kSecond = 1'000'000;
        const std::int64_t span = (high.micros - low.micros) / kSecond;
        return span <= 0 ? low : Instant{low.micros + between(0, span) * kSecond};
    }

    template <class T, std::size_t N>
    const T& pick(const std::array<T, N>& from) noexcept {
        return from[below(N)];
    }
    template <class T>
    const T& pick(std::span<const T> from) noexcept {
        return from[below(from.size())];
    }
    // Words of a short list at the call site.
    template <class... T>
    const char* word(T... words) noexcept {
        const char* const all[] = {words...};
        return all[below(sizeof...(words))];
    }

private:
    std::array<std::uint64_t, 4> state_{};
};

inline constexpr std::int64_t kDayMicros = 86'400'000'000;

constexpr Instant plus_days(Instant from, std::int64_t days) noexcept { return {from.micros + days * kDayMicros}; }

}  // namespace abonado::gen
