#include "sip/digest/auth_params.hpp"

#include "sip/message/chars.hpp"
#include "sip/message/message.hpp"

namespace vss::sip::digest {
namespace {
constexpr std::string_view kScheme = "Digest";

std::string UndoEscapes(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 1 < text.size()) ++i;
    out += text[i];
  }
  return out;
}

/// Quoted string or token; some write what ought to be quoted without quotes, so all but separators is taken.
bool TakeValue(std::string_view& rest, std::string& value) {
  if (rest.starts_with('"')) {
    const std::size_t size = QuotedSize(rest);
    if (size == 0) return false;
    value = UndoEscapes(rest.substr(1, size - 2));
    rest.remove_prefix(size);
    return true;
  }
  const std::size_t size = std::min(rest.find_first_of(", \t\r\n\""), rest.size());
  value = rest.substr(0, size);
  rest.remove_prefix(size);
  return size > 0;
}

void AppendName(std::string& out, std::string_view name) {
  if (!out.ends_with(' ')) out += ", ";
  out += name;
  out += '=';
}
}  // namespace

bool TakeScheme(std::string_view& header) {
  header = Trim(header);
  if (header.size() <= kScheme.size() || !EqualNoCase(header.substr(0, kScheme.size()), kScheme) ||
      !Is(header[kScheme.size()], chars::kSpace)) {
    return false;
  }
  header.remove_prefix(kScheme.size());
  return true;
}

ParamStep NextParam(std::string_view& rest, AuthParam& param) {
  SkipSpace(rest);
  while (rest.starts_with(',')) {  // empty elements may stand in a list (RFC 7230 §7)
    rest.remove_prefix(1);
    SkipSpace(rest);
  }
  if (rest.empty()) return ParamStep::kEnd;
  param.name = TakeWhile(rest, chars::kToken);
  SkipSpace(rest);
  if (param.name.empty() || !rest.starts_with('=')) return ParamStep::kBad;
  rest.remove_prefix(1);
  SkipSpace(rest);
  if (!TakeValue(rest, param.value)) return ParamStep::kBad;
  SkipSpace(rest);
  return rest.empty() || rest.front() == ',' ? ParamStep::kParam : ParamStep::kBad;
}

void AppendQuoted(std::string& out, std::string_view name, std::string_view value) {
  AppendName(out, name);
  out += '"';
  for (const char c : value) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  out += '"';
}

void AppendToken(std::string& out, std::string_view name, std::string_view value) {
  AppendName(out, name);
  out += value;
}
}  // namespace vss::sip::digest
