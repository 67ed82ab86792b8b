#include "sip/message/lines.hpp"

namespace vss::sip {
namespace {
/// NUL may only be a quoted pair (§25.1); anywhere else it is the work of somebody who hopes for C strings.
bool NulsAreEscaped(std::string_view line) {
  for (std::size_t at = line.find('\0'); at != std::string_view::npos; at = line.find('\0', at + 1)) {
    if (at == 0 || line[at - 1] != '\\') return false;
  }
  return true;
}
}  // namespace

std::expected<std::string_view, ParseError> Lines::Next() {
  const std::size_t lf = rest_.find('\n');
  if (lf == std::string_view::npos) return std::unexpected(ParseError{"line without end"});
  const End end = lf > 0 && rest_[lf - 1] == '\r' ? End::kCrLf : End::kLf;
  if (end_ == End::kUnknown) end_ = end;
  if (end != end_) return std::unexpected(ParseError{"lines end with CRLF and with LF"});
  const std::string_view line = rest_.substr(0, end == End::kCrLf ? lf - 1 : lf);
  rest_.remove_prefix(lf + 1);
  if (line.contains('\r')) return std::unexpected(ParseError{"CR inside a line"});
  if (!NulsAreEscaped(line)) return std::unexpected(ParseError{"NUL in a header"});
  return line;
}

std::expected<std::string_view, ParseError> Lines::NextFolded() {
  auto line = Next();
  if (!line || line->empty()) return line;
  while (rest_.starts_with(' ') || rest_.starts_with('\t')) {
    const auto more = Next();
    if (!more) return more;
    line = std::string_view(line->data(), more->data() + more->size());
  }
  return line;
}
}  // namespace vss::sip
