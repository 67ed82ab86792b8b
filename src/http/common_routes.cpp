#include "http/common_routes.hpp"

#include "base/error.hpp"

namespace vss::http {
namespace {
std::string_view ContentType(std::string_view name) {
  if (name.ends_with(".gz")) name.remove_suffix(3);
  if (name.ends_with(".html")) return "text/html; charset=utf-8";
  if (name.ends_with(".js")) return "text/javascript; charset=utf-8";
  if (name.ends_with(".css")) return "text/css; charset=utf-8";
  if (name.ends_with(".svg")) return "image/svg+xml";
  if (name.ends_with(".png")) return "image/png";
  return "application/octet-stream";
}

std::string_view FileName(std::string_view path) { return path.substr(path.rfind('/') + 1); }

Response PageFile(std::span<const embedded::File> page, std::string_view wanted) {
  for (const embedded::File& file : page) {
    const std::string_view name = FileName(file.path);
    const bool packed = name.ends_with(".gz");
    if ((packed ? name.substr(0, name.size() - 3) : name) != wanted) continue;
    Response response = Text(std::string(file.bytes), std::string(ContentType(name)));
    if (packed) response.headers.Set("Content-Encoding", "gzip");
    response.headers.Set("Cache-Control", "public, max-age=3600");
    response.headers.Set(
        "Content-Security-Policy",
        "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'");
    return response;
  }
  throw NotFound(fmt::format("file {} in the documentation", wanted));
}
}  // namespace

void MountCommon(Router& router, const HealthBoard& health, Metrics& metrics, Documentation documentation) {
  router.Get("/api/health", PublicOrSignedIn(), [&health](Context& context) -> Task<Response> {
    const int status = health.Worst() == HealthCheck::Status::kDown ? 503 : 200;
    co_return Json(status, context.IsSignedIn() ? health.Report() : health.Summary());
  });
  router.Get("/api/health/live", Public(),
             [](Context&) -> Task<Response> { co_return Ok({{"status", "ok"}}); });
  router.Get("/api/health/ready", Public(), [&health](Context&) -> Task<Response> {
    const bool ready = health.Ready();
    co_return Json(ready ? 200 : 503, {{"status", ready ? "ok" : "down"}});
  });
  router.Get("/metrics", Public(), [&metrics](Context&) -> Task<Response> {
    co_return Text(metrics.Scrape(), "text/plain; version=0.0.4; charset=utf-8");
  });
  router.Get("/api/openapi.json", Public(), [documentation](Context&) -> Task<Response> {
    co_return Text(std::string(documentation.openapi_json), "application/json; charset=utf-8");
  });
  // The page's files are found below the address that it is shown under, which may be an alias.
  router.Get("/api/docs", Public(), [](Context& context) -> Task<Response> {
    Response response;
    response.status = 302;
    response.headers.Set("Location", context.request().parsed.path + "/index.html");
    co_return response;
  });
  router.Get("/api/docs/:file", Public(), [documentation](Context& context) -> Task<Response> {
    co_return PageFile(documentation.page, context.Param("file"));
  });
}
}  // namespace vss::http
