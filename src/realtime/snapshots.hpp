#pragma once
#include <memory>
#include <string>
#include <vector>

#include "base/async/task.hpp"
#include "base/clock.hpp"
#include "contracts/principal.hpp"
#include "realtime/topics.hpp"

namespace vss::realtime {

/// Where snapshots come from: the REST lists.
class SnapshotSource {
 public:
  struct Page {
    std::string items = "[]";  ///< a JSON array
    std::string next;          ///< for the page after; empty: this is the last
  };
  virtual ~SnapshotSource() = default;
  /// The first page, or the one that `next` of another named; at most 500 items. Throws Error.
  virtual Task<Page> Read(Topic topic, const Principal& principal, std::string next) = 0;
};

/// Reads snapshots, and shares what was just read among those who may all see the same. Lives on the HTTP
/// loop.
class Snapshots {
 public:
  using Parts = std::vector<std::string>;  ///< at least one JSON array

  Snapshots(SnapshotSource& source, const Clock& clock) : source_(source), clock_(clock) {}

  /// `shareable`: what `principal` sees depends on the topic only.
  enum class Rows { kShared, kOwn };
  Task<std::shared_ptr<const Parts>> Get(Topic topic, Principal principal, Rows rows);
  /// Something that belongs to `topics` changed: what was read before is old.
  void Outdate(TopicSet topics);

 private:
  static constexpr std::size_t kTopics = 16;
  struct Cached {
    std::shared_ptr<const Parts> parts;
    Steady at;
  };
  Task<std::shared_ptr<const Parts>> Read(Topic topic, const Principal& principal);
  std::shared_ptr<const Parts> FindFresh(Topic topic) const;

  SnapshotSource& source_;
  const Clock& clock_;
  std::array<Cached, kTopics> cached_;
  std::array<std::uint64_t, kTopics> version_{};
  int reading_ = 0;
};
}  // namespace vss::realtime
