#pragma once
#include <optional>
#include <string>

#include "base/clock.hpp"
#include "base/json.hpp"

namespace vss {

/// Something that happened, as the bus and Socket.IO carry it (domain.md, Messages).
struct Event {
  std::string id;     ///< UUID; consumers are idempotent on it
  std::string event;  ///< routing key: slot.update, trunk.update …
  Instant at;
  std::optional<std::string> f_flow;  ///< F-01 … F-14
  std::string source;                 ///< OTTB, DCI, POINT, WORKSPACE
  json::object data;
};
json::object ToJson(const Event& event);

/// Who did what, for the tamper-evident audit.
struct AuditEntry {
  std::optional<std::string> user_id;
  std::string username;  ///< as given, also when no such user exists
  std::string action;    ///< auth.login, users.create, slots.assign, permission.denied …
  std::string target;    ///< "slot 44", "user operator1"; empty when none
  std::string address;   ///< the peer's IP
  std::string request_id;
  bool success = true;
  json::object detail;  ///< changed fields (never a secret), the reason of a refusal
};

/// The two things that every transaction may write besides its own rows; they commit or vanish with it.
class Journal {
 public:
  virtual ~Journal() = default;
  /// Fills id and time, stores the event in the outbox; the dispatcher publishes it after the commit.
  virtual void Publish(std::string event, std::optional<std::string> f_flow, std::string source,
                       json::object data) = 0;
  virtual void Audit(AuditEntry entry) = 0;
};
}  // namespace vss
