#pragma once
#include <initializer_list>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/json.hpp"
#include "contracts/page.hpp"
#include "http/message.hpp"

namespace vss::http {

struct TextRule {
  std::size_t min = 0, max = 255;  ///< characters (code points), as in the maxLength of OpenAPI
  /// A line and paragraphs hold no control characters, paragraphs but line ends and tabs; where something is
  /// wanted, spaces are nothing. kAny is for secrets, and for what its reader judges by each character.
  enum class Kind { kLine, kParagraphs, kAny } kind = Kind::kLine;
};
struct IntRule {
  std::int64_t min = 0, max = INT64_MAX;
};

/// Reads a JSON body field by field and collects every problem; Finish() throws them all at once as
/// Error(kInvalidParams) whose details map each bad field to what it wants. Fields that nobody read are
/// unknown and refused. Call the getters first, then Finish(), then use the values.
class BodyReader {
 public:
  /// `text` empty counts as `{}`. Throws Error(kInvalidParams) when it is not a JSON object.
  explicit BodyReader(std::string_view text);

  std::string Text(std::string_view name, TextRule rule = {});  ///< required
  std::optional<std::string> OptionalText(std::string_view name, TextRule rule = {});
  std::int64_t Int(std::string_view name, IntRule rule = {});
  std::optional<std::int64_t> OptionalInt(std::string_view name, IntRule rule = {});
  std::optional<bool> OptionalBool(std::string_view name);
  /// One of `choices`; "" or nullopt after a problem was noted.
  std::string Choice(std::string_view name, std::initializer_list<std::string_view> choices);
  std::optional<std::string> OptionalChoice(std::string_view name,
                                            std::initializer_list<std::string_view> choices);
  /// A list of at most `max_items` texts.
  std::optional<std::vector<std::string>> OptionalTexts(std::string_view name, std::size_t max_items,
                                                        TextRule rule);
  /// The value as it is; nullptr when absent.
  const json::value* Raw(std::string_view name);
  /// True when the field is there, also as null.
  bool Has(std::string_view name) const { return body_.contains(name); }
  bool IsNull(std::string_view name) const;

  /// For PATCH, where absent means "as it is" and null clears: these fields always have a value.
  void RefuseNull(std::initializer_list<std::string_view> fields);
  /// For PATCH: changing nothing is a mistake of the sender.
  void RequireAny(std::initializer_list<std::string_view> fields);

  /// Notes a problem that the caller found (a malformed E.164, an unknown id …).
  void Refuse(std::string_view name, std::string_view wants);
  void Finish();

 private:
  const json::value* Take(std::string_view name);
  const json::value* Require(std::string_view name, std::string_view wants);
  std::optional<std::string> CheckText(std::string_view name, const json::value& value, TextRule rule);
  std::optional<std::int64_t> CheckInt(std::string_view name, const json::value& value, IntRule rule);

  json::object body_;
  std::set<std::string, std::less<>> read_;
  json::object problems_;
};

/// The same for query parameters. Unknown and repeated parameters are refused, so that a typo in a filter
/// never passes for "everything".
class QueryReader {
 public:
  explicit QueryReader(const Target& target) : target_(target) {}

  std::optional<std::string> Text(std::string_view name, TextRule rule = {});
  std::optional<std::int64_t> Int(std::string_view name, IntRule rule = {});
  std::optional<bool> Bool(std::string_view name);  ///< true or false
  std::optional<std::string> Choice(std::string_view name, std::initializer_list<std::string_view> choices);
  /// An RFC 3339 instant, or a day of the centre's time zone (`edge` says which end of it).
  std::optional<Instant> Time(std::string_view name, DayEdge edge);
  /// limit, cursor, offset, sort. `sortable` are the fields that may be sorted by; the first is the default
  /// (prefix "-" there means descending by default).
  PageRequest Paging(std::initializer_list<std::string_view> sortable);

  void Refuse(std::string_view name, std::string_view wants);
  void Finish();
  /// For protocols in which parameters that nobody asked for are the caller's own.
  void FinishIgnoringOthers();

 private:
  const std::string* Take(std::string_view name);

  const Target& target_;
  std::set<std::string, std::less<>> read_;
  json::object problems_;
};

/// The opaque text of a cursor, and back. DecodeCursor answers nullopt for anything EncodeCursor did not
/// make.
std::string EncodeCursor(const PageRequest& request, const json::array& next);
std::optional<json::array> DecodeCursor(const PageRequest& request, std::string_view text);
}  // namespace vss::http
