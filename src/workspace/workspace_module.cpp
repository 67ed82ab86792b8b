#include "workspace/workspace_module.hpp"

namespace vss::workspace {

void WorkspaceModule::Mount(http::Router& router) {
  const auto start_page = [this](http::Context& context) -> Task<http::Response> {
    co_return web_.Answer(context.request(), "index.html");
  };
  router.Get("/", http::Public(), start_page);
  router.Pages(start_page);
  router.Get("/assets/:file", http::Public(), [this](http::Context& context) -> Task<http::Response> {
    co_return web_.Answer(context.request(), "assets/" + context.Param("file"));
  });
  router.Get("/favicon.svg", http::Public(), [this](http::Context& context) -> Task<http::Response> {
    co_return web_.Answer(context.request(), "favicon.svg");
  });
  router.Get("/api/centre", http::SignedIn(), [this](http::Context& context) -> Task<http::Response> {
    context.Query().Finish();
    co_return http::Ok(json::object{{"country", centre_.country}, {"timezone", centre_.timezone}});
  });
}
}  // namespace vss::workspace
