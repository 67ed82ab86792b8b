#include "workspace/reports/dashboard_json.hpp"

#include <cmath>

#include "workspace/reports/numbers_text.hpp"

namespace vss::reports {
namespace {
constexpr std::string_view kRunningStates[] = {"initiated", "ringing", "early", "answered", "held"};

json::object Counts(const std::map<std::string, std::int64_t>& counts) {
  json::object out;
  for (const auto& [name, count] : counts) out[name] = count;
  return out;
}

double Percent(double part, double whole) { return std::round(10'000 * part / whole) / 100; }

json::object CallsNow(const Dashboard& dashboard) {
  json::object by_state;
  for (const std::string_view state : kRunningStates) {
    const auto found = dashboard.running.find(std::string(state));
    by_state[state] = found == dashboard.running.end() ? 0 : found->second;
  }
  return {{"total", SumOf(dashboard.running)}, {"by_state", std::move(by_state)}};
}

json::object Today(const Dashboard& dashboard) {
  json::object out = ToJson(dashboard.today);
  out["day"] = dashboard.day;
  out["by_cause"] = Counts(dashboard.by_cause);
  return out;
}

json::object SeriesJson(const Series& series) {
  json::array calls;
  for (const auto& count : series.calls) calls.push_back(count ? json::value(*count) : json::value(nullptr));
  return {{"from", FormatRfc3339(series.from)}, {"step_s", series.step.count()}, {"calls", std::move(calls)}};
}

json::object Slots(const std::vector<SlotGroup>& groups) {
  std::map<std::string, std::int64_t> by_state, by_type;
  for (const SlotGroup& group : groups) {
    by_state[group.state] += group.slots;
    by_type[group.type] += group.slots;
  }
  return {{"total", SumOf(by_state)}, {"by_state", Counts(by_state)}, {"by_type", Counts(by_type)}};
}

json::array Trunks(const CentreNow& centre) {
  json::array out;
  for (const TrunkLine& trunk : centre.trunks) {
    const LineUse use = UseOf(centre.slots, trunk.id);
    const std::int64_t working = use.ready + use.busy;
    out.push_back({{"id", trunk.id},
                   {"name", trunk.name},
                   {"type", trunk.type},
                   {"capacity", trunk.capacity},
                   {"slots", use.slots},
                   {"ready", use.ready},
                   {"busy", use.busy},
                   {"load_pct", working == 0 ? json::value(nullptr)
                                             : json::value(Percent(static_cast<double>(use.busy),
                                                                   static_cast<double>(working)))}});
  }
  return out;
}

json::value DiskOf(const PlatformState& platform) {
  if (!platform.disk || platform.disk->total_bytes == 0) return nullptr;
  const auto total = platform.disk->total_bytes, free = platform.disk->free_bytes;
  return {
      {"total_bytes", total},
      {"free_bytes", free},
      {"used_pct", Percent(static_cast<double>(total - std::min(total, free)), static_cast<double>(total))}};
}

json::object ProblemJson(const Problem& problem) {
  return {{"code", problem.code},
          {"severity", problem.severity == Severity::kFault ? "fault" : "warning"},
          {"text", problem.text},
          {"link", problem.link ? json::value(*problem.link) : json::value(nullptr)},
          {"details", problem.details}};
}

void AddCentre(json::object& out, const Dashboard& dashboard, const PlatformState& platform) {
  const CentreNow& centre = *dashboard.centre;
  out["slots"] = Slots(centre.slots);
  out["trunks"] = Trunks(centre);
  out["registrations"] = centre.registrations;
  out["recordings"] = {{"count", centre.recordings.recordings}, {"bytes", centre.recordings.bytes}};
  out["disk"] = DiskOf(platform);
  out["pbx"] = {{"up", platform.pbx.up},
                {"kind", platform.pbx.kind},
                {"provider", platform.pbx.provider},
                {"test_exchange", platform.pbx.test_exchange}};
  json::array problems;
  for (const Problem& problem : FindProblems(dashboard, platform)) problems.push_back(ProblemJson(problem));
  out["problems"] = std::move(problems);
}
}  // namespace

json::object ToJson(const Dashboard& dashboard, const PlatformState& platform, const std::string& timezone) {
  json::object out{{"at", FormatRfc3339(dashboard.at)},
                   {"scope", ToString(dashboard.reach)},
                   {"timezone", timezone.empty() ? json::value(nullptr) : json::value(timezone)},
                   {"calls_now", CallsNow(dashboard)},
                   {"today", Today(dashboard)},
                   {"per_minute", SeriesJson(dashboard.per_minute)},
                   {"per_hour", SeriesJson(dashboard.per_hour)},
                   {"leads",
                    {{"scope", ToString(dashboard.leads_reach)},
                     {"total", SumOf(dashboard.leads)},
                     {"by_status", Counts(dashboard.leads)}}}};
  for (const char* field : {"slots", "trunks", "registrations", "recordings", "disk", "pbx", "problems"})
    out[field] = nullptr;
  if (dashboard.centre) AddCentre(out, dashboard, platform);
  return out;
}
}  // namespace vss::reports
