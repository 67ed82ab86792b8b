#pragma once
#include <string>
#include <string_view>
#include <utility>

namespace vss {

/// Text that must not reach a log, an error or a response. It cannot be formatted or compared; Reveal() is
/// the one way to it, so that a search for that word finds every place where a secret is used.
class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string text) : text_(std::move(text)) {}
  const std::string& Reveal() const { return text_; }
  bool empty() const { return text_.empty(); }

 private:
  std::string text_;
};
}  // namespace vss
