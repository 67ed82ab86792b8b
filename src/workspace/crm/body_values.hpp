#pragma once
#include "base/uuid.hpp"
#include "http/field_reader.hpp"
#include "workspace/crm/values.hpp"

/// Fields of bodies and queries that leads, clients and notes have in common. Each notes what is wrong in the
/// reader, and answers nothing then.
namespace vss::crm {

template <class Reader>
std::optional<std::string> Accept(Reader& reader, std::string_view name, Checked checked) {
  if (checked) return std::move(*checked);
  reader.Refuse(name, checked.error());
  return std::nullopt;
}

inline std::optional<std::string> ReadLine(http::BodyReader& body, std::string_view name, std::size_t max) {
  const auto text = body.OptionalText(name, {.min = 1, .max = max});
  return text ? Accept(body, name, CheckLine(*text, max)) : std::nullopt;
}

template <class Reader>
std::optional<std::string> ReadPhone(Reader& reader, std::string_view name, std::optional<std::string> text,
                                     std::string_view country) {
  return text ? Accept(reader, name, CheckPhone(*text, country)) : std::nullopt;
}

inline constexpr http::TextRule kPhoneRule{.min = 2, .max = 128, .kind = http::TextRule::Kind::kAny};
inline constexpr http::TextRule kEmailRule{.min = 3, .max = 254, .kind = http::TextRule::Kind::kAny};

inline std::optional<std::string> ReadEmail(http::BodyReader& body, std::string_view name) {
  const auto text = body.OptionalText(name, kEmailRule);
  return text ? Accept(body, name, CheckEmail(*text)) : std::nullopt;
}

inline std::optional<std::string> CheckUuid(http::BodyReader& reader, std::string_view name,
                                            std::optional<std::string> text) {
  if (text && !IsUuid(*text)) reader.Refuse(name, "wants a UUID in lower case");
  return text;
}
inline std::optional<std::string> CheckUuid(http::QueryReader& reader, std::string_view name,
                                            std::optional<std::string> text) {
  if (text && !IsUuid(*text)) reader.Refuse(name, "wants a UUID in lower case");
  return text;
}

inline std::optional<Fields> ReadFields(http::BodyReader& body) {
  body.RefuseNull({"fields"});
  const json::value* value = body.Raw("fields");
  if (value == nullptr || value->is_null()) return std::nullopt;
  auto fields = CheckFields(*value);
  if (fields) return std::move(*fields);
  body.Refuse("fields", fields.error());
  return std::nullopt;
}
}  // namespace vss::crm
