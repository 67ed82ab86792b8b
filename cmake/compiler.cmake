# The compiler, the language and the warnings that every target shares.
set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  message(FATAL_ERROR
    "VSS does not build with g++ ${CMAKE_CXX_COMPILER_VERSION}: g++ 12 destroys temporaries inside co_await "
    "expressions twice, so the server would corrupt memory. Use clang++-19 (apt-get install clang-19) or g++ 13 or newer.")
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 19)
  message(FATAL_ERROR "VSS needs clang 19 or newer (found ${CMAKE_CXX_COMPILER_VERSION}): apt-get install clang-19.")
endif()

add_compile_options(-Wall -Wextra -Werror -Wno-missing-field-initializers
  "-ffile-prefix-map=${CMAKE_SOURCE_DIR}/=")
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  # -fno-pch-timestamp: ccache can vouch for a precompiled header whose sources did not change.
  add_compile_options("$<$<COMPILE_LANGUAGE:CXX>:SHELL:-Xclang -fno-pch-timestamp>")
endif()
add_compile_definitions(BOOST_ASIO_NO_DEPRECATED BOOST_ASIO_DISABLE_BOOST_COROUTINE SPDLOG_FMT_EXTERNAL)

find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros ${CCACHE})
endif()
find_program(MOLD mold)
if(MOLD)
  add_link_options(-fuse-ld=mold)
endif()

# asan-ubsan | tsan, set by the presets.
set(VSS_SANITIZE "" CACHE STRING "Sanitizers to build with: empty, asan-ubsan or tsan")
if(VSS_SANITIZE STREQUAL "asan-ubsan")
  add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address,undefined)
elseif(VSS_SANITIZE STREQUAL "tsan")
  add_compile_options(-fsanitize=thread -fno-omit-frame-pointer)
  add_link_options(-fsanitize=thread)
endif()

# vss_report_coverage(TARGET): its code tells libFuzzer what an input reached and compared (in the preset asan-ubsan, where
# the fuzz targets are built); elsewhere the sanitizer's own runtime takes the calls and does nothing. These are the parts
# of -fsanitize=fuzzer-no-link, named one by one because clang refuses a precompiled header that was made without that option.
function(vss_report_coverage target)
  if(VSS_SANITIZE STREQUAL "asan-ubsan")
    target_compile_options(${target} PRIVATE
      $<$<COMPILE_LANGUAGE:CXX>:-fsanitize-coverage=inline-8bit-counters,indirect-calls,trace-cmp,pc-table>)
  endif()
endfunction()
