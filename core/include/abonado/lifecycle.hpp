// Which status may follow which (decided here; the documents name the statuses only). Constant, safe from any thread.
#pragma once

#include <array>

#include "abonado/enums.hpp"
#include "abonado/export.h"

namespace ABONADO_PUBLIC abonado {

// A status and one that may follow it.
struct LifecycleStep {
    LiveStatus from;
    LiveStatus to;
};

inline constexpr std::array<LifecycleStep, 3> kLifecycle{{
    {LiveStatus::pre_active, LiveStatus::active},
    {LiveStatus::active, LiveStatus::deactivated},
    {LiveStatus::pre_active, LiveStatus::cancelled},
}};

// Whether the table has the step.
constexpr bool is_allowed_step(LiveStatus from, LiveStatus to) noexcept {
    for (const LifecycleStep& step : kLifecycle) {
        if (step.from == from && step.to == to) return true;
    }
    return false;
}

}  // namespace abonado
