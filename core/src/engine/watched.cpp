#include "engine/watched.hpp"

namespace abonado {

Watch::Watch(Connection& connection, const Tick& tick, const Progress* progress)
    : connection_(connection), tick_(tick), progress_(progress) {
    if (tick) before_ = connection_.while_running([this] { return goes_on(); });
}

bool Watch::goes_on() noexcept {
    constexpr std::chrono::milliseconds kEvery{50};
    if (is_stopped_) return false;
    const auto now = std::chrono::steady_clock::now();
    if (now - last_ < kEvery) return true;
    last_ = now;
    try {
        is_stopped_ = !tick_(progress_ != nullptr ? *progress_ : Progress{});
    } catch (...) {  // no exception travels through SQLite
        thrown_ = std::current_exception();
        is_stopped_ = true;
    }
    return !is_stopped_;
}

void Watch::rethrow() const {
    if (thrown_) std::rethrow_exception(thrown_);
    if (is_stopped_) throw Error(ErrorCode::cancelled, "the call was cancelled");
}

}  // namespace abonado
