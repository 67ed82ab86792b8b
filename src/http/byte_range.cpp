#include "http/byte_range.hpp"

#include <charconv>

namespace vss::http {
namespace {
constexpr std::string_view kUnit = "bytes=";

std::optional<std::uint64_t> ParseNumber(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  return failure == std::errc() && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

constexpr RangeAnswer kUnsatisfiable{.kind = RangeAnswer::Kind::kUnsatisfiable};

RangeAnswer Part(std::uint64_t first, std::uint64_t last) {
  return {.kind = RangeAnswer::Kind::kPart, .first = first, .length = last - first + 1};
}
}  // namespace

RangeAnswer ParseRange(std::optional<std::string_view> header, std::uint64_t size) {
  const RangeAnswer whole{.length = size};
  if (!header || !header->starts_with(kUnit)) return whole;
  const std::string_view range = header->substr(kUnit.size());
  const std::size_t dash = range.find('-');
  if (dash == std::string_view::npos || range.contains(',')) return whole;
  const std::string_view from = range.substr(0, dash), to = range.substr(dash + 1);
  if (from.empty()) {  // the last bytes
    const auto count = ParseNumber(to);
    if (!count) return whole;
    if (*count == 0 || size == 0) return kUnsatisfiable;
    return Part(size - std::min(*count, size), size - 1);
  }
  const auto first = ParseNumber(from);
  const auto last = to.empty() ? std::optional(UINT64_MAX) : ParseNumber(to);
  if (!first || !last || *last < *first) return whole;
  if (*first >= size) return kUnsatisfiable;
  return Part(*first, std::min(*last, size - 1));
}

Response FileResponse(const Request& request, std::shared_ptr<const FileHandle> file, std::uint64_t size,
                      std::string content_type, std::string etag) {
  // RFC 9110 §13.1.5: a range of another version than the one asked for would be put together with it.
  const auto if_range = request.headers.Find("If-Range");
  const bool same = !if_range || *if_range == etag;
  const RangeAnswer range = ParseRange(same ? request.headers.Find("Range") : std::nullopt, size);
  Response response;
  response.headers.Set("Accept-Ranges", "bytes");
  response.headers.Set("ETag", std::move(etag));
  if (range.kind == RangeAnswer::Kind::kUnsatisfiable) {
    response.status = 416;
    response.headers.Set("Content-Range", fmt::format("bytes */{}", size));
    return response;
  }
  response.content_type = std::move(content_type);
  response.file = FileBody{.file = std::move(file), .offset = range.first, .length = range.length};
  if (range.kind == RangeAnswer::Kind::kPart) {
    response.status = 206;
    response.headers.Set("Content-Range",
                         fmt::format("bytes {}-{}/{}", range.first, range.first + range.length - 1, size));
  }
  return response;
}
}  // namespace vss::http
