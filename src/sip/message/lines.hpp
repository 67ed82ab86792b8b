#pragma once
#include <expected>
#include <string_view>

#include "sip/message/message.hpp"

namespace vss::sip {

/// Cuts the head of a message into its lines. Lines end with CRLF (RFC 3261 §7), or all of them with a bare
/// LF, as hand-made messages have it; a message that mixes both is refused, because two readers could
/// disagree on where a line or the head ends.
class Lines {
 public:
  explicit Lines(std::string_view bytes) : rest_(bytes) {}

  /// The next line without its end. Lines that begin with white space are not joined here.
  std::expected<std::string_view, ParseError> Next();
  /// The same with the folded lines that follow it (§7.3.1), line breaks inside.
  std::expected<std::string_view, ParseError> NextFolded();
  /// What has not been read.
  std::string_view rest() const { return rest_; }

 private:
  enum class End { kUnknown, kCrLf, kLf };
  std::string_view rest_;
  End end_ = End::kUnknown;
};
}  // namespace vss::sip
