#include "workspace/crm/values.hpp"

#include "base/config/value.hpp"
#include "base/email.hpp"
#include "base/phone_number.hpp"
#include "base/unicode.hpp"

namespace vss::crm {
namespace {
bool IsControl(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }
}  // namespace

Checked CheckPhone(std::string_view text, std::string_view country) {
  auto number = ParsePhone(TrimmedText(text), country);
  if (!number) return std::unexpected(std::move(number.error()));
  return std::move(number->e164);
}

Checked CheckEmail(std::string_view text) {
  text = TrimmedText(text);
  if (!IsEmail(text)) return std::unexpected("wants an e-mail address such as name@example.com");
  return ToLowerAscii(text);
}

Checked CheckTimeZone(std::string_view text) {
  if (text.size() > 64 || !config::IsTimeZone(text))
    return std::unexpected("wants the IANA name of a time zone, such as Europe/Moscow");
  return std::string(text);
}

Checked CheckLine(std::string_view text, std::size_t max) {
  std::string line = ToNfc(TrimmedText(text));
  if (line.empty() || !IsUtf8(line) || CountCharacters(line) > max || std::ranges::any_of(line, IsControl))
    return std::unexpected(fmt::format("wants one line of 1 to {} characters", max));
  return line;
}

std::expected<Fields, std::string> CheckFields(const json::value& value) {
  const std::string wants = fmt::format(
      "wants an object of at most {} texts, with names of 1 to {} and values of at most {} characters",
      kMaxFields, kMaxFieldName, kMaxFieldValue);
  if (!value.is_object() || value.get_object().size() > kMaxFields) return std::unexpected(wants);
  Fields fields;
  for (const auto& [name, field] : value.get_object()) {
    const auto line = CheckLine(name, kMaxFieldName);
    const auto* text = field.if_string();
    const bool fits = text != nullptr && IsUtf8(*text) && CountCharacters(*text) <= kMaxFieldValue &&
                      text->find('\0') == json::string::npos;
    if (!line || *line != ToNfc(name) || !fits) return std::unexpected(wants);
    fields.emplace(*line, ToNfc(*text));
  }
  return fields;
}

json::object ToJson(const Fields& fields) {
  json::object out;
  for (const auto& [name, value] : fields) out[name] = value;
  return out;
}

Fields ParseFields(std::string_view text) {
  Fields fields;
  if (text == "{}") return fields;
  const json::value parsed = ParseTrustedJson(text);
  for (const auto& [name, value] : parsed.as_object()) fields.emplace(name, std::string(value.as_string()));
  return fields;
}

json::value OrNull(const std::optional<std::string>& text) { return text ? json::value(*text) : nullptr; }
json::value OrNull(const std::optional<Instant>& at) {
  return at ? json::value(FormatRfc3339(*at)) : nullptr;
}
}  // namespace vss::crm
