#include "sip/dialog/reason_header.hpp"

#include "base/unicode.hpp"

namespace vss::sip {
namespace {
std::string_view Trim(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  const auto begin = text.find_first_not_of(kSpace);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kSpace) - begin + 1);
}

void ReadValue(std::string_view value, Reason& reason) {
  const auto semicolon = value.find(';');
  if (semicolon == std::string_view::npos) return;
  const std::string_view params = value.substr(semicolon + 1);
  if (EqualNoCase(Trim(value.substr(0, semicolon)), "Q.850")) {
    const auto cause = ParseNumber(FindParam(params, "cause").value_or(""));
    if (cause && *cause <= 127) reason.q850 = static_cast<int>(*cause);
  }
  if (reason.text.empty()) reason.text = CleanText(FindParam(params, "text").value_or(""), kMaxReasonText);
}
}  // namespace

Reason ReadReason(const Message& message) {
  Reason reason;
  for (const Header& header : message.headers()) {
    if (header.id != HeaderId::kReason) continue;
    std::string_view list = header.value, element;
    while (NextElement(list, element)) ReadValue(element, reason);
  }
  return reason;
}

std::string WriteReason(int q850) { return "Q.850;cause=" + std::to_string(q850); }
}  // namespace vss::sip
