#pragma once
#include <span>

#include "base/embedded.hpp"

namespace vss::embedded {
/// The OpenAPI documents: `point.json`, `ottb.json`, `dci.json`, `workspace.json`.
std::span<const File> OpenApi();
/// The page of /api/docs and what it loads, each already gzip-compressed: `index.html`, `docs.js`, `docs.css`,
/// `swagger-ui-bundle.js`, `swagger-ui.css`, `favicon.png`.
std::span<const File> DocsAssets();
}  // namespace vss::embedded
