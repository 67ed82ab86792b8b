#pragma once
#include <string_view>

namespace vss::bus_memory {

/// True when the routing key `key` matches the binding `pattern`, as a topic exchange decides it: `*` stands
/// for exactly one word, `#` for zero or more (AMQP 0-9-1 §3.1.3.3).
bool TopicMatches(std::string_view pattern, std::string_view key);
}  // namespace vss::bus_memory
