#include "http/compression.hpp"

#include <zlib.h>

#include <boost/beast/core/string.hpp>

namespace vss::http {
namespace {
std::string_view Trim(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}
}  // namespace

bool AcceptsCoding(std::string_view accept_encoding, std::string_view wanted) {
  while (!accept_encoding.empty()) {
    const std::size_t comma = accept_encoding.find(',');
    const std::string_view item = accept_encoding.substr(0, comma);
    accept_encoding =
        comma == std::string_view::npos ? std::string_view() : accept_encoding.substr(comma + 1);
    const std::size_t semicolon = item.find(';');
    const std::string_view coding = Trim(item.substr(0, semicolon));
    if (!boost::beast::iequals(coding, wanted) && coding != "*") continue;
    const std::string_view weight =
        semicolon == std::string_view::npos ? "" : Trim(item.substr(semicolon + 1));
    return weight != "q=0" && !weight.starts_with("q=0.0")
               ? true
               : weight.find_first_of("123456789") != std::string_view::npos;
  }
  return false;
}

std::optional<std::string> Gzip(std::string_view body) {
  z_stream stream{};
  constexpr int kGzipWindow = 15 + 16;  // zlib: +16 writes the gzip wrapper
  if (deflateInit2(&stream, 4, Z_DEFLATED, kGzipWindow, 8, Z_DEFAULT_STRATEGY) != Z_OK) return std::nullopt;
  std::string out(deflateBound(&stream, body.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(body.data()));
  stream.avail_in = static_cast<uInt>(body.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int result = deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  if (result != Z_STREAM_END || out.size() >= body.size()) return std::nullopt;
  return out;
}
}  // namespace vss::http
