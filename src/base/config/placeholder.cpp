#include "base/config/placeholder.hpp"

namespace vss::config {
namespace {
std::string Normalised(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '-' || c == ' ' || c == '.') {
      out += '_';
    } else {
      out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
  }
  return out;
}
}  // namespace

bool IsPlaceholder(std::string_view secret) {
  static constexpr std::array<std::string_view, 24> kKnown = {
      "password", "passw0rd", "password1", "password123", "pass",     "secret",    "supersecret", "admin",
      "admin123", "root",     "guest",     "test",        "vss",      "vss_admin", "default",     "example",
      "qwerty",   "123456",   "12345678",  "123456789",   "postgres", "rabbitmq",  "redis",       "grafana"};
  const std::string text = Normalised(secret);
  const bool is_template = text.starts_with("your_") || text.contains("change_me") ||
                           text.contains("changeme") || text.contains("change_in_production") ||
                           text.contains("password_here") || text.contains("secret_here") ||
                           (text.starts_with('<') && text.ends_with('>')) || text.starts_with("${");
  return is_template || std::ranges::find(kKnown, text) != kKnown.end();
}
}  // namespace vss::config
