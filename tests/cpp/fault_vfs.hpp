// A disk that fails when it is told to, and one that loses its power.
//
// While a FaultVfs lives, every connection of SQLite that is opened goes through it to the real file system: the engine's own
// connections, with no hook in the product. Its calls are counted by kind; one of them, or all from that one on, can be made
// to fail. Syncs are not passed on, as no machine is switched off here; instead the files of a directory can be photographed
// as they might be found after a power cut, when only what was synced is sure to be on the disk.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <random>
#include <string>
#include <string_view>

namespace abonado::faults {

// What can fail. `full` is a write that finds no room; it counts with `write`.
enum class Kind : std::uint8_t { open, read, write, full, sync, truncate, remove, lock, map };
inline constexpr std::array kKinds{Kind::open,     Kind::read,   Kind::write, Kind::full, Kind::sync,
                                   Kind::truncate, Kind::remove, Kind::lock,  Kind::map};
std::string_view word(Kind kind);

// What a power cut leaves of writes that were not synced.
enum class Left : std::uint8_t {
    nothing,     // none of them
    everything,  // all: the process died, the machine did not
    beginning,   // the first ones, the last of which is torn at a sector
    any          // any sectors of any of them
};
inline constexpr std::array kLefts{Left::nothing, Left::everything, Left::beginning, Left::any};

// One at a time, made before any connection and gone after the last. Any number of threads may use its connections.
class FaultVfs {
public:
    FaultVfs();
    ~FaultVfs();
    FaultVfs(const FaultVfs&) = delete;
    FaultVfs& operator=(const FaultVfs&) = delete;

    // Counts from 0 again, and nothing fails.
    void reset();
    std::uint64_t calls(Kind kind) const;
    // From now on the call of that number, from 1, fails; `stays`: so do all later ones of the kind.
    void fail(Kind kind, std::uint64_t number, bool stays);
    std::uint64_t failures() const;  // since the last reset

    // Remembers from now on what is synced of each file that is opened. `on_change` is called before each write, sync,
    // truncation and removal, and may photograph.
    // An empty one ends that; no watched file may be open then.
    void watch(std::function<void()> on_change);
    // Writes each watched file of which something may be left into the directory, under its own name.
    void photograph(const std::string& directory, Left left, std::mt19937& chance) const;

    struct Impl;

private:
    std::unique_ptr<Impl> impl_;
};

}  // namespace abonado::faults
