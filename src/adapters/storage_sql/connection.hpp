#pragma once
#include <exception>
#include <functional>
#include <memory>
#include <string>

#include "adapters/storage_sql/database.hpp"

namespace vss::sql {

/// The engine cannot do what it was asked; the statement itself was right. Thrown by connections, never seen
/// by a caller of Database: the workers retry or turn it into Error(kServiceUnavailable).
class EngineFailure : public std::exception {
 public:
  enum class Kind {
    kLost,          ///< the connection is gone, and with it the open transaction
    kLostInCommit,  ///< gone while COMMIT was under way: nobody knows whether it happened
    kRefused,       ///< input/output error, locked by somebody else for too long
    kDiskFull,
    kRetry,  ///< deadlock or a plan that became stale: the same transaction may succeed now
  };
  EngineFailure(Kind kind, std::string text) : kind_(kind), text_(std::move(text)) {}
  Kind kind() const { return kind_; }
  const char* what() const noexcept override { return text_.c_str(); }

 private:
  Kind kind_;
  std::string text_;
};

/// One connection of an engine, used by one thread at a time. Every method may throw EngineFailure.
class Connection : public Session {
 public:
  virtual void Begin() = 0;
  virtual void Savepoint() = 0;
  /// Waits for what is queued: an error of a queued statement surfaces here at the latest.
  virtual void Settle() = 0;
  /// Settles and ends the savepoint's work.
  virtual void Release() = 0;
  virtual void RollbackToSavepoint() = 0;
  /// Durable when it returns.
  virtual void Commit() = 0;
  virtual void Rollback() noexcept = 0;

  /// A cheap look, without a round trip: false when the connection is known to be gone.
  virtual bool Alive() = 0;
  /// Commits something that changes nothing, to learn whether writing works again. Not inside a transaction.
  virtual void TryToWrite() = 0;
};

/// Opens a connection or throws EngineFailure(kLost), within a bounded time.
using Connect = std::function<std::unique_ptr<Connection>()>;
}  // namespace vss::sql
