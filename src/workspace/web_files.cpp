#include "workspace/web_files.hpp"

#include "base/crypto.hpp"
#include "base/error.hpp"
#include "http/compression.hpp"

namespace vss::workspace {
namespace {
// Names below assets/ hold a hash of the content (vite does that): what is behind one never changes.
constexpr std::string_view kHashedFolder = "assets/";

// No inline script and no inline style: what is injected into a page does not run.
constexpr std::string_view kPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; media-src 'self' blob:; manifest-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'";

std::string_view TypeOf(std::string_view name) {
  constexpr std::pair<std::string_view, std::string_view> kTypes[] = {
      {".html", "text/html; charset=utf-8"},
      {".js", "text/javascript; charset=utf-8"},
      {".css", "text/css; charset=utf-8"},
      {".svg", "image/svg+xml"},
      {".png", "image/png"},
      {".woff2", "font/woff2"},
      {".json", "application/json; charset=utf-8"},
      {".webmanifest", "application/manifest+json"}};
  for (const auto& [ending, type] : kTypes) {
    if (name.ends_with(ending)) return type;
  }
  return "application/octet-stream";
}

// If-None-Match is a list, or *; tags compare weakly (RFC 9110 §13.1.2).
bool Has(std::string_view if_none_match, std::string_view etag) {
  return if_none_match == "*" || if_none_match.find(etag) != std::string_view::npos;
}
}  // namespace

WebFiles::WebFiles(std::span<const embedded::File> files) {
  for (const embedded::File& file : files) {
    std::string_view name = file.path;
    Coding coding{"", file.bytes, fmt::format("\"{}\"", crypto::Sha256Hex(file.bytes).substr(0, 20))};
    if (name.ends_with(".br")) {
      coding.name = "br";
      name.remove_suffix(3);
      files_[std::string(name)].brotli = std::move(coding);
    } else if (name.ends_with(".gz")) {
      coding.name = "gzip";
      name.remove_suffix(3);
      files_[std::string(name)].gzip = std::move(coding);
    } else {
      files_[std::string(name)].plain = std::move(coding);
    }
  }
}

const WebFiles::Coding& WebFiles::Best(const Codings& codings, std::string_view accept_encoding) {
  if (!codings.brotli.bytes.empty() && http::AcceptsCoding(accept_encoding, "br")) return codings.brotli;
  if (!codings.gzip.bytes.empty() && http::AcceptsGzip(accept_encoding)) return codings.gzip;
  return codings.plain;
}

http::Response WebFiles::Answer(const http::Request& request, std::string_view name) const {
  const auto found = files_.find(name);
  if (found == files_.end()) throw NotFound(fmt::format("file {}", name));
  const Coding& coding = Best(found->second, request.headers.Find("Accept-Encoding").value_or(""));
  http::Response response;
  if (Has(request.headers.Find("If-None-Match").value_or(""), coding.etag)) {
    response.status = 304;
  } else {
    response = http::Text(std::string(coding.bytes), std::string(TypeOf(name)));
    if (!coding.name.empty()) response.headers.Set("Content-Encoding", std::string(coding.name));
  }
  response.headers.Set("ETag", coding.etag);
  response.headers.Set("Vary", "Accept-Encoding");
  response.headers.Set("Cache-Control",
                       name.starts_with(kHashedFolder) ? "public, max-age=31536000, immutable" : "no-cache");
  response.headers.Set("Content-Security-Policy", std::string(kPolicy));
  return response;
}
}  // namespace vss::workspace
