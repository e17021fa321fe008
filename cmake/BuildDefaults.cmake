# Defaults that a project may set for itself, but a library must not set for those who embed it.
if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "Build type" FORCE)
endif()

set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

find_program(ABONADO_CCACHE ccache)
mark_as_advanced(ABONADO_CCACHE)
if(ABONADO_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${ABONADO_CCACHE}")
endif()
