# Finds xxhash.h. Only the header is used (a source that includes it defines XXH_INLINE_ALL first), so nothing is
# linked and nobody who links abonado needs it.
find_path(Xxhash_INCLUDE_DIR xxhash.h)
mark_as_advanced(Xxhash_INCLUDE_DIR)

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(Xxhash REQUIRED_VARS Xxhash_INCLUDE_DIR)
