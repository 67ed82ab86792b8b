#include "base/host_name.hpp"

#include <algorithm>
#include <cctype>

namespace vss {

bool IsHostName(std::string_view text) {
  if (text.empty() || text.size() > 253) return false;
  if (text.find_first_not_of("0123456789.") == std::string_view::npos) return false;
  while (!text.empty()) {
    const std::string_view label = text.substr(0, text.find('.'));
    const bool plain =
        std::ranges::all_of(label, [](unsigned char c) { return std::isalnum(c) != 0 || c == '-'; });
    if (label.empty() || label.size() > 63 || !plain || label.front() == '-' || label.back() == '-')
      return false;
    text.remove_prefix(label.size());
    if (text == ".") return false;
    if (!text.empty()) text.remove_prefix(1);
  }
  return true;
}
}  // namespace vss
