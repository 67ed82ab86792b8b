#pragma once
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "realtime/history.hpp"
#include "realtime/identities.hpp"
#include "realtime/link.hpp"

namespace vss::realtime {

/// Where the answer to a client's event goes; nullopt: it did not ask for one.
using AckId = std::optional<std::uint64_t>;

/// A client that is signed in to the namespace "/". Owned by its Client, kept alive by whoever reads its
/// snapshot.
struct Member {
  Member(Link& its_link, std::shared_ptr<const Identity> who) : link(&its_link), identity(std::move(who)) {}

  Link* link;  ///< nullptr: it is gone
  std::shared_ptr<const Identity> identity;
  std::string sid, pid;  ///< of Socket.IO: public; secret, for recovery
  TopicSet topics = 0;
  Offset since = 0;       ///< of the newest snapshot: who has not received that cannot be recovered
  std::size_t place = 0;  ///< in Hub's table

  struct Wanted {
    Topic topic;
    AckId ack;
  };
  /// While snapshots are read, events wait behind them.
  struct Reading {
    std::deque<Wanted> wanted;
    std::vector<FramePtr> held;
    std::size_t held_bytes = 0;
  };
  std::unique_ptr<Reading> reading;

  void Send(FramePtr frame) {
    if (link != nullptr) link->Send(std::move(frame));
  }
};
}  // namespace vss::realtime
