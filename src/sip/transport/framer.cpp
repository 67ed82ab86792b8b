#include "sip/transport/framer.hpp"

#include <algorithm>
#include <optional>

namespace vss::sip {
namespace {
constexpr std::string_view kEndOfHeaders = "\r\n\r\n";

std::string_view Trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

/// None when it is missing, no number, or there twice with different values.
std::optional<std::size_t> ContentLength(std::string_view head) {
  std::optional<std::size_t> length;
  while (!head.empty()) {
    const std::size_t end = std::min(head.find("\r\n"), head.size());
    const std::string_view line = head.substr(0, end);
    head.remove_prefix(std::min(end + 2, head.size()));
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) continue;
    const std::string_view name = Trim(line.substr(0, colon));
    if (!EqualNoCase(name, "Content-Length") && !EqualNoCase(name, "l")) continue;
    const auto number = ParseNumber(Trim(line.substr(colon + 1)));
    if (!number || (length && *length != *number)) return std::nullopt;
    length = *number;
  }
  return length;
}
}  // namespace

void Framer::Append(std::string_view bytes) {
  if (begin_ == buffer_.size()) {
    buffer_.clear();
  } else if (begin_ > 0) {
    buffer_.erase(0, begin_);
  }
  scanned_ -= std::min(scanned_, begin_);
  begin_ = 0;
  buffer_.append(bytes);
}

bool Framer::SkipPings(Result& result) {
  while (length_ == 0) {
    const std::string_view rest = std::string_view(buffer_).substr(begin_);
    if (rest.starts_with(kEndOfHeaders)) {
      begin_ += kEndOfHeaders.size();
      result.kind = Kind::kPing;
      return true;
    }
    if (rest.empty() || rest.front() != '\r') return false;
    if (kEndOfHeaders.starts_with(rest)) return true;  // may become a ping
    if (!rest.starts_with("\r\n")) return false;
    begin_ += 2;  // §7.5: line ends before a message are ignored
  }
  return false;
}

Framer::Result Framer::Next() {
  Result result;
  if (SkipPings(result)) return result;
  const std::string_view all = buffer_;
  if (length_ == 0) {
    const std::size_t from = std::max(begin_, scanned_ < 3 ? 0 : scanned_ - 3);
    const std::size_t end = all.find(kEndOfHeaders, from);
    scanned_ = all.size();
    const std::size_t head = (end == std::string_view::npos ? all.size() : end) - begin_;
    if (head > kMaxHeaderBytes) return {Kind::kMalformed, {}};
    if (end == std::string_view::npos) return result;
    const auto content = ContentLength(all.substr(begin_, head));
    if (!content || *content > Message::kMaxBytes - head - kEndOfHeaders.size())
      return {Kind::kMalformed, {}};
    length_ = head + kEndOfHeaders.size() + *content;
  }
  if (all.size() - begin_ < length_) return result;
  result = {Kind::kMessage, all.substr(begin_, length_)};
  begin_ += length_;
  scanned_ = begin_;
  length_ = 0;
  return result;
}
}  // namespace vss::sip
