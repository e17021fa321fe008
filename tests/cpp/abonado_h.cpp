// The C interface compiles alone as C++11 too, with all warnings.
#include <abonado/abonado.h>

static_assert(sizeof(abonado_code) == 4, "the type of a code is fixed");

const char* abonado_h_version_of_cpp();
const char* abonado_h_version_of_cpp() { return ABONADO_VERSION; }
