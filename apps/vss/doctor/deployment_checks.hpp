#pragma once
#include "adapters/storage_sql/database.hpp"
#include "base/clock.hpp"
#include "base/config/config.hpp"
#include "base/doctor/check.hpp"

/// The checks that need more than base: the database and the certificate.
namespace vss::doctor {

/// Opens the configured database, unless it is a SQLite file that the first start has yet to make.
Checks CheckConfiguredDatabase(const Config& config, Instant now);
/// Engine, schema version against this binary, records against the clock, and on SQLite the file's integrity.
Checks CheckDatabase(sql::Database& database, Instant now);

/// The certificate of HTTPS: usable, and for how long; or whether going without one is all right.
Check CheckTls(const Config& config, Instant now);
}  // namespace vss::doctor
