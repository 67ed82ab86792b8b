#include "adapters/storage_sql/outbox.hpp"

#include <boost/json/value_to.hpp>

namespace vss::sql {
namespace {
Event ReadEvent(const Row& row) {
  const json::object payload = ParseTrustedJson(row.Text(2)).as_object();
  const json::value& flow = payload.at("f_flow");
  return {.id = row.Text(0),
          .event = row.Text(1),
          .at = row.Time(3),
          .f_flow = flow.is_null() ? std::nullopt : std::optional<std::string>(flow.as_string()),
          .source = std::string(payload.at("source").as_string()),
          .data = payload.at("data").as_object()};
}
}  // namespace

Task<std::vector<Event>> OutboxReader::Next(std::size_t limit) {
  const auto read = [limit](Session& session) {
    std::vector<Event> events;
    for (const Row& row :
         session.Query("SELECT event_id, routing_key, payload, created_at FROM outbox ORDER BY id LIMIT $1",
                       {static_cast<std::int64_t>(limit)})) {
      events.push_back(ReadEvent(row));
    }
    return events;
  };
  co_return co_await database_.Read(read);
}

Task<void> OutboxReader::Done(std::vector<std::string> ids) {
  co_await database_.RunWrite([&ids](Session& session) {
    for (const std::string& id : ids) session.Execute("DELETE FROM outbox WHERE event_id = $1", {id});
  });
}
}  // namespace vss::sql
