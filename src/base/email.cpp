#include "base/email.hpp"

#include <algorithm>

namespace vss {
namespace {
bool IsAlnum(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

// RFC 5321 §4.1.2, Dot-string: atoms with single dots between them.
bool IsLocalPart(std::string_view text) {
  constexpr std::string_view kAtomSymbols = "!#$%&'*+-/=?^_`{|}~.";
  return !text.empty() && text.size() <= 64 && text.front() != '.' && text.back() != '.' &&
         !text.contains("..") &&
         std::ranges::all_of(text, [&](char c) { return IsAlnum(c) || kAtomSymbols.contains(c); });
}

bool IsDomainLabel(std::string_view label) {
  return !label.empty() && label.size() <= 63 && label.front() != '-' && label.back() != '-' &&
         std::ranges::all_of(label, [](char c) { return IsAlnum(c) || c == '-'; });
}

bool IsDomain(std::string_view text) {
  if (text.size() > 253 || !text.contains('.')) return false;
  for (std::size_t start = 0; start <= text.size();) {
    const std::size_t dot = std::min(text.find('.', start), text.size());
    if (!IsDomainLabel(text.substr(start, dot - start))) return false;
    start = dot + 1;
  }
  return true;
}
}  // namespace

std::string ToLowerAscii(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

bool IsEmail(std::string_view text) {
  const std::size_t at = text.rfind('@');
  return at != std::string_view::npos && text.size() <= 254 && IsLocalPart(text.substr(0, at)) &&
         IsDomain(text.substr(at + 1));
}
}  // namespace vss
