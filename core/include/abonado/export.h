// What a shared library exports. C11 and C++.
//
// The library is compiled with hidden visibility. Public headers open the namespace with this word, and functions of C are
// declared with it, so that nothing else can be linked with.
#pragma once

#if defined(__GNUC__)
#define ABONADO_PUBLIC __attribute__((visibility("default")))
#define ABONADO_HIDDEN __attribute__((visibility("hidden")))  // within that namespace, and yet of the library only
#else
#define ABONADO_PUBLIC
#define ABONADO_HIDDEN
#endif
