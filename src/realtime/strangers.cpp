#include "realtime/strangers.hpp"

#include <algorithm>

#include "base/net/connection_budget.hpp"
#include "realtime/link.hpp"

namespace vss::realtime {
namespace {
bool IsStranger(const std::shared_ptr<Link>& link) {
  return link && link->end() == LinkEnd::kNone && !link->user().IsKnown();
}
}  // namespace

void Strangers::Add(std::string_view address, const std::shared_ptr<Link>& link) {
  Sessions& sessions = of_source_[SourceName(address)];
  while (sessions.size() >= max_per_source_) {
    if (const auto oldest = TakeOldest(sessions)) oldest->End(LinkEnd::kUnknown);
  }
  sessions.push_back(link);
}

/// Null when it is known or over by now.
std::shared_ptr<Link> Strangers::TakeOldest(Sessions& sessions) {
  const auto oldest = sessions.front().lock();
  sessions.pop_front();
  return IsStranger(oldest) ? oldest : nullptr;
}

bool Strangers::EndOne() {
  const auto most = [this] {
    return std::ranges::max_element(of_source_, {}, [](const auto& entry) { return entry.second.size(); });
  };
  for (auto source = most(); source != of_source_.end() && !source->second.empty(); source = most()) {
    const auto oldest = TakeOldest(source->second);
    if (!oldest) continue;
    oldest->End(LinkEnd::kUnknown);
    return true;
  }
  return false;
}

void Strangers::Forget() {
  for (auto& [source, sessions] : of_source_)
    std::erase_if(sessions, [](const auto& session) { return !IsStranger(session.lock()); });
  std::erase_if(of_source_, [](const auto& entry) { return entry.second.empty(); });
}
}  // namespace vss::realtime
