#include "base/config/secrets.hpp"

#include <fcntl.h>
#include <sys/file.h>

#include "base/config/load.hpp"
#include "base/files.hpp"
#include "base/unicode.hpp"

namespace vss {
namespace {
namespace fs = std::filesystem;
constexpr std::size_t kMaxFileBytes = 64 * 1024;
constexpr std::size_t kGeneratedBytes = 48;  // HS256 wants at least 32 (RFC 7518 §3.2)

struct Generated {
  std::string_view key;
  Secret Config::* member;
};
constexpr std::array kGenerated = {Generated{"jwt_secret", &Config::jwt_secret},
                                   Generated{"audit_key", &Config::audit_key},
                                   Generated{"do_not_call_key", &Config::do_not_call_key},
                                   Generated{"second_factor_key", &Config::second_factor_key}};

json::object ReadStored(const fs::path& path) {
  if (!fs::exists(path)) return {};
  RequirePrivate(path);
  const std::string text = ReadWholeFile(path, kMaxFileBytes);
  try {
    json::value value = ParseJson(text);
    if (value.is_object()) return std::move(value.get_object());
  } catch (const Error&) {
    // Said below, without the parser's words: they could quote a secret.
  }
  throw std::runtime_error(
      fmt::format("{} is damaged; put it back from a backup, or move it away to get new secrets (everybody "
                  "signs in again, and "
                  "`vss audit verify` no longer vouches for older records)",
                  path.string()));
}

std::string StoredText(const json::object& stored, std::string_view key, const fs::path& path) {
  const json::value* value = stored.if_contains(key);
  if (value == nullptr) return {};
  if (!value->is_string() || CountCharacters(value->get_string()) < 32) {
    throw std::runtime_error(
        fmt::format("{}: \"{}\" must be a text of at least 32 characters", path.string(), key));
  }
  return std::string(value->get_string());
}

void Fill(Config& config, Random& random) {
  const fs::path path = SecretsFile(config);
  MakePrivateFolder(config.data_dir);
  // Held to the end, so that of two processes that start together one generates and the other reads.
  const FileHandle folder(::open(config.data_dir.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!folder || ::flock(folder.get(), LOCK_EX) != 0) {
    throw std::runtime_error(fmt::format("cannot lock the folder {}", config.data_dir.string()));
  }
  json::object stored = ReadStored(path);
  bool grew = false;
  for (const auto& [key, member] : kGenerated) {
    if (!(config.*member).empty()) continue;
    std::string text = StoredText(stored, key, path);
    if (text.empty()) {
      text = random.Token(kGeneratedBytes);
      stored[key] = text;
      grew = true;
    }
    config.*member = Secret(std::move(text));
  }
  if (grew) WriteWholeFile(path, ToText(stored) + "\n", 0600);
}
}  // namespace

fs::path SecretsFile(const Config& config) { return config.data_dir / "secrets.json"; }

void VerifySecrets(const Config& config) {
  const fs::path path = SecretsFile(config);
  const json::object stored = ReadStored(path);
  for (const Generated& secret : kGenerated) StoredText(stored, secret.key, path);
}

void FillSecrets(Config& config, Random& random) {
  try {
    Fill(config, random);
  } catch (const std::runtime_error& e) {
    throw ConfigError({fmt::format("VSS_DATA_DIR: {}", e.what())});
  }
}
}  // namespace vss
