#include "http/field_reader.hpp"

#include <charconv>

#include "base/crypto.hpp"
#include "base/error.hpp"
#include "base/unicode.hpp"

namespace vss::http {
namespace {
constexpr std::int64_t kMaxSkipped = 10'000'000;

std::string TextWants(TextRule rule) {
  return rule.min == 0 ? fmt::format("wants a text of at most {} characters", rule.max)
                       : fmt::format("wants a text of {} to {} characters", rule.min, rule.max);
}

std::string IntWants(IntRule rule) {
  return rule.max == INT64_MAX ? fmt::format("wants a whole number from {}", rule.min)
                               : fmt::format("wants a whole number from {} to {}", rule.min, rule.max);
}

template <class Choices>
std::string ChoiceWants(const Choices& choices) {
  return fmt::format("wants one of {}", fmt::join(choices, ", "));
}

bool HasControlCharacters(std::string_view text, TextRule::Kind kind) {
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = NextCharacter(text, at);
    const bool line_end_or_tab = c == '\n' || c == '\r' || c == '\t';
    if (line_end_or_tab && kind == TextRule::Kind::kParagraphs) continue;
    if (c < 0x20 || (c >= 0x7F && c < 0xA0)) return true;
  }
  return false;
}

// What is wrong with the text; nothing when it fits.
std::optional<std::string> Misfit(std::string_view text, TextRule rule) {
  if (text.contains('\0') || !IsUtf8(text)) return TextWants(rule);
  const std::size_t length = CountCharacters(text);
  if (length < rule.min || length > rule.max) return TextWants(rule);
  if (rule.kind == TextRule::Kind::kAny) return std::nullopt;
  if (HasControlCharacters(text, rule.kind)) return TextWants(rule) + ", no control characters among them";
  return std::nullopt;
}

// The same for a value that is kept: spaces are no name. A filter may hold what somebody is typing.
std::optional<std::string> MisfitOfValue(std::string_view text, TextRule rule) {
  auto problem = Misfit(text, rule);
  const bool wanted = rule.min > 0 && rule.kind != TextRule::Kind::kAny;
  if (!problem && wanted && TrimmedText(text).empty()) problem = TextWants(rule) + ", not only spaces";
  return problem;
}

// A field name that the caller made up may be long or not text; it is shown, so it is cut.
std::string Shown(std::string_view name) { return CleanText(name, 64); }

[[noreturn]] void ThrowProblems(json::object problems, std::string_view where) {
  std::string message;
  for (const auto& [field, wants] : problems) {
    message += fmt::format("{}{}: {}", message.empty() ? "" : "; ", std::string_view(field),
                           std::string_view(wants.as_string()));
    if (message.size() > 400) {
      message += " …";
      break;
    }
  }
  throw Error(ErrorCode::kInvalidParams, fmt::format("{}: {}", where, message), std::move(problems));
}
}  // namespace

BodyReader::BodyReader(std::string_view text) {
  if (text.empty()) return;
  json::value parsed = ParseJson(text);
  if (!parsed.is_object()) throw InvalidField("body", "wants a JSON object");
  body_ = std::move(parsed.as_object());
}

const json::value* BodyReader::Take(std::string_view name) {
  read_.emplace(name);
  return body_.if_contains(name);
}

const json::value* BodyReader::Require(std::string_view name, std::string_view wants) {
  const json::value* value = Take(name);
  if (value == nullptr) Refuse(name, fmt::format("is required; {}", wants));
  return value;
}

const json::value* BodyReader::Raw(std::string_view name) { return Take(name); }

bool BodyReader::IsNull(std::string_view name) const {
  const json::value* value = body_.if_contains(name);
  return value != nullptr && value->is_null();
}

void BodyReader::RefuseNull(std::initializer_list<std::string_view> fields) {
  for (const std::string_view field : fields) {
    if (IsNull(field)) Refuse(field, "cannot be null; leave it out to keep it");
  }
}

void BodyReader::RequireAny(std::initializer_list<std::string_view> fields) {
  if (std::ranges::any_of(fields, [&](std::string_view field) { return Has(field); })) return;
  Refuse("body", fmt::format("wants at least one of {}", fmt::join(fields, ", ")));
}

std::optional<std::string> BodyReader::CheckText(std::string_view name, const json::value& value,
                                                 TextRule rule) {
  const auto* text = value.if_string();
  const auto problem = text == nullptr ? std::optional(TextWants(rule)) : MisfitOfValue(*text, rule);
  if (!problem) return std::string(*text);
  Refuse(name, *problem);
  return std::nullopt;
}

