#pragma once
#include <cstdint>
#include <string_view>

namespace vss::sip {

/// What can be seen of a message in one cheap pass, before it is parsed: enough to drop it or to find its
/// shard. Views into the bytes; the first header of each kind; empty when there is none. What has longer
/// headers than a stream's messages may have is garbage, so nobody makes us parse 64 KiB unasked.
struct Peek {
  enum class Kind : std::uint8_t { kRequest, kResponse, kKeepAlive, kGarbage };
  Kind kind = Kind::kGarbage;
  std::string_view method;
  std::string_view via, from, to, user_agent;
};

Peek PeekAt(std::string_view bytes);
}  // namespace vss::sip
