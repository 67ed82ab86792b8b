#include "tls_files.hpp"

namespace vss {
std::optional<http::TlsFiles> FindTlsFiles(const Config& config) {
  if (!config.tls_cert.empty()) return http::TlsFiles{config.tls_cert.string(), config.tls_key.string()};
  const auto certificate = config.data_dir / "tls" / "server.crt",
             key = config.data_dir / "tls" / "server.key";
  if (std::filesystem::exists(certificate) && std::filesystem::exists(key)) {
    return http::TlsFiles{certificate.string(), key.string()};
  }
  return std::nullopt;
}
}  // namespace vss