std::string BodyReader::Text(std::string_view name, TextRule rule) {
  const json::value* value = Require(name, TextWants(rule));
  return value == nullptr ? std::string() : CheckText(name, *value, rule).value_or(std::string());
}

std::optional<std::string> BodyReader::OptionalText(std::string_view name, TextRule rule) {
  const json::value* value = Take(name);
  return value == nullptr || value->is_null() ? std::nullopt : CheckText(name, *value, rule);
}

std::optional<std::int64_t> BodyReader::CheckInt(std::string_view name, const json::value& value,
                                                 IntRule rule) {
  if (const auto* number = value.if_int64();
      number != nullptr && *number >= rule.min && *number <= rule.max) {
    return *number;
  }
  Refuse(name, IntWants(rule));
  return std::nullopt;
}

std::int64_t BodyReader::Int(std::string_view name, IntRule rule) {
  const json::value* value = Require(name, IntWants(rule));
  return value == nullptr ? rule.min : CheckInt(name, *value, rule).value_or(rule.min);
}

std::optional<std::int64_t> BodyReader::OptionalInt(std::string_view name, IntRule rule) {
  const json::value* value = Take(name);
  return value == nullptr || value->is_null() ? std::nullopt : CheckInt(name, *value, rule);
}

std::optional<bool> BodyReader::OptionalBool(std::string_view name) {
  const json::value* value = Take(name);
  if (value == nullptr || value->is_null()) return std::nullopt;
  if (value->is_bool()) return value->get_bool();
  Refuse(name, "wants true or false");
  return std::nullopt;
}

std::string BodyReader::Choice(std::string_view name, std::initializer_list<std::string_view> choices) {
  const json::value* value = Require(name, ChoiceWants(choices));
  return value == nullptr ? std::string() : OptionalChoice(name, choices).value_or(std::string());
}

std::optional<std::string> BodyReader::OptionalChoice(std::string_view name,
                                                      std::initializer_list<std::string_view> choices) {
  const json::value* value = Take(name);
  if (value == nullptr) return std::nullopt;
  if (const auto* text = value->if_string();
      text != nullptr && std::ranges::find(choices, std::string_view(*text)) != choices.end()) {
    return std::string(*text);
  }
  Refuse(name, ChoiceWants(choices));
  return std::nullopt;
}

std::optional<std::vector<std::string>> BodyReader::OptionalTexts(std::string_view name,
                                                                  std::size_t max_items, TextRule rule) {
  const json::value* value = Take(name);
  if (value == nullptr || value->is_null()) return std::nullopt;
  const auto wants = [&] {
    return fmt::format("wants a list of at most {} texts, each of {} to {} characters", max_items, rule.min,
                       rule.max);
  };
  if (!value->is_array() || value->get_array().size() > max_items) {
    Refuse(name, wants());
    return std::nullopt;
  }
  std::vector<std::string> out;
  for (const json::value& item : value->get_array()) {
    const auto* text = item.if_string();
    if (text == nullptr || MisfitOfValue(*text, rule)) {
      Refuse(name, wants());
      return std::nullopt;
    }
    out.emplace_back(*text);
  }
  return out;
}

void BodyReader::Refuse(std::string_view name, std::string_view wants) { problems_.emplace(name, wants); }

void BodyReader::Finish() {
  for (const auto& [key, value] : body_) {
    if (!read_.contains(std::string_view(key)))
      problems_.emplace(Shown(key), "is not a field of this request");
    if (problems_.size() >= 50) break;
  }
  if (!problems_.empty()) ThrowProblems(std::move(problems_), "the request body is not right");
}

const std::string* QueryReader::Take(std::string_view name) {
  read_.emplace(name);
  const std::string* found = nullptr;
  for (const auto& [key, value] : target_.query) {
    if (key != name) continue;
    if (found != nullptr) Refuse(name, "is given more than once");
    found = &value;
  }
  return found;
}

std::optional<std::string> QueryReader::Text(std::string_view name, TextRule rule) {
  const std::string* text = Take(name);
  if (text == nullptr) return std::nullopt;
  const auto problem = Misfit(*text, rule);
  if (!problem) return *text;
  Refuse(name, *problem);
  return std::nullopt;
}

