#include "dci/log/log_routes.hpp"

#include "base/log.hpp"
#include "dci/log/log_sources.hpp"

namespace vss::dci {
namespace {
constexpr std::size_t kMaxModuleLength = 32, kMaxMessageLength = 4096;  // characters

bool IsModule(std::string_view text) {
  const auto allowed = [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  };
  return !text.empty() && text.size() <= kMaxModuleLength && std::ranges::all_of(text, allowed);
}

json::value OrNull(const std::optional<std::string>& text) {
  return text ? json::value(*text) : json::value(nullptr);
}

json::object ToJson(const StoredLogLine& stored) {
  const LogLine& line = stored.line;
  return {{"id", stored.id.value},
          {"at", FormatRfc3339(line.at)},
          {"module", line.module},
          {"severity", log::ToString(line.severity)},
          {"message", line.message},
          {"fields", line.fields},
          {"event_id", OrNull(line.event_id)},
          {"f_flow", OrNull(line.f_flow)},
          {"request_id", OrNull(line.request_id)},
          {"username", OrNull(line.username)}};
}

json::object ParseFields(http::BodyReader& body) {
  const json::value* fields = body.Raw("fields");
  if (fields == nullptr || fields->is_null()) return {};
  if (fields->is_object() && ToText(*fields).size() <= kMaxFieldsBytes) return fields->get_object();
  body.Refuse("fields", fmt::format("wants a JSON object of at most {} bytes", kMaxFieldsBytes));
  return {};
}

LogEntry ParseEntry(http::BodyReader body) {
  LogEntry entry;
  entry.module = body.Text("module", {1, kMaxModuleLength});
  if (!entry.module.empty() && !IsModule(entry.module)) {
    body.Refuse("module", "wants 1 to 32 letters, digits, hyphens and underscores");
  }
  entry.severity = log::ParseSeverity(body.Choice("severity", {"debug", "info", "warning", "error"}))
                       .value_or(Severity::kInfo);
  entry.message = body.Text("message", {1, kMaxMessageLength, http::TextRule::Kind::kParagraphs});
  entry.fields = ParseFields(body);
  body.Finish();
  return entry;
}

std::optional<Severity> ParseLevel(http::QueryReader& query, std::string_view name) {
  const auto text = query.Choice(name, {"debug", "info", "warning", "error"});
  return text ? log::ParseSeverity(*text) : std::nullopt;
}

LogFilter ParseFilter(http::QueryReader& query) {
  LogFilter filter;
  filter.module = query.Text("module", {1, kMaxModuleLength});
  filter.severity = ParseLevel(query, "severity");
  filter.min_severity = ParseLevel(query, "min_severity");
  filter.from = query.Time("from", DayEdge::kStart);
  filter.before = query.Time("to", DayEdge::kEnd);
  filter.text = query.Text("q", {1, 200});
  filter.request_id = query.Text("request_id", {1, 128});
  return filter;
}
}  // namespace

void MountLog(http::Router& router, LogService& log) {
  router.Get("/api/dci/logs", http::Requires(perm::kLogsRead),
             [&](http::Context& ctx) -> Task<http::Response> {
               http::QueryReader query = ctx.Query();
               const LogFilter filter = ParseFilter(query);
               const PageRequest page = query.Paging({"-at"});
               if (filter.text && page.skip > 0)
                 query.Refuse("offset", "has no meaning with q, whose pages are walked one after the other");
               query.Finish();
               Page<StoredLogLine> lines = co_await log.List(filter, page);
               if (!ctx.caller().principal.Allows(perm::kCallsRead)) HideNumbers(lines, filter.text);
               co_return http::List(ctx, page, lines, ToJson);
             });
  router.Post("/api/dci/log-event", http::Requires(perm::kLogsWrite),
              [&](http::Context& ctx) -> Task<http::Response> {
                LogEntry entry = ParseEntry(ctx.Body());
                const StoredLogLine stored = co_await log.Record(ctx.caller(), std::move(entry));
                co_return http::Created(fmt::format("/api/dci/logs?request_id={}", ctx.request_id()),
                                        ToJson(stored));
              });
}
}  // namespace vss::dci
