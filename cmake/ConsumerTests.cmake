# The examples in tests/consumer, built in the ways in which others use the library: installed, moved and found, by CMake
# and by pkg-config; and as a sub-directory, there as a shared library, which is then installed and found too. So the
# library is built once more. Not under a sanitizer, which every consumer would have to repeat.
if(ABONADO_SANITIZE OR NOT ABONADO_INSTALL)
  return()
endif()

set(consumer_source "${PROJECT_SOURCE_DIR}/tests/consumer")
set(consumer_build "${PROJECT_BINARY_DIR}/consumer")
set(consumer_cache
    "-DCMAKE_BUILD_TYPE=${CMAKE_BUILD_TYPE}"
    "-DCMAKE_C_COMPILER=${CMAKE_C_COMPILER}"
    "-DCMAKE_CXX_COMPILER=${CMAKE_CXX_COMPILER}"
    "-DCMAKE_CXX_COMPILER_LAUNCHER=${CMAKE_CXX_COMPILER_LAUNCHER}")

# abonado_build_consumer(<name> <directory> <fixture> <option>...): configures, builds and runs them, once the fixture is there.
function(abonado_build_consumer name directory fixture)
  add_test(
    NAME consumer.${name}
    COMMAND
      "${CMAKE_CTEST_COMMAND}" --build-and-test "${consumer_source}" "${directory}" --build-generator
      "${CMAKE_GENERATOR}" --build-project abonado_consumer --build-options ${consumer_cache} ${ARGN} --test-command
      "${CMAKE_CTEST_COMMAND}" --output-on-failure --no-tests=error)
  set_tests_properties(consumer.${name} PROPERTIES FIXTURES_REQUIRED "${fixture}" TIMEOUT 1800)
endfunction()

# abonado_test_installed(<name> <build> <fixture>): installs a build, moves the tree, and lets everybody find it.
function(abonado_test_installed name build fixture)
  set(installed "${consumer_build}/${name}")
  set(moved "${consumer_build}/${name}-moved")
  # A header that is no longer installed must not linger.
  add_test(NAME consumer.${name}.clean COMMAND "${CMAKE_COMMAND}" -E rm -rf "${installed}" "${moved}")
  add_test(NAME consumer.${name}.install COMMAND "${CMAKE_COMMAND}" --install "${build}" --prefix "${installed}")
  add_test(NAME consumer.${name}.move COMMAND "${CMAKE_COMMAND}" -E rename "${installed}" "${moved}")
  set_tests_properties(consumer.${name}.clean PROPERTIES FIXTURES_REQUIRED "${fixture}" FIXTURES_SETUP clean_${name})
  set_tests_properties(consumer.${name}.install PROPERTIES FIXTURES_REQUIRED clean_${name} FIXTURES_SETUP
                                                                                              installed_${name})
  set_tests_properties(consumer.${name}.move PROPERTIES FIXTURES_REQUIRED installed_${name} FIXTURES_SETUP
                                                                                            moved_${name})

  set(find "-DCMAKE_PREFIX_PATH=${moved}" "-DABONADO_SOURCE_DIR=")
  abonado_build_consumer(${name}.found "${consumer_build}/${name}-found" moved_${name} ${find})
  add_test(NAME consumer.${name}.versions
           COMMAND "${CMAKE_COMMAND}" --fresh -G "${CMAKE_GENERATOR}" -S "${consumer_source}/versions" -B
                   "${consumer_build}/${name}-versions" ${consumer_cache} ${find} --no-warn-unused-cli)
  set_tests_properties(consumer.${name}.versions PROPERTIES FIXTURES_REQUIRED moved_${name})
  add_test(NAME consumer.${name}.pkg_config COMMAND "${consumer_source}/pkg_config.sh"
                                                    "${consumer_build}/${name}-pkg-config")
  set(variables "PKG_CONFIG_PATH=${moved}/${CMAKE_INSTALL_LIBDIR}/pkgconfig" "CC=${CMAKE_C_COMPILER}"
                "CXX=${CMAKE_CXX_COMPILER}")
  set_tests_properties(consumer.${name}.pkg_config PROPERTIES FIXTURES_REQUIRED moved_${name} ENVIRONMENT
                                                              "${variables}")
endfunction()

include(GNUInstallDirs)
abonado_test_installed(built "${PROJECT_BINARY_DIR}" "")

# Beside this build, and with its flags: there the compiler cache knows the objects. All other defaults are those of a
# sub-directory. The project around it has modules of the same names, makes a Python package of its own, and unites its sources.
set(consumer_subdirectory "${PROJECT_BINARY_DIR}-subdirectory")
abonado_build_consumer(
  subdirectory "${consumer_subdirectory}" "" "-DABONADO_SOURCE_DIR=${PROJECT_SOURCE_DIR}" -DBUILD_SHARED_LIBS=ON
  -DABONADO_INSTALL=ON "-DABONADO_DEVELOPER=${ABONADO_DEVELOPER}" "-DCMAKE_MODULE_PATH=${consumer_source}/cmake" -DSKBUILD=2
  -DCMAKE_UNITY_BUILD=ON)
set_tests_properties(consumer.subdirectory PROPERTIES FIXTURES_SETUP shared_built)
abonado_test_installed(shared "${consumer_subdirectory}" shared_built)
add_test(NAME consumer.shared.exports
         COMMAND Python3::Interpreter "${PROJECT_SOURCE_DIR}/tools/check_exports.py"
                 "${consumer_build}/shared-moved/${CMAKE_INSTALL_LIBDIR}/${CMAKE_SHARED_LIBRARY_PREFIX}abonado${CMAKE_SHARED_LIBRARY_SUFFIX}"
                 "${consumer_build}/shared-moved/${CMAKE_INSTALL_INCLUDEDIR}/abonado")
set_tests_properties(consumer.shared.exports PROPERTIES FIXTURES_REQUIRED moved_shared)
