# Installs what find_package(abonado) needs: the archive, the listed headers, the package files.
include(CMakePackageConfigHelpers)
include(GNUInstallDirs)

set(package_dir "${CMAKE_INSTALL_LIBDIR}/cmake/abonado")

install(
  TARGETS abonado
  EXPORT abonadoTargets
  FILE_SET HEADERS DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}")
install(
  EXPORT abonadoTargets
  NAMESPACE abonado::
  DESTINATION "${package_dir}")

configure_package_config_file("${PROJECT_SOURCE_DIR}/cmake/abonadoConfig.cmake.in"
                              "${PROJECT_BINARY_DIR}/abonadoConfig.cmake" INSTALL_DESTINATION "${package_dir}")
# Before 1.0 a minor version may break its users.
write_basic_package_version_file("${PROJECT_BINARY_DIR}/abonadoConfigVersion.cmake"
                                 COMPATIBILITY SameMinorVersion)
install(FILES "${PROJECT_BINARY_DIR}/abonadoConfig.cmake"
              "${PROJECT_BINARY_DIR}/abonadoConfigVersion.cmake" "${PROJECT_SOURCE_DIR}/cmake/FindZstd.cmake"
              "${PROJECT_SOURCE_DIR}/cmake/FindSodium.cmake"
        DESTINATION "${package_dir}")
