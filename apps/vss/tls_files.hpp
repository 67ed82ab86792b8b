#pragma once
#include <optional>

#include "base/config/config.hpp"
#include "http/server.hpp"

namespace vss {
/// VSS_TLS_CERT and VSS_TLS_KEY, or else what `vss cert` put into VSS_DATA_DIR/tls; nullopt: plain HTTP.
std::optional<http::TlsFiles> FindTlsFiles(const Config& config);
}  // namespace vss
