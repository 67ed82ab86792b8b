#include "base/error.hpp"
#include "expect.hpp"
#include "http/field_reader.hpp"

// The request line's target: refused, or a decoded path and query, which a list's filters then read.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto target = vss::http::ParseTarget({reinterpret_cast<const char*>(data), size});
  if (!target) return 0;
  Expect(target->path.starts_with('/'), "an accepted path begins with a slash");
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
