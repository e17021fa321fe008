// Which stores this thread is in the middle of a call of, so that a callback cannot close the store under its caller.
#pragma once

#include "abonado/engine.hpp"

namespace abonado::python {

// Stands for one call, on the thread that makes it.
class OpenCalls {
public:
    explicit OpenCalls(const Engine& engine) : engine_(&engine), below_(top_) { top_ = this; }
    OpenCalls(const OpenCalls&) = delete;
    OpenCalls& operator=(const OpenCalls&) = delete;
    ~OpenCalls() { top_ = below_; }

    static bool has(const Engine& engine) {
        for (const OpenCalls* call = top_; call != nullptr; call = call->below_) {
            if (call->engine_ == &engine) return true;
        }
        return false;
    }

private:
    const Engine* engine_;
    const OpenCalls* below_;
    static inline thread_local const OpenCalls* top_ = nullptr;
};

}  // namespace abonado::python
