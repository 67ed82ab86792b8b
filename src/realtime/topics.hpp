#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "contracts/principal.hpp"

/// What can be subscribed to and what comes then; the table of docs/reference/realtime.md.
namespace vss::realtime {

enum class Topic : std::uint8_t { kCalls, kSlots, kTrunks, kCampaigns, kAlerts, kPipelines, kLeads, kLogs };
using TopicSet = std::uint16_t;  ///< one bit a topic
constexpr TopicSet Bit(Topic topic) { return static_cast<TopicSet>(1U << static_cast<unsigned>(topic)); }

struct TopicTraits {
  Topic topic;
  std::string_view name;
  std::string_view permission;
};
std::span<const TopicTraits> AllTopics();
const TopicTraits& Describe(Topic topic);
std::optional<Topic> FindTopic(std::string_view name);

/// Which rows of an event a caller with data rules may see.
enum class RowRule : std::uint8_t {
  kAll,       ///< the event is about nobody's rows
  kNone,      ///< whose it is cannot be told from the event: not for them
  kOwners,    ///< those whom `assigned_seller`, `user_id` and `team_id` name, and whose the lead of `lead_id`
              ///< is
  kPersonal,  ///< those who saw it before and see it no longer, and nobody else
};

using KindSet = std::uint32_t;  ///< one bit an event kind
struct EventKind {
  std::string_view name;  ///< routing key: call.update
  TopicSet topics;        ///< any of them brings it
  std::string_view permission;
  RowRule rows;
  ScopedResource resource = ScopedResource::kLeads;  ///< whose scope says which rows
};
std::span<const EventKind> AllKinds();
/// Index into AllKinds(); nullopt: not for clients.
std::optional<std::size_t> FindKind(std::string_view name);

/// What a set of permissions allows.
struct Rights {
  TopicSet topics = 0;
  KindSet kinds = 0;
  bool operator==(const Rights&) const = default;
};
Rights RightsOf(const PermissionSet& permissions);
/// The kinds of which somebody sees all rows.
KindSet KindsWithoutDataRules(const Principal& principal);
/// The kinds that a subscriber of `topics` gets.
KindSet KindsOf(TopicSet topics, const Rights& rights);
}  // namespace vss::realtime
