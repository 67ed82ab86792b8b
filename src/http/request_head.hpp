#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "http/message.hpp"

/// What a request's head must be like before anything looks at it (RFC 9112, RFC 9110), where the library is
/// more lenient. All pure; a problem is a sentence for the client.
namespace vss::http {

/// Of the bytes that have come so far of a request whose head is not complete: what is wrong with its first
/// line, as soon as that can be seen. Nothing while all of it may become a request.
std::optional<std::string_view> RequestLineProblem(std::string_view received);

/// The same for the line that begins a chunk (RFC 9112 §7.1), when a body waits for more: `received` is what
/// came behind the chunk before it.
std::optional<std::string_view> ChunkLineProblem(std::string_view received);

enum class HttpVersion { k10, k11 };

/// RFC 9112 §3.2 (exactly one valid Host), §6.1 (how the body ends is said once, and in a way that is
/// understood).
std::optional<std::string> HeadProblem(const Headers& headers, HttpVersion version);

/// RFC 9112 §3.2.2: "http://host/path" means "/path" at that host. Other forms stay as they are.
struct RequestTarget {
  std::string_view target;
  std::optional<std::string_view> host;  ///< of the absolute form; it counts instead of the Host field
};
RequestTarget OriginForm(std::string_view target);

/// Of a request's target as it was read: that it is not well-formed, or is the server as a whole ("*"), of
/// which only OPTIONS may ask (RFC 9112 §3.2.4).
std::optional<std::string_view> TargetProblem(Method method, const std::optional<Target>& target);
}  // namespace vss::http
