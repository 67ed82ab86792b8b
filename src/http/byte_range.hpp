#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

#include "http/message.hpp"

namespace vss::http {

/// What a Range header asks of a representation of `size` bytes (RFC 9110 §14.2).
struct RangeAnswer {
  enum class Kind : std::uint8_t { kWhole, kPart, kUnsatisfiable } kind = Kind::kWhole;
  std::uint64_t first = 0, length = 0;
};
/// One range of bytes is served; several, other units and what is malformed get the whole, as the RFC allows.
RangeAnswer ParseRange(std::optional<std::string_view> header, std::uint64_t size);

/// 200, 206 or 416 for a file of `size` bytes, as the request's Range and If-Range ask. `etag` is a strong
/// one, with its quotes.
Response FileResponse(const Request& request, std::shared_ptr<const FileHandle> file, std::uint64_t size,
                      std::string content_type, std::string etag);
}  // namespace vss::http
