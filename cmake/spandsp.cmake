# vss_spandsp: Debian's libspandsp (G.711, DTMF).
find_path(SPANDSP_INCLUDE spandsp/g711.h)
find_library(SPANDSP_LIBRARY NAMES spandsp)
if(NOT SPANDSP_INCLUDE OR NOT SPANDSP_LIBRARY)
  message(FATAL_ERROR "VSS codes speech and hears digits with libspandsp, and it is not there: apt-get install libspandsp-dev.")
endif()
add_library(vss_spandsp INTERFACE)
target_include_directories(vss_spandsp SYSTEM INTERFACE ${SPANDSP_INCLUDE})
target_link_libraries(vss_spandsp INTERFACE ${SPANDSP_LIBRARY})
