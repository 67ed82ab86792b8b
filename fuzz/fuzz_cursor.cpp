#include "http/field_reader.hpp"
#include "targets.hpp"

// A cursor comes back from outside: it is refused, or it is one that EncodeCursor could have made. The input
// is tried as the cursor's text and as the JSON within.
namespace {
void Try(const vss::PageRequest& page, std::string_view text) {
  const auto after = vss::http::DecodeCursor(page, text);
  if (!after) return;
  Expect(after->size() == 2, "an accepted cursor has a sort value and an id");
  const auto again = vss::http::DecodeCursor(page, vss::http::EncodeCursor(page, *after));
  Expect(again && vss::ToText(*again) == vss::ToText(*after), "an accepted cursor survives a round trip");
}
}  // namespace

int FuzzCursor(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const vss::PageRequest by_id;
  const vss::PageRequest by_name{.sort = "name", .descending = true};
  std::string wrapped;
  try {
    const vss::json::value value = vss::ParseJson(input);
    if (value.is_array()) wrapped = vss::http::EncodeCursor(by_name, value.get_array());
  } catch (const std::exception&) {
    wrapped.clear();  // not JSON: tried as it is only
  }
  Try(by_id, input);
  Try(by_name, input);
  Try(by_name, wrapped);
  return 0;
}
