#include "adapters/bus_memory/topic.hpp"

#include <optional>
#include <vector>

namespace vss::bus_memory {
namespace {
std::vector<std::string_view> Words(std::string_view text) {
  std::vector<std::string_view> words;
  if (text.empty()) return words;
  for (std::size_t dot = text.find('.'); dot != std::string_view::npos; dot = text.find('.')) {
    words.push_back(text.substr(0, dot));
    text.remove_prefix(dot + 1);
  }
  words.push_back(text);
  return words;
}
}  // namespace

// Greedy with one point to come back to: the last `#` takes one word more whenever the rest does not fit.
// Linear in pattern × key, so that no pattern is expensive.
bool TopicMatches(std::string_view pattern, std::string_view key) {
  const auto want = Words(pattern), have = Words(key);
  std::size_t w = 0, h = 0, taken = 0;
  std::optional<std::size_t> hash;
  while (h < have.size()) {
    if (w < want.size() && want[w] == "#") {
      hash = w++;
      taken = h;
    } else if (w < want.size() && (want[w] == "*" || want[w] == have[h])) {
      ++w, ++h;
    } else if (hash) {
      w = *hash + 1;
      h = ++taken;
    } else {
      return false;
    }
  }
  while (w < want.size() && want[w] == "#") ++w;
  return w == want.size();
}
}  // namespace vss::bus_memory
