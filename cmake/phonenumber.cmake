# vss_phonenumber: Debian's libphonenumber. Its headers may be installed, or in build/deps (scripts/lib/packages.sh).
find_path(PHONENUMBER_INCLUDE phonenumbers/phonenumberutil.h
  PATHS ${CMAKE_SOURCE_DIR}/build/deps/phonenumber/include NO_CACHE)
find_library(PHONENUMBER_LIBRARY NAMES libphonenumber.so.8 phonenumber)
find_library(PROTOBUF_LIBRARY NAMES protobuf)
if(NOT PHONENUMBER_INCLUDE OR NOT PHONENUMBER_LIBRARY OR NOT PROTOBUF_LIBRARY)
  message(FATAL_ERROR "VSS reads telephone numbers with libphonenumber, and it is not all there. ./run.sh --build-only installs it "
    "(packages libphonenumber8 libprotobuf-dev libabsl-dev, and the headers of libphonenumber-dev in build/deps).")
endif()
add_library(vss_phonenumber INTERFACE)
target_include_directories(vss_phonenumber SYSTEM INTERFACE ${PHONENUMBER_INCLUDE})
target_link_libraries(vss_phonenumber INTERFACE ${PHONENUMBER_LIBRARY} ${PROTOBUF_LIBRARY})
