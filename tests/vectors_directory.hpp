// Where the files of tests/vectors are (contract: tests/README.md).
#pragma once

namespace abonado::vectors {

extern const char* const kDirectory;

}  // namespace abonado::vectors
