# vss_embed(TARGET SYMBOL_TABLE FILES...): puts files into the binary as read-only data, readable through
# base/embedded.hpp by the path they have below the source (or build) folder.
function(vss_embed target table root)
  set(out ${CMAKE_CURRENT_BINARY_DIR}/embedded_${table})
  set(files ${ARGN})
  list(JOIN files "\n" listing)
  file(GENERATE OUTPUT ${out}.txt CONTENT "${listing}\n")
  add_custom_command(
    OUTPUT ${out}.S ${out}.cpp
    COMMAND /usr/bin/python3 ${CMAKE_SOURCE_DIR}/cmake/embed.py ${table} ${root} ${out}.txt ${out}.S ${out}.cpp
    DEPENDS ${files} ${out}.txt ${CMAKE_SOURCE_DIR}/cmake/embed.py
    VERBATIM)
  target_sources(${target} PRIVATE ${out}.S ${out}.cpp)
  set_source_files_properties(${out}.S PROPERTIES OBJECT_DEPENDS "${files}")
  set_source_files_properties(${out}.cpp PROPERTIES SKIP_PRECOMPILE_HEADERS ON)
endfunction()

# vss_embed_listed(TARGET SYMBOL_TABLE ROOT LISTING): the same for files that a build step makes and lists, one path a line;
# the list must change whenever the content of a file does.
function(vss_embed_listed target table root listing)
  set(out ${CMAKE_CURRENT_BINARY_DIR}/embedded_${table})
  add_custom_command(
    OUTPUT ${out}.S ${out}.cpp
    COMMAND /usr/bin/python3 ${CMAKE_SOURCE_DIR}/cmake/embed.py ${table} ${root} ${listing} ${out}.S ${out}.cpp
    DEPENDS ${listing} ${CMAKE_SOURCE_DIR}/cmake/embed.py
    VERBATIM)
  target_sources(${target} PRIVATE ${out}.S ${out}.cpp)
  set_source_files_properties(${out}.S PROPERTIES OBJECT_DEPENDS ${listing})
  set_source_files_properties(${out}.cpp PROPERTIES SKIP_PRECOMPILE_HEADERS ON)
endfunction()
