#pragma once
#include <memory>
#include <string>

#include "sip/dialog/session.hpp"

namespace vss::sip {

class InviteUsage;

/// What a session needs of the layer that holds it.
class SessionHost {
 public:
  SessionHost(Stack& s, Random& r, SessionSettings given) : stack(s), random(r), settings(std::move(given)) {}
  virtual ~SessionHost() = default;

  std::string MakeTag();
  std::string MakeCallId();
  /// Adds User-Agent or Server, when one is set.
  Writer& AddProduct(Writer& writer, std::string_view header) const;

  /// The session told its end; it may still have something to do on the wire.
  virtual void OnEnded() = 0;
  /// Nothing is left to do: the layer lets go of it. May destroy `usage`.
  virtual void Drop(InviteUsage& usage) = 0;

  Stack& stack;
  Random& random;
  const SessionSettings settings;
  SessionCounters counts;
};
}  // namespace vss::sip
