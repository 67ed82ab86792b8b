#include "sip/dialog/dtmf_relay.hpp"

#include <algorithm>

#include "sip/dialog/message_body.hpp"
#include "sip/message/chars.hpp"

namespace vss::sip {
namespace {
std::optional<char> DigitOf(std::string_view text) {
  // Some gateways write the event codes of RFC 4733 for star and hash.
  if (text == "10") return '*';
  if (text == "11") return '#';
  if (text.size() != 1) return std::nullopt;
  const char c = text[0] >= 'a' && text[0] <= 'd' ? static_cast<char>(text[0] - 'a' + 'A') : text[0];
  return std::string_view("0123456789*#ABCD").contains(c) ? std::optional(c) : std::nullopt;
}

std::optional<InfoDigit> ReadRelay(std::string_view body) {
  InfoDigit result;
  bool found = false;
  while (!body.empty()) {
    const auto end = body.find('\n');
    const std::string_view line = body.substr(0, end);
    body = end == std::string_view::npos ? std::string_view() : body.substr(end + 1);
    const auto equals = line.find('=');
    if (equals == std::string_view::npos) continue;
    const std::string_view name = Trim(line.substr(0, equals)), value = Trim(line.substr(equals + 1));
    if (EqualNoCase(name, "Signal")) {
      const auto digit = DigitOf(value);
      if (!digit) return std::nullopt;
      result.digit = *digit;
      found = true;
    } else if (EqualNoCase(name, "Duration")) {
      const std::uint32_t ms = ParseNumber(value).value_or(250);
      result.duration = std::chrono::milliseconds(std::clamp(ms, 40u, 8000u));
    }
  }
  return found ? std::optional(result) : std::nullopt;
}
}  // namespace

std::expected<std::optional<InfoDigit>, int> ReadInfo(const Message& info) {
  if (info.body.empty()) return std::nullopt;
  const std::string_view type = ContentType(info);
  std::optional<InfoDigit> digit;
  if (EqualNoCase(type, "application/dtmf-relay")) {
    digit = ReadRelay(info.body);
  } else if (EqualNoCase(type, "application/dtmf")) {
    if (const auto c = DigitOf(Trim(info.body))) digit = InfoDigit{*c};
  } else {
    return std::unexpected(415);
  }
  if (!digit) return std::unexpected(400);
  return digit;
}
}  // namespace vss::sip
