#pragma once
#include <optional>
#include <string>

#include "base/async/task.hpp"
#include "http/message.hpp"

namespace vss::http {

/// Remembers the answers of POST requests that carry an Idempotency-Key, for a day.
class IdempotencyStore {
 public:
  virtual ~IdempotencyStore() = default;

  struct Claim {
    enum class Kind {
      kFresh,      ///< ours now: run the request, then Finish or Abandon
      kReplay,     ///< answered before: send `response` again
      kMismatch,   ///< the same key came with another request
      kUnfinished  ///< another attempt runs, or was cut by a crash
    } kind;
    std::optional<Response> response;
  };
  /// `scope` is who asked for what route, `fingerprint` a digest of the body. Atomic.
  virtual Task<Claim> Begin(std::string scope, std::string key, std::string fingerprint) = 0;
  virtual Task<void> Finish(std::string scope, std::string key, const Response& response) = 0;
  virtual Task<void> Abandon(std::string scope, std::string key) = 0;
};
}  // namespace vss::http
