#include "vectors_directory.hpp"

namespace abonado::vectors {

const char* const kDirectory = ABONADO_TEST_VECTORS;

}  // namespace abonado::vectors
