// SQL that may take long, with the caller asked meanwhile whether it may go on.
#pragma once

#include <chrono>
#include <exception>
#include <functional>
#include <utility>

#include "abonado/error.hpp"
#include "abonado/validate.hpp"
#include "store/connection.hpp"

namespace abonado {

// Used by the thread that runs the SQL. While it lives, the statements of the connection end soon after `tick` said no or threw.
class Watch {
public:
    // An empty tick is not asked. `progress`: what it is told, as it stands then; none: nothing.
    Watch(Connection& connection, const Tick& tick, const Progress* progress);
    ~Watch() {
        if (tick_) connection_.while_running(std::move(before_));
    }
    Watch(const Watch&) = delete;
    Watch& operator=(const Watch&) = delete;

    // Throws what the tick threw, or Error(cancelled) if it said no.
    void rethrow() const;

private:
    bool goes_on() noexcept;

    Connection& connection_;
    const Tick& tick_;
    const Progress* progress_;
    std::function<bool()> before_;  // of the call that this one is made within
    std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
    bool is_stopped_ = false;
    std::exception_ptr thrown_;
};

// Runs `work` under a watch. What the watch stopped is told as that, whatever the work made of it.
template <class Work>
auto watched(Connection& connection, const Tick& tick, Work&& work, const Progress* progress = nullptr) {
    const Watch watch(connection, tick, progress);
    try {
        auto result = work();
        watch.rethrow();
        return result;
    } catch (...) {
        watch.rethrow();
        throw;
    }
}

}  // namespace abonado
