# The contract tests: one suite per port, run on every adapter of it. One program and one ctest entry, because all of its
# cases share a PostgreSQL server that it starts itself.
if(VSS_TESTS)
  add_library(vss_test_support STATIC tests/support/point_world.cpp tests/support/postgres_server.cpp tests/support/test_database.cpp)
  target_link_libraries(vss_test_support PUBLIC vss_storage_sqlite vss_storage_postgres GTest::gmock)
  vss_compile_as_test(vss_test_support)

  file(GLOB vss_contract_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/contract/*_test.cpp)
  vss_test(contract "${vss_contract_sources}" vss_test_support)
  set_tests_properties(contract PROPERTIES COST 1000) # the longest one begins first
endif()
