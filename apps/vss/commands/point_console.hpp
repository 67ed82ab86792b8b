#pragma once
#include <memory>

#include "adapters/storage_sql/point_store.hpp"
#include "base/async/blocking_pool.hpp"
#include "base/async/loop.hpp"
#include "base/config/config.hpp"
#include "point/point_module.hpp"

namespace vss {

/// POINT for a command, beside a server that may be running on the same database: the server sees the changes
/// with its next poll, within a second.
class PointConsole {
 public:
  /// Whether a centre that is not there yet is made, with its folder, secrets and tables.
  enum class Centre { kIsThere, kMayBeMade };
  /// Reads the configuration and opens the database. Throws ConfigError, and DatabaseUnusable also when there
  /// is no centre.
  explicit PointConsole(Centre centre);
  ~PointConsole();
  PointConsole(const PointConsole&) = delete;
  PointConsole& operator=(const PointConsole&) = delete;

  point::UserService& users() { return module_->users(); }
  point::SecondFactorService& second_factors() { return module_->second_factors(); }
  sql::Database& database() { return *database_; }
  const Secret& audit_key() const { return config_.audit_key; }
  Random& random() { return random_; }
  /// Who the audit names: `console`, with every right, because whoever can read the secrets has them anyway.
  const Caller& caller() const { return caller_; }
  template <class T>
  T Run(Task<T> task) {
    return loop_.RunUntilDone(std::move(task));
  }

 private:
  SystemClock clock_;
  SystemRandom random_;
  Loop loop_;
  BlockingPool cpu_{"cpu", 1, 4};
  Config config_;
  Caller caller_;
  std::unique_ptr<sql::Database> database_;
  std::unique_ptr<sql::JournalContext> journal_;
  std::unique_ptr<sql::PointStore> store_;
  std::unique_ptr<point::PointModule> module_;
};
}  // namespace vss
