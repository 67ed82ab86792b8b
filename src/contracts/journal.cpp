#include "contracts/journal.hpp"

namespace vss {
json::object ToJson(const Event& event) {
  json::object out{{"event", event.event}, {"id", event.id}, {"ts", FormatRfc3339(event.at)}};
  out["f_flow"] = event.f_flow ? json::value(*event.f_flow) : json::value(nullptr);
  out["source"] = event.source;
  out["data"] = event.data;
  return out;
}
}  // namespace vss
