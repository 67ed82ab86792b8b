#pragma once
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

namespace vss::realtime {

class Link;

/// Sessions that have not said who they are, by where they come from. A session costs its opener one request,
/// so whoever opens thousands must not take everybody else's places: the oldest stranger makes way for the
/// newest, and whoever says who it is within a moment stays. Lives on the HTTP loop.
class Strangers {
 public:
  explicit Strangers(const std::size_t& max_per_source) : max_per_source_(max_per_source) {}

  /// A new session from `address`; one IPv6 /64 is one source.
  void Add(std::string_view address, const std::shared_ptr<Link>& link);
  /// Ends the oldest stranger of the source that has most; false when there is none.
  bool EndOne();
  /// Lets go of sessions that are known or over.
  void Forget();

 private:
  using Sessions = std::deque<std::weak_ptr<Link>>;
  static std::shared_ptr<Link> TakeOldest(Sessions& sessions);

  const std::size_t& max_per_source_;
  std::unordered_map<std::string, Sessions> of_source_;
};
}  // namespace vss::realtime
