#include "base/error.hpp"
#include "base/unicode.hpp"
#include "http/field_reader.hpp"
#include "targets.hpp"

// A body is read the way routes do; whatever it is, the answer is a value or INVALID_PARAMS, never another
// error.
int FuzzBody(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  try {
    vss::http::BodyReader body(input);
    const std::string name = body.Text("name", {.min = 1, .max = 64});
    const auto description = body.OptionalText("description");
    const std::int64_t capacity = body.Int("capacity", {.min = 1, .max = 999});
    const std::string type = body.Choice("type", {"auto", "mf", "ls"});
    const auto numbers = body.OptionalTexts("caller_ids", 5, {.min = 2, .max = 16});
    body.OptionalInt("provider_id");
    body.OptionalBool("enabled");
    body.Raw("settings");
    body.Finish();
    Expect(!name.empty() && vss::CountCharacters(name) <= 64, "an accepted text keeps its limits");
    Expect(!description || vss::CountCharacters(*description) <= 255,
           "an accepted optional text keeps its limits");
    Expect(capacity >= 1 && capacity <= 999, "an accepted number keeps its limits");
    Expect(type == "auto" || type == "mf" || type == "ls", "an accepted choice is one of them");
    Expect(!numbers || numbers->size() <= 5, "an accepted list keeps its limit");
  } catch (const vss::Error& error) {
    Expect(error.code() == vss::ErrorCode::kInvalidParams, "a bad body is INVALID_PARAMS");
    vss::ToText(error.details());
  }
  return 0;
}
