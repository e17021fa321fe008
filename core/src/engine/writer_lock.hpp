// The place of the one writer among all processes that have a store open.
#pragma once

#include <chrono>
#include <functional>

#include "store/store_path.hpp"

namespace abonado {

// A lock on the file "<store>-writer", which names the process that has it. The system frees it when the process ends,
// however it ends, so that no lock is ever left behind; the file itself stays. A store in memory needs none.
class WriterLock {
public:
    // Waits up to `patience`, asking `goes_on` meanwhile, which may throw. Throws Error(store_busy) when another has it all
    // the time, Error(storage) when the file cannot be made.
    WriterLock(const StorePath& store, std::chrono::milliseconds patience, const std::function<void()>& goes_on = {});
    ~WriterLock();
    WriterLock(const WriterLock&) = delete;
    WriterLock& operator=(const WriterLock&) = delete;

private:
    // Only opens the file.
    explicit WriterLock(const StorePath& store);

    int descriptor_ = -1;
    int process_ = 0;  // that has the lock: a child that it forks shares the descriptor, but not the lock
};

}  // namespace abonado
