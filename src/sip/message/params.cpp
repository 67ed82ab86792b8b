#include "sip/message/params.hpp"

#include <algorithm>

#include "sip/message/chars.hpp"
#include "sip/message/message.hpp"

namespace vss::sip {
namespace {
/// One run of what may stand unquoted: tokens, hosts, and what else is seen in the field, like '/' and '@'.
/// URI parameters have a wider set than header parameters (§25.1, paramchar); both are taken.
std::string_view TakeWord(std::string_view& rest, char also_ends) {
  std::size_t size = 0;
  while (size < rest.size() && Is(rest[size], chars::kUri | chars::kToken) && rest[size] != ';' &&
         rest[size] != ',' && rest[size] != also_ends) {
    ++size;
  }
  const std::string_view word = rest.substr(0, size);
  rest.remove_prefix(size);
  return word;
}

bool TakeValue(std::string_view& rest, Param& param) {
  param.has_value = true;
  param.is_quoted = rest.starts_with('"');
  if (!param.is_quoted) {
    param.value = TakeWord(rest, ';');
    return true;
  }
  const std::size_t size = QuotedSize(rest);
  if (size == 0) return false;
  param.value = rest.substr(1, size - 2);
  rest.remove_prefix(size);
  return true;
}
}  // namespace

ParamStep NextParam(std::string_view& rest, Param& param) {
  SkipSpace(rest);
  if (rest.empty()) return ParamStep::kEnd;
  param = {};
  param.name = TakeWord(rest, '=');
  if (param.name.empty()) return ParamStep::kBad;
  SkipSpace(rest);
  if (rest.starts_with('=')) {
    rest.remove_prefix(1);
    SkipSpace(rest);
    if (!TakeValue(rest, param)) return ParamStep::kBad;
    SkipSpace(rest);
  }
  if (rest.empty()) return ParamStep::kParam;
  if (rest.front() != ';') return ParamStep::kBad;
  // A ';' at the very end announces a parameter that is not there: it stays, and the next step is bad.
  if (!Trim(rest.substr(1)).empty()) rest.remove_prefix(1);
  return ParamStep::kParam;
}

bool TakeParamsStart(std::string_view& rest) {
  SkipSpace(rest);
  if (rest.empty()) return true;
  if (rest.front() != ';') return false;
  rest.remove_prefix(1);
  SkipSpace(rest);
  return !rest.empty();
}

std::optional<std::string_view> FindParam(std::string_view params, std::string_view name) {
  SkipSpace(params);
  if (params.starts_with(';')) params.remove_prefix(1);
  for (Param param; NextParam(params, param) == ParamStep::kParam;) {
    if (EqualNoCase(param.name, name)) return param.value;
  }
  return std::nullopt;
}

int PreferenceOf(std::string_view contact_params) {
  const auto q = FindParam(contact_params, "q");
  if (!q || !q->starts_with('0')) return 1000;
  int value = 0, scale = 100;
  for (const char c : q->substr(std::min<std::size_t>(q->size(), 2))) {
    if (c < '0' || c > '9' || scale == 0) break;
    value += (c - '0') * scale;
    scale /= 10;
  }
  return value;
}
}  // namespace vss::sip
