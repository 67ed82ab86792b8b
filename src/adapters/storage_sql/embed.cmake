# The migrations are part of the binary: vss::embedded::Migrations().
file(GLOB vss_migrations CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/database/migrations/*.sql)
vss_embed(vss_storage_sql Migrations ${CMAKE_SOURCE_DIR}/database/migrations ${vss_migrations})
