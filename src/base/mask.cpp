#include "base/mask.hpp"

namespace vss {
namespace {
constexpr std::size_t kShortest = 7, kLong = 11;
constexpr std::string_view kHidden = "\u2022\u2022\u2022";

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

void AppendMasked(std::string& out, std::string_view digits) {
  if (digits.size() < kShortest) {
    out += digits;
    return;
  }
  const std::size_t shown = digits.size() >= kLong ? 4 : 2;
  out.append(digits.substr(0, shown)).append(kHidden).append(digits.substr(digits.size() - shown));
}
}  // namespace

std::string MaskNumbers(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    while (end < text.size() && IsDigit(text[end])) ++end;
    if (end == at) {
      out += text[at++];
      continue;
    }
    AppendMasked(out, text.substr(at, end - at));
    at = end;
  }
  return out;
}
}  // namespace vss
