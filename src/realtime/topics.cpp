#include "realtime/topics.hpp"

#include <algorithm>
#include <array>

namespace vss::realtime {
namespace {
using enum Topic;

constexpr std::array kTopics = {
    TopicTraits{kCalls, "calls", "calls.read"},    TopicTraits{kSlots, "slots", "slots.read"},
    TopicTraits{kTrunks, "trunks", "trunks.read"}, TopicTraits{kCampaigns, "campaigns", "campaigns.read"},
    TopicTraits{kAlerts, "alerts", "alerts.read"}, TopicTraits{kPipelines, "pipelines", "pipelines.read"},
    TopicTraits{kLeads, "leads", "crm.read"},      TopicTraits{kLogs, "logs", "logs.read"},
};

constexpr std::array kKinds = {
    EventKind{"call.update", Bit(kCalls), "calls.read", RowRule::kOwners, ScopedResource::kCalls},
    EventKind{"cdr.update", Bit(kCalls), "cdr.read", RowRule::kOwners, ScopedResource::kCalls},
    EventKind{"recording.update", Bit(kCalls), "recordings.read", RowRule::kOwners,
              ScopedResource::kRecordings},
    EventKind{"call.incoming", Bit(kCalls), "calls.read", RowRule::kNone, ScopedResource::kCalls},
    EventKind{"slot.update", Bit(kCalls) | Bit(kSlots), "slots.read", RowRule::kAll},
    EventKind{"sip.registration", Bit(kSlots), "slots.read", RowRule::kAll},
    EventKind{"drp.operation", Bit(kSlots), "slots.read", RowRule::kAll},
    EventKind{"telemetry.metrics", Bit(kSlots), "monitor.read", RowRule::kAll},
    EventKind{"guacamole.session", Bit(kSlots), "guacamole.read", RowRule::kAll},
    EventKind{"trunk.update", Bit(kTrunks), "trunks.read", RowRule::kAll},
    EventKind{"campaign.status", Bit(kCampaigns), "campaigns.read", RowRule::kAll},
    EventKind{"autodial.lead.update", Bit(kCampaigns), "campaigns.read", RowRule::kOwners},
    EventKind{"system.alert", Bit(kAlerts), "alerts.read", RowRule::kAll},
    EventKind{"notification.update", Bit(kAlerts), "alerts.read", RowRule::kAll},
    EventKind{"pipeline.update", Bit(kPipelines), "pipelines.read", RowRule::kAll},
    EventKind{"gacs.event", Bit(kPipelines), "gacs.read", RowRule::kAll},
    EventKind{"archonts.update", Bit(kPipelines), "archonts.read", RowRule::kAll},
    EventKind{"lead.update", Bit(kLeads), "crm.read", RowRule::kOwners},
    EventKind{"lead.gone", Bit(kLeads), "crm.read", RowRule::kPersonal},
    EventKind{"team.update", Bit(kLeads), "crm.read", RowRule::kAll},
    EventKind{"note.update", Bit(kLeads), "notes.read", RowRule::kOwners},
    EventKind{"client.update", Bit(kLeads), "crm.read", RowRule::kNone},
    EventKind{"lead.import", Bit(kLeads), "crm.read", RowRule::kOwners},
    EventKind{"log.line", Bit(kLogs), "logs.read", RowRule::kAll},
};
static_assert(kKinds.size() <= 8 * sizeof(KindSet));
static_assert(std::ranges::all_of(kTopics, [](const TopicTraits& traits) {
  return &traits == &kTopics[static_cast<std::size_t>(traits.topic)];
}));
}  // namespace

std::span<const TopicTraits> AllTopics() { return kTopics; }
std::span<const EventKind> AllKinds() { return kKinds; }

const TopicTraits& Describe(Topic topic) { return kTopics[static_cast<std::size_t>(topic)]; }

std::optional<Topic> FindTopic(std::string_view name) {
  const auto found = std::ranges::find(kTopics, name, &TopicTraits::name);
  return found == kTopics.end() ? std::nullopt : std::optional(found->topic);
}

std::optional<std::size_t> FindKind(std::string_view name) {
  const auto found = std::ranges::find(kKinds, name, &EventKind::name);
  if (found == kKinds.end()) return std::nullopt;
  return static_cast<std::size_t>(found - kKinds.begin());
}

Rights RightsOf(const PermissionSet& permissions) {
  Rights rights;
  for (const TopicTraits& traits : kTopics) {
    if (permissions.Allows(traits.permission)) rights.topics |= Bit(traits.topic);
  }
  for (std::size_t i = 0; i < kKinds.size(); ++i) {
    if (permissions.Allows(kKinds[i].permission)) rights.kinds |= KindSet{1} << i;
  }
  return rights;
}

KindSet KindsWithoutDataRules(const Principal& principal) {
  KindSet kinds = 0;
  for (std::size_t i = 0; i < kKinds.size(); ++i) {
    const bool ruled = kKinds[i].rows != RowRule::kAll && !ScopeOf(principal, kKinds[i].resource).all();
    if (!ruled) kinds |= KindSet{1} << i;
  }
  return kinds;
}

KindSet KindsOf(TopicSet topics, const Rights& rights) {
  KindSet kinds = 0;
  for (std::size_t i = 0; i < kKinds.size(); ++i) {
    if ((kKinds[i].topics & topics & rights.topics) != 0) kinds |= KindSet{1} << i;
  }
  return kinds & rights.kinds;
}
}  // namespace vss::realtime
