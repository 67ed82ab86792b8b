#pragma once
#include <cstdint>
#include <optional>
#include <vector>

#include "base/clock.hpp"
#include "ottb/calls/hangup_reason.hpp"
#include "workspace/crm/leads/lead_status.hpp"

/// Three weeks of a centre, made up so that they could have been: nobody makes two calls at once, no number
/// rings twice at once, who was never talked to is new, and Sundays are free. A number ends as the test
/// exchange lets it end (docs/reference/test-exchange.md), and whenever it is now, somebody has been at work
/// until now. Pure; the same for the same seed.
namespace vss::demo {

inline constexpr int kHistoryDays = 21;

struct HistoryShape {
  int seats = 50;   ///< operators with a telephone each
  int robots = 10;  ///< lines that call by themselves
  int leads = 3000;
  int days = kHistoryDays;  ///< the last one is today
};

struct PlannedCall {
  enum class Kind { kSeat, kRobot } kind = Kind::kSeat;
  int worker = 0;  ///< of its kind
  int lead = 0;
  Instant started_at, ended_at;
  std::optional<Instant> ringing_at, answered_at;
  ottb::HangupReason cause = ottb::HangupReason::kNormal;
};

struct PlannedLead {
  Instant created_at;
  crm::LeadStatus status = crm::LeadStatus::kNew;
  std::optional<Instant> last_call_at;
};

struct HistoryPlan {
  Instant from;                    ///< the first day's beginning
  std::vector<PlannedCall> calls;  ///< in the order of their starts; all are over at `now`
  std::vector<PlannedLead> leads;
  std::vector<std::optional<Instant>> signed_in;  ///< of each seat, the last time
};
HistoryPlan PlanHistory(const HistoryShape& shape, Instant now, std::uint32_t seed);
}  // namespace vss::demo
