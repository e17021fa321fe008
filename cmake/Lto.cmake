# abonado_set_lto(<target>): link-time optimisation in optimised builds when ABONADO_LTO is on and the compiler
# can do it; plain otherwise.
set(abonado_lto_works OFF)
if(ABONADO_LTO)
  include(CheckIPOSupported)
  check_ipo_supported(RESULT abonado_lto_works OUTPUT lto_output LANGUAGES CXX)
  if(NOT abonado_lto_works)
    message(STATUS "abonado: no link-time optimisation: ${lto_output}")
  endif()
endif()

function(abonado_set_lto target)
  if(abonado_lto_works)
    set_target_properties(${target} PROPERTIES INTERPROCEDURAL_OPTIMIZATION_RELEASE ON
                                               INTERPROCEDURAL_OPTIMIZATION_RELWITHDEBINFO ON)
  endif()
endfunction()
