# The contract tests: one suite per port, run on every adapter of it. One program and one ctest entry, because all of its
# cases share a PostgreSQL server that it starts itself.
if(VSS_TESTS)
  add_library(vss_test_support STATIC tests/support/point_world.cpp tests/support/postgres_server.cpp tests/support/test_database.cpp)
  target_include_directories(vss_test_support PUBLIC ${CMAKE_SOURCE_DIR}/tests)
  target_link_libraries(vss_test_support PUBLIC vss_storage_sqlite vss_storage_postgres GTest::gmock)
  target_precompile_headers(vss_test_support REUSE_FROM vss_base)

  file(GLOB vss_contract_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/contract/*_test.cpp)
  add_executable(vss_contract_test ${vss_contract_sources})
  target_link_libraries(vss_contract_test PRIVATE vss_test_support GTest::gtest_main)
  target_compile_definitions(vss_contract_test PRIVATE VSS_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
  target_precompile_headers(vss_contract_test REUSE_FROM vss_base)
  add_test(NAME contract.storage COMMAND vss_contract_test)
  set_tests_properties(contract.storage PROPERTIES TIMEOUT 300)
endif()
