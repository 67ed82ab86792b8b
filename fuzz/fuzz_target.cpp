#include "base/error.hpp"
#include "http/field_reader.hpp"
#include "targets.hpp"

// The request line's target: refused, or a decoded path and query, which a list's filters then read.
int FuzzTarget(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const auto target = vss::http::ParseTarget(input);
  if (!target) return 0;
  // RFC 9112 §3.2.4: the asterisk form is the server as a whole, and nothing else decodes to it.
  Expect(target->path.starts_with('/') || input == "*",
         "an accepted path begins with a slash, or is the asterisk");
  try {
    vss::http::QueryReader query(*target);
    query.Text("name");
    query.Int("trunk_id", {.min = 1});
    query.Bool("success");
    query.Choice("type", {"auto", "mf", "ls"});
    query.Time("from", vss::DayEdge::kStart);
    query.Time("to", vss::DayEdge::kEnd);
    const vss::PageRequest page = query.Paging({"id", "name"});
    query.Finish();
    Expect(page.limit >= 1 && page.limit <= 1000, "an accepted limit keeps its bounds");
    Expect(page.sort == "id" || page.sort == "name", "an accepted sort is one of the list's");
  } catch (const vss::Error& error) {
    Expect(error.code() == vss::ErrorCode::kInvalidParams, "a bad query is INVALID_PARAMS");
    vss::ToText(error.details());
  }
  return 0;
}
