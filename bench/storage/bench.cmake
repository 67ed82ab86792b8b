# ninja -C build/release storage_bench
add_executable(storage_bench EXCLUDE_FROM_ALL ${CMAKE_SOURCE_DIR}/bench/storage/storage_bench.cpp)
target_link_libraries(storage_bench PRIVATE vss_storage_sqlite vss_storage_postgres)
target_precompile_headers(storage_bench REUSE_FROM vss_base)
