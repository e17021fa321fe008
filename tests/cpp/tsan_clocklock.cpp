// GCC's ThreadSanitizer up to version 12 does not know pthread_mutex_clocklock(), which waits of std::recursive_timed_mutex come
// down to: it would take each of them for no lock at all. This stands in for it with a call that it knows.
#include <pthread.h>
#include <time.h>

namespace {

constexpr long kSecond = 1'000'000'000;  // in nanoseconds

timespec moved_to_real_time(const timespec& until, clockid_t clock) {
    timespec now{};
    timespec real{};
    clock_gettime(clock, &now);
    clock_gettime(CLOCK_REALTIME, &real);
    timespec out{real.tv_sec + until.tv_sec - now.tv_sec, real.tv_nsec + until.tv_nsec - now.tv_nsec};
    while (out.tv_nsec < 0) {
        out.tv_nsec += kSecond;
        --out.tv_sec;
    }
    while (out.tv_nsec >= kSecond) {
        out.tv_nsec -= kSecond;
        ++out.tv_sec;
    }
    return out;
}

}  // namespace

extern "C" int pthread_mutex_clocklock(pthread_mutex_t* mutex, clockid_t clock, const timespec* until) noexcept {
    const timespec real = moved_to_real_time(*until, clock);
    return pthread_mutex_timedlock(mutex, &real);
}
