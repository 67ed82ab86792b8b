#include "adapters/storage_postgres/postgres_database.hpp"

#include "base/error.hpp"

namespace vss::postgres {
namespace {
sql::Connect Opener(const Options& options, Access access) {
  return [connection = options.connection, access] {
    return std::make_unique<PgConnection>(connection, access);
  };
}

/// Waits until the server takes a connection, and asks it for its version.
std::string AskVersion(const Options& options) {
  const auto until = std::chrono::steady_clock::now() + options.startup_wait;
  for (;;) {
    try {
      return PgConnection(options.connection, Access::kRead).ServerVersion();
    } catch (const sql::EngineFailure& failure) {
      if (std::chrono::steady_clock::now() >= until) {
        throw Error(ErrorCode::kServiceUnavailable,
                    fmt::format("the database cannot be used: {}", failure.what()));
      }
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
}

const Options& Reached(const Options& options) {
  AskVersion(options);
  return options;
}
}  // namespace

PostgresDatabase::PostgresDatabase(const Options& options)
    : ThreadedDatabase(Reached(options).pool, Opener(options, Access::kWrite),
                       Opener(options, Access::kRead)),
      server_version_(AskVersion(options)) {}
}  // namespace vss::postgres
