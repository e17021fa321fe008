// The version of the library, also for C. CMakeLists.txt and pyproject.toml read it from here; it stands nowhere else.
#pragma once

// C++ before 17 may use the C interface.
#if defined(__cplusplus) && __cplusplus >= 201703L
#include <string_view>
#endif

#include "abonado/export.h"

#define ABONADO_VERSION_MAJOR 0
#define ABONADO_VERSION_MINOR 1
#define ABONADO_VERSION_PATCH 0

#define ABONADO_VERSION_TEXT_(x) #x
#define ABONADO_VERSION_JOIN_(x, y, z) \
    ABONADO_VERSION_TEXT_(x) "." ABONADO_VERSION_TEXT_(y) "." ABONADO_VERSION_TEXT_(z)
// "major.minor.patch".
#define ABONADO_VERSION ABONADO_VERSION_JOIN_(ABONADO_VERSION_MAJOR, ABONADO_VERSION_MINOR, ABONADO_VERSION_PATCH)

#if defined(__cplusplus) && __cplusplus >= 201703L
namespace ABONADO_PUBLIC abonado {

// "major.minor.patch".
inline constexpr std::string_view kVersion = ABONADO_VERSION;

}  // namespace abonado
#endif
