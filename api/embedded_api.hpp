#pragma once
#include <span>

#include "base/embedded.hpp"

namespace vss::embedded {
/// The OpenAPI documents: `point.json`, `ottb.json`, `dci.json`, `workspace.json`.
std::span<const File> OpenApi();
/// The page of /api/docs and what it loads, compressed: `index.html.gz`, `docs.js.gz`, `docs.css.gz`,
/// `swagger-ui-bundle.js.gz`, `swagger-ui.css.gz`, `favicon.png.gz`.
std::span<const File> DocsAssets();
}  // namespace vss::embedded
