# Installs what find_package(abonado) and pkg-config need: the library, the listed headers, the package files. They find each
# other from where they stand, so the tree may be moved.
include(CMakePackageConfigHelpers)
include(GNUInstallDirs)

set(package_dir "${CMAKE_INSTALL_LIBDIR}/cmake/abonado")

# In two parts, as distributions have them: what programs need to run, and what one needs to build them.
install(
  TARGETS abonado
  EXPORT abonadoTargets
  LIBRARY COMPONENT runtime NAMELINK_COMPONENT dev
  ARCHIVE COMPONENT dev
  FILE_SET HEADERS DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}" COMPONENT dev)
install(
  EXPORT abonadoTargets
  NAMESPACE abonado::
  DESTINATION "${package_dir}"
  COMPONENT dev)

get_target_property(abonado_type abonado TYPE)
configure_package_config_file("${PROJECT_SOURCE_DIR}/cmake/abonadoConfig.cmake.in"
                              "${PROJECT_BINARY_DIR}/abonadoConfig.cmake" INSTALL_DESTINATION "${package_dir}")
# Before 1.0 a minor version may break its users.
write_basic_package_version_file("${PROJECT_BINARY_DIR}/abonadoConfigVersion.cmake"
                                 COMPATIBILITY SameMinorVersion)
install(
  FILES "${PROJECT_BINARY_DIR}/abonadoConfig.cmake" "${PROJECT_BINARY_DIR}/abonadoConfigVersion.cmake"
        "${PROJECT_SOURCE_DIR}/cmake/FindZstd.cmake" "${PROJECT_SOURCE_DIR}/cmake/FindSodium.cmake"
  DESTINATION "${package_dir}"
  COMPONENT dev)

# Where there is an archive only, whoever links it needs what it needs, whether --static is said or not. A shared library has its
# own, and nobody must have the files of those for it.
# A postfix of a configuration is in the library's name; generators of several configurations install one pkg-config file, of none.
set(abonado_pc_name abonado)
if(CMAKE_BUILD_TYPE)
  string(TOUPPER "${CMAKE_BUILD_TYPE}" configuration)
  string(APPEND abonado_pc_name "${CMAKE_${configuration}_POSTFIX}")
endif()
set(abonado_pc_libs "Libs: -L\${libdir} -l${abonado_pc_name}")
if(abonado_type STREQUAL "STATIC_LIBRARY")
  string(APPEND abonado_pc_libs " -lSQLiteCpp -lboost_json -lstdc++ -lm -pthread\nRequires: sqlite3 zlib libzstd libsodium")
endif()
file(RELATIVE_PATH abonado_pc_prefix "${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig" "${CMAKE_INSTALL_PREFIX}")
string(REGEX REPLACE "/$" "" abonado_pc_prefix "${abonado_pc_prefix}")
file(RELATIVE_PATH abonado_pc_include "${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig" "${CMAKE_INSTALL_FULL_INCLUDEDIR}")
configure_file("${PROJECT_SOURCE_DIR}/cmake/abonado.pc.in" "${PROJECT_BINARY_DIR}/abonado.pc" @ONLY)
install(
  FILES "${PROJECT_BINARY_DIR}/abonado.pc"
  DESTINATION "${CMAKE_INSTALL_LIBDIR}/pkgconfig"
  COMPONENT dev)
