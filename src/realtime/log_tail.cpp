#include "realtime/log_tail.hpp"

#include "base/log.hpp"

namespace vss::realtime {
namespace {
constexpr std::string_view kEvent = "log.line";
constexpr std::chrono::seconds kOverlap{2};  // a client knows a line by its id, so a repeated one is no harm

Instant TimeOf(const json::object& line) {
  return ParseRfc3339(std::string_view(line.at("at").as_string())).value_or(Instant());
}
}  // namespace

Task<void> LogTail::Look() {
  if (!hub_.IsWanted(kEvent)) {
    last_ = 0;
    co_return;
  }
  json::value page;
  try {
    page = ParseTrustedJson((co_await source_.Read(Topic::kLogs, {}, {})).items);
  } catch (const Error& error) {
    log::Debug("WORKSPACE", "the log could not be read for those who watch it", {{"error", error.message()}});
    co_return;
  }
  const std::int64_t known = last_;
  std::vector<Event> events;
  for (const json::value& item : page.as_array()) {
    const json::object& line = item.as_object();
    const std::int64_t id = line.at("id").as_int64();
    last_ = std::max(last_, id);
    if (known == 0 ? clock_.Now() - TimeOf(line) < kOverlap : id > known) events.push_back(EventOf(line));
  }
  std::ranges::reverse(events);  // the list is newest first
  co_await hub_.OnEvents(events);
}

Event LogTail::EventOf(const json::object& line) const {
  const json::value& flow = line.at("f_flow");
  return {.id = random_.Uuid(),
          .event = std::string(kEvent),
          .at = TimeOf(line),
          .f_flow = flow.is_string() ? std::optional(std::string(flow.get_string())) : std::nullopt,
          .source = "DCI",
          .data = line};
}
}  // namespace vss::realtime
