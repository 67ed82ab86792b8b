#include "workspace/workspace_module.hpp"

#include "base/error.hpp"

namespace vss::workspace {

http::Response WorkspaceModule::File(std::string_view name) const {
  for (const embedded::File& file : landing_) {
    if (!file.path.ends_with(name) || file.path[file.path.size() - name.size() - 1] != '/') continue;
    const std::string_view type = name.ends_with(".css")  ? "text/css; charset=utf-8"
                                  : name.ends_with(".js") ? "text/javascript; charset=utf-8"
                                                          : "text/html; charset=utf-8";
    http::Response response = http::Text(std::string(file.bytes), std::string(type));
    response.headers.Set("Content-Security-Policy", "default-src 'self'; frame-ancestors 'none'");
    response.headers.Set("Cache-Control", "no-cache");
    return response;
  }
  throw NotFound(fmt::format("page {}", name));
}

void WorkspaceModule::Mount(http::Router& router) {
  router.Get("/", http::Public(),
             [this](http::Context&) -> Task<http::Response> { co_return File("index.html"); });
  router.Get("/landing/:file", http::Public(), [this](http::Context& context) -> Task<http::Response> {
    co_return File(context.Param("file"));
  });
}
}  // namespace vss::workspace
