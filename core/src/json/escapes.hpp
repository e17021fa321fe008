// The escapes of JSON texts, undone. Pure functions, safe from any thread.
#pragma once

#include <string>

namespace abonado {

// Appends in UTF-8 what the escape at `p`, a backslash in [p, end), stands for, and returns the place after it; nullptr
// if it is none of JSON's or names half a surrogate pair, with nothing appended.
const char* append_escape(const char* p, const char* end, std::string& out);

}  // namespace abonado
