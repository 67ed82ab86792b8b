#pragma once
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/log.hpp"
#include "base/secret.hpp"

namespace vss {

/// Where the softphones, bridges and recordings live.
enum class PbxKind { kEmbedded, kAsterisk, kFreeswitch };

/// Whether calls are recorded that do not say it themselves.
enum class RecordCalls { kOn, kOff };
enum class Switch { kOn, kOff };
/// What lets conversations be recorded.
enum class RecordBasisOption { kUndecided, kAnnouncement, kConsent, kNotNeeded };

/// Which digests the registrar asks phones for (RFC 8760).
enum class SipDigest { kMd5, kSha256, kBoth };

/// From where a provider's media is taken.
enum class ProviderMedia { kStrict, kSameHost, kNetworks };

struct PortRange {
  std::uint16_t first = 0;
  std::uint16_t last = 0;
};

/// Everything an operator can set, read once at start and not changed afterwards. One member per row of the
/// table in options.cpp, which holds the defaults and the meaning. An empty text, secret or path means "not
/// set".
struct Config {
  // Where state lives and what the process says.
  std::filesystem::path data_dir;
  std::filesystem::path env_file;
  Secret admin_password;
  Severity log_level{};
  log::Format log_format{};

  // Passwords of the manual.
  Secret jwt_secret;         ///< generated when not set: secrets.hpp
  Secret audit_key;          ///< generated when not set: secrets.hpp
  Secret second_factor_key;  ///< generated when not set: secrets.hpp
  Secret do_not_call_key;    ///< generated when not set: secrets.hpp
  Secret rabbitmq_password, db_password, redis_password, grafana_password, ami_password;

  // Where it listens.
  std::string bind;
  std::uint16_t port_workspace = 0, port_point = 0, port_dci = 0, port_ottb = 0, port_guacamole = 0,
                web_port = 0;
  std::filesystem::path tls_cert, tls_key;
  std::vector<std::string> cors_origins, trusted_proxies, sip_trusted;
  int http_max_connections = 0;
  int http_max_per_address = 0;
  int realtime_max_clients = 0, realtime_events_per_second = 0;

  // Telephony.
  PbxKind pbx{};
  std::string sip_bind, sip_domain, external_ip;
  std::uint16_t sip_port = 0, sips_port = 0;
  SipDigest sip_digest{};
  int sip_shards = 0;  ///< 0: one a core, at most 8
  PortRange rtp_ports;
  std::chrono::seconds media_timeout{};  ///< zero: never
  std::vector<std::string> phone_media_networks;
  std::filesystem::path prompt_file;
  std::string prompt_text, prompt_language;
  std::chrono::seconds number_rest{};
  std::string provider_host, provider_domain, provider_user;
  std::uint16_t provider_port = 0;
  Secret provider_password;
  Switch provider_register{}, provider_ping{};
  ProviderMedia provider_media{};
  std::vector<std::string> provider_media_networks;
  int provider_max_calls = 0, provider_calls_per_second = 0;

  // Which numbers may be called, how much, and what is kept.
  std::vector<std::string> call_regions, call_prefixes;
  int daily_minutes_user = 0, daily_minutes_trunk = 0;  ///< 0: no limit
  int max_call_seconds = 0;
  RecordCalls record_calls{};
  RecordBasisOption record_basis{};

  // The centre.
  std::string timezone, country;

  // External servers. Secrets because a URL may hold a password; empty means the embedded alternative.
  Secret postgres_url, rabbitmq_url, redis_url;

  // Accounts.
  int bcrypt_cost = 0;
  int login_attempts = 0;
  std::chrono::seconds login_lockout{};

  // Housekeeping.
  int log_retention_days = 0;
  int log_max_mb = 0;
  std::chrono::seconds backup_every{};  ///< zero: off
  int backup_keep = 0;
};
}  // namespace vss
