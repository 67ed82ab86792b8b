# ninja -C build/release rtp_blaster b2bua_bench
add_executable(rtp_blaster EXCLUDE_FROM_ALL ${CMAKE_SOURCE_DIR}/bench/sip/rtp_blaster.cpp)
target_link_libraries(rtp_blaster PRIVATE Threads::Threads)

add_executable(b2bua_bench EXCLUDE_FROM_ALL ${CMAKE_SOURCE_DIR}/bench/sip/b2bua_bench.cpp)
target_link_libraries(b2bua_bench PRIVATE vss_pbx_embedded)
target_precompile_headers(b2bua_bench REUSE_FROM vss_base)
