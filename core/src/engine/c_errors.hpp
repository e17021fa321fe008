// Errors of the C interface: what a call met, kept for the thread that made it.
#pragma once

#include <exception>
#include <new>

#include "abonado/abonado.h"
#include "abonado/error.hpp"

namespace abonado::c {

// Each keeps the failure as the last one of this thread, and answers its code.
abonado_code remember(const Error& error) noexcept;
abonado_code remember_no_memory() noexcept;
abonado_code remember_unexpected(const char* message) noexcept;

// Runs `call` and answers how it went.
template <class Work>
abonado_code guarded(Work&& call) noexcept {
    try {
        call();
        return ABONADO_OK;
    } catch (const Error& error) {
        return remember(error);
    } catch (const std::bad_alloc&) {
        return remember_no_memory();
    } catch (const std::exception& error) {
        return remember_unexpected(error.what());
    } catch (...) {
        return remember_unexpected("something was thrown that is no std::exception");
    }
}

}  // namespace abonado::c