std::optional<std::int64_t> QueryReader::Int(std::string_view name, IntRule rule) {
  const std::string* text = Take(name);
  if (text == nullptr) return std::nullopt;
  std::int64_t number = 0;
  const auto [end, failure] = std::from_chars(text->data(), text->data() + text->size(), number);
  if (failure == std::errc() && end == text->data() + text->size() && number >= rule.min &&
      number <= rule.max)
    return number;
  Refuse(name, IntWants(rule));
  return std::nullopt;
}

std::optional<bool> QueryReader::Bool(std::string_view name) {
  const auto text = Choice(name, {"true", "false"});
  return text ? std::optional(*text == "true") : std::nullopt;
}

std::optional<std::string> QueryReader::Choice(std::string_view name,
                                               std::initializer_list<std::string_view> choices) {
  const std::string* text = Take(name);
  if (text == nullptr) return std::nullopt;
  if (std::ranges::find(choices, std::string_view(*text)) != choices.end()) return *text;
  Refuse(name, ChoiceWants(choices));
  return std::nullopt;
}

std::optional<Instant> QueryReader::Time(std::string_view name, DayEdge edge) {
  const std::string* text = Take(name);
  if (text == nullptr) return std::nullopt;
  if (const auto instant = ParseRfc3339(*text)) return instant;
  if (const auto day = ParseLocalDay(*text, edge)) return day;
  Refuse(name, "wants a day such as 2025-01-15, or a time such as 2025-01-15T08:00:00Z");
  return std::nullopt;
}

PageRequest QueryReader::Paging(std::initializer_list<std::string_view> sortable) {
  PageRequest page;
  page.limit = static_cast<std::size_t>(Int("limit", {.min = 1, .max = 1000}).value_or(100));
  const auto plain = [](std::string_view field) { return field.starts_with('-') ? field.substr(1) : field; };
  const std::string* asked = Take("sort");
  std::string_view sort = asked != nullptr ? std::string_view(*asked) : *sortable.begin();
  if (std::ranges::find(sortable, plain(sort), plain) == sortable.end()) {
    std::vector<std::string_view> names;
    for (const std::string_view field : sortable) names.push_back(plain(field));
    Refuse("sort", fmt::format("wants one of {}, with - in front for descending", fmt::join(names, ", ")));
    sort = *sortable.begin();
  }
  page.sort = plain(sort);
  page.descending = sort.starts_with('-');
  if (const std::string* cursor = Take("cursor")) {
    if (auto after = DecodeCursor(page, *cursor)) {
      page.after = std::move(*after);
    } else {
      Refuse("cursor", "wants the cursor of a Link header, with the same sort");
    }
  }
  page.skip = static_cast<std::size_t>(Int("offset", {.min = 0, .max = kMaxSkipped}).value_or(0));
  return page;
}

void QueryReader::Refuse(std::string_view name, std::string_view wants) { problems_.emplace(name, wants); }

void QueryReader::Finish() {
  for (const auto& [name, value] : target_.query) {
    if (!read_.contains(name)) problems_.emplace(Shown(name), "is not a parameter of this request");
    if (problems_.size() >= 50) break;
  }
  FinishIgnoringOthers();
}

void QueryReader::FinishIgnoringOthers() {
  if (!problems_.empty()) ThrowProblems(std::move(problems_), "the query is not right");
}

std::string EncodeCursor(const PageRequest& request, const json::array& next) {
  const json::array whole{request.sort, request.descending, next};
  return crypto::Base64UrlEncode(ToText(json::value(whole)));
}

std::optional<json::array> DecodeCursor(const PageRequest& request, std::string_view text) {
  if (text.size() > 1024) return std::nullopt;
  const auto bytes = crypto::Base64UrlDecode(text);
  if (!bytes) return std::nullopt;
  try {
    const json::value whole = ParseJson(*bytes, 3);
    const auto* parts = whole.if_array();
    if (parts == nullptr || parts->size() != 3 || (*parts)[0] != json::value(request.sort) ||
        (*parts)[1] != json::value(request.descending) || !(*parts)[2].is_array()) {
      return std::nullopt;
    }
    const json::array& after = (*parts)[2].get_array();
    // What lists are sorted by: whole numbers, texts and nothing.
    const bool keys = std::ranges::all_of(
        after, [](const json::value& v) { return v.is_int64() || v.is_string() || v.is_null(); });
    return after.size() == 2 && keys ? std::optional(after) : std::nullopt;
  } catch (const Error&) {
    return std::nullopt;
  }
}
}  // namespace vss::http
