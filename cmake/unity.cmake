# One compile for the sources of a folder (a "unity" source that includes them), because parsing the headers costs more than
# the code itself: the whole build takes about a quarter of the processor time. A folder with many sources is several such
# groups, cut by name, so that a change compiles little anew.
#
# The price: sources of one folder share a translation unit, so their unnamed namespaces must not define a name twice.
# -DVSS_UNITY=OFF compiles each source by itself (the preset `single`, in ./test.sh --long).
option(VSS_UNITY "Compile the sources of a folder together" ON)
set(vss_unity_group_size 10)

# vss_unity(TARGET SOURCES...)
function(vss_unity target)
  if(NOT VSS_UNITY)
    return()
  endif()
  set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_MODE GROUP)
  set(folders)
  foreach(source IN LISTS ARGN)
    file(RELATIVE_PATH path ${CMAKE_SOURCE_DIR} ${source})
    cmake_path(GET path PARENT_PATH folder)
    string(MAKE_C_IDENTIFIER "${folder}" folder)
    list(APPEND folders ${folder})
    list(APPEND in_${folder} ${source})
  endforeach()
  list(REMOVE_DUPLICATES folders)
  foreach(folder IN LISTS folders)
    list(SORT in_${folder})
    list(LENGTH in_${folder} count)
    # Groups of about the same size: 11 sources are 6 and 5, not 10 and 1.
    math(EXPR groups "(${count} + ${vss_unity_group_size} - 1) / ${vss_unity_group_size}")
    set(index 0)
    foreach(source IN LISTS in_${folder})
      math(EXPR group "${index} * ${groups} / ${count}")
      set_source_files_properties(${source} PROPERTIES UNITY_GROUP ${folder}_${group})
      math(EXPR index "${index} + 1")
    endforeach()
  endforeach()
endfunction()
