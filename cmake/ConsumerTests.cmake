# The example in tests/consumer, built in the two ways in which others use the library: installed and found, and
# as a sub-directory. Not under a sanitizer, which every consumer would have to repeat.
if(ABONADO_SANITIZE OR NOT ABONADO_INSTALL)
  return()
endif()

set(consumer_source "${PROJECT_SOURCE_DIR}/tests/consumer")
set(consumer_build "${PROJECT_BINARY_DIR}/consumer")
set(consumer_prefix "${consumer_build}/prefix")
set(consumer_options
    --build-generator "${CMAKE_GENERATOR}"
    --build-project abonado_consumer)
set(consumer_cache
    "-DCMAKE_BUILD_TYPE=${CMAKE_BUILD_TYPE}"
    "-DCMAKE_CXX_COMPILER=${CMAKE_CXX_COMPILER}"
    "-DCMAKE_CXX_COMPILER_LAUNCHER=${CMAKE_CXX_COMPILER_LAUNCHER}")

# A header that is no longer installed must not linger in the prefix.
add_test(NAME consumer.clean COMMAND "${CMAKE_COMMAND}" -E rm -rf "${consumer_prefix}")
set_tests_properties(consumer.clean PROPERTIES FIXTURES_SETUP consumer_clean)
add_test(NAME consumer.install COMMAND "${CMAKE_COMMAND}" --install "${PROJECT_BINARY_DIR}" --prefix
                                       "${consumer_prefix}")
set_tests_properties(consumer.install PROPERTIES FIXTURES_REQUIRED consumer_clean FIXTURES_SETUP consumer_prefix)

add_test(
  NAME consumer.installed
  COMMAND
    "${CMAKE_CTEST_COMMAND}" --build-and-test "${consumer_source}" "${consumer_build}/installed" ${consumer_options}
    --build-options ${consumer_cache} "-DCMAKE_PREFIX_PATH=${consumer_prefix}" "-DABONADO_SOURCE_DIR="
    --test-command "${CMAKE_CTEST_COMMAND}" --output-on-failure --no-tests=error)
set_tests_properties(consumer.installed PROPERTIES FIXTURES_REQUIRED consumer_prefix TIMEOUT 900)

add_test(
  NAME consumer.subdirectory
  COMMAND
    "${CMAKE_CTEST_COMMAND}" --build-and-test "${consumer_source}" "${consumer_build}/subdirectory"
    ${consumer_options} --build-options ${consumer_cache} "-DABONADO_SOURCE_DIR=${PROJECT_SOURCE_DIR}"
    --test-command "${CMAKE_CTEST_COMMAND}" --output-on-failure --no-tests=error)
set_tests_properties(consumer.subdirectory PROPERTIES TIMEOUT 900)
