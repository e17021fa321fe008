# Clang drives the targets by libFuzzer; other compilers make programs of them that run on files. Either way a test replays the
# seeds, which fuzz_seeds writes beside the programs, and what was once found.

include(TestVectors)

add_executable(fuzz_seeds fuzz_seeds.cpp)
set(abonado_fuzz_seeds "${CMAKE_CURRENT_BINARY_DIR}/seeds")
add_test(NAME fuzz.seeds COMMAND fuzz_seeds "${abonado_fuzz_seeds}")
set_tests_properties(fuzz.seeds PROPERTIES FIXTURES_SETUP fuzz_seeds)

function(abonado_fuzz_program name)
  target_include_directories(${name} PRIVATE "${PROJECT_SOURCE_DIR}/core/src" "${PROJECT_SOURCE_DIR}/tests/cpp")
  target_compile_features(${name} PRIVATE cxx_std_20)
  target_link_libraries(${name} PRIVATE abonado::abonado abonado_test_vectors)
  abonado_set_warnings(${name})
endfunction()
abonado_fuzz_program(fuzz_seeds)

set(abonado_replay "-runs=0")
if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  set(abonado_replay)
  add_library(fuzz_replay OBJECT replay.cpp)
  target_compile_features(fuzz_replay PRIVATE cxx_std_20)
  abonado_set_warnings(fuzz_replay)
endif()

# abonado_add_fuzzer(<name>): a program of <name>.cpp, and a test that replays what it begins with.
function(abonado_add_fuzzer name)
  add_executable(${name} ${name}.cpp)
  abonado_fuzz_program(${name})
  if(TARGET fuzz_replay)
    target_link_libraries(${name} PRIVATE fuzz_replay)
  else()
    target_link_options(${name} PRIVATE -fsanitize=fuzzer)
  endif()
  set(found "${PROJECT_SOURCE_DIR}/tests/vectors/crashes/${name}")
  if(NOT IS_DIRECTORY "${found}")
    set(found)
  endif()
  add_test(NAME fuzz.${name} COMMAND ${name} ${abonado_replay} "${abonado_fuzz_seeds}/${name}" ${found})
  set_tests_properties(fuzz.${name} PROPERTIES FIXTURES_REQUIRED fuzz_seeds TIMEOUT 300)
endfunction()
