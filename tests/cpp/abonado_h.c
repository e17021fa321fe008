/* The headers that C reads compile alone as C11, with all warnings. */
#include <abonado/abonado.h>

_Static_assert(sizeof(abonado_code) == 4, "the type of a code is fixed");
_Static_assert(offsetof(abonado_run_options, size) == 0, "options begin with their size");

const char* abonado_h_version(void);
const char* abonado_h_version(void) { return ABONADO_VERSION; }
