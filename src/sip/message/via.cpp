#include "sip/message/chars.hpp"
#include "sip/message/host_port.hpp"
#include "sip/message/message.hpp"
#include "sip/message/params.hpp"

namespace vss::sip {
namespace {
using ViaResult = std::expected<Via, ParseError>;

/// A token, then '/' with or without white space around it.
std::string_view TakePart(std::string_view& rest) {
  const std::string_view part = TakeWhile(rest, chars::kToken);
  SkipSpace(rest);
  if (!rest.starts_with('/')) return {};
  rest.remove_prefix(1);
  SkipSpace(rest);
  return part;
}

bool TakeSentBy(std::string_view& rest, Via& via) {
  if (!TakeHost(rest, via.host)) return false;
  SkipSpace(rest);
  if (!rest.starts_with(':')) return true;
  rest.remove_prefix(1);
  SkipSpace(rest);
  return ParsePort(TakeWhile(rest, chars::kDigit), via.port);
}

bool TakeParam(const Param& param, Via& via) {
  if (EqualNoCase(param.name, "branch")) {
    if (!via.branch.empty() || param.is_quoted || param.value.empty()) return false;
    via.branch = param.value;
  } else if (EqualNoCase(param.name, "received")) {
    if (!via.received.empty() || param.value.empty()) return false;
    via.received = param.value;
  } else if (EqualNoCase(param.name, "rport")) {
    // RFC 3581 §3: the client sends it without a value.
    if (via.has_rport || (!param.value.empty() && !ParsePort(param.value, via.rport))) return false;
    via.has_rport = true;
  }
  return true;
}
}  // namespace

std::expected<Via, ParseError> ParseVia(std::string_view text) {
  Via via;
  std::string_view rest = Trim(text);
  if (!EqualNoCase(TakePart(rest), "SIP") || TakePart(rest) != "2.0") return Fail("Via's protocol");
  via.protocol = TakeWhile(rest, chars::kToken);
  if (via.protocol.empty() || rest.empty() || !Is(rest.front(), chars::kSpace))
    return Fail("Via's transport");
  SkipSpace(rest);
  if (!TakeSentBy(rest, via) || !TakeParamsStart(rest)) return Fail("Via's sent-by");
  via.params = rest;
  ParamStep step;
  for (Param param; (step = NextParam(rest, param)) == ParamStep::kParam;) {
    if (!TakeParam(param, via)) return Fail("Via's parameter");
  }
  if (step == ParamStep::kBad) return Fail("Via's parameters");
  return via;
}
}  // namespace vss::sip
