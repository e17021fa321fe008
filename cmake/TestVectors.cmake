# abonado_test_vectors tells where tests/vectors is. One source alone knows: as an option of every source, the path would keep
# the compiler's cache of one checkout from serving another.
include_guard(GLOBAL)

add_library(abonado_test_vectors STATIC "${PROJECT_SOURCE_DIR}/tests/vectors_directory.cpp")
target_include_directories(abonado_test_vectors INTERFACE "${PROJECT_SOURCE_DIR}/tests")
target_compile_definitions(abonado_test_vectors PRIVATE ABONADO_TEST_VECTORS="${PROJECT_SOURCE_DIR}/tests/vectors")
target_compile_features(abonado_test_vectors PRIVATE cxx_std_20)
abonado_set_warnings(abonado_test_vectors)
