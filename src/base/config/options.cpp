#include <limits>

#include "base/config/option.hpp"

namespace vss::config {
namespace {
constexpr std::int64_t kMinute = 60, kHour = 60 * kMinute, kDay = 24 * kHour;

// clang-format off
const Option kOptions[] = {
    // --- Start -------------------------------------------------------------------------------------------------
    {"VSS_DATA_DIR", Type::kPath, &Config::data_dir, Group::kStart, "var", "/var/lib/vss",
     "The folder of everything VSS keeps: database, recordings, generated secrets, backups."},
    {"VSS_ENV_FILE", Type::kPath, &Config::env_file, Group::kStart, "", "/etc/vss/vss.env",
     "The file to read instead of .env in the working directory; can be set in the environment only.",
     {}, {}, Shipped::kEnvironmentOnly},
    {"VSS_ADMIN_PASSWORD", Type::kSecret, &Config::admin_password, Group::kStart, "", "",
     "The password that the user admin gets at the first start; without it one is generated, printed once and kept in VSS_DATA_DIR/first-admin-password.",
     {12, 72}},
    {"VSS_LOG_LEVEL", Type::kChoice, &Config::log_level, Group::kStart, "info", "",
     "The least severe lines that are logged.", {}, "debug|info|warning|error"},
    {"VSS_LOG_FORMAT", Type::kChoice, &Config::log_format, Group::kStart, "auto", "",
     "How log lines look on standard error; auto is text on a terminal and JSON elsewhere.", {}, "auto|text|json"},

    // --- Passwords of the manual -------------------------------------------------------------------------------
    {"RABBITMQ_PASSWORD", Type::kSecret, &Config::rabbitmq_password, Group::kPasswords, "", "",
     "The password of RabbitMQ; used when RABBITMQ_URL is set and has none.", {1, 256}, {}, Shipped::kLive},
    {"DB_PASSWORD", Type::kSecret, &Config::db_password, Group::kPasswords, "", "",
     "The password of PostgreSQL; used when POSTGRES_URL is set and has none.", {1, 256}, {}, Shipped::kLive},
    {"REDIS_PASSWORD", Type::kSecret, &Config::redis_password, Group::kPasswords, "", "",
     "The password of Redis; used when REDIS_URL is set and has none.", {1, 256}, {}, Shipped::kLive},
    {"JWT_SECRET", Type::kSecret, &Config::jwt_secret, Group::kPasswords, "", "",
     "The key that signs access tokens; without it one is generated and kept in VSS_DATA_DIR/secrets.json (to make one: openssl rand -base64 48).",
     {32, 1024}, {}, Shipped::kLive},
    {"GRAFANA_PASSWORD", Type::kSecret, &Config::grafana_password, Group::kPasswords, "", "",
     "The password of Grafana's user admin; used by the Grafana container, not by VSS itself.", {1, 256}, {}, Shipped::kLive},
    {"AMI_PASSWORD", Type::kSecret, &Config::ami_password, Group::kPasswords, "", "",
     "The password of Asterisk's manager interface; used when VSS_PBX is asterisk.", {1, 256}, {}, Shipped::kLive},

    // --- SIP provider ------------------------------------------------------------------------------------------
    {"PROVIDER_HOST", Type::kHost, &Config::provider_host, Group::kProvider, "", "sip.provider.com",
     "The SIP provider that calls leave through; without it they go to the built-in test exchange."},
    {"PROVIDER_PORT", Type::kPort, &Config::provider_port, Group::kProvider, "5060", "",
     "The provider's SIP port; used when PROVIDER_HOST is set."},
    {"PROVIDER_DOMAIN", Type::kHost, &Config::provider_domain, Group::kProvider, "", "provider.com",
     "The domain of our address at the provider; PROVIDER_HOST when not set."},
    {"PROVIDER_USER", Type::kText, &Config::provider_user, Group::kProvider, "", "78121234567",
     "The user name of the account at the provider."},
    {"PROVIDER_PASSWORD", Type::kSecret, &Config::provider_password, Group::kProvider, "", "",
     "The password of the account at the provider; not needed where the provider knows us by address.", {1, 256}},
    {"PROVIDER_REGISTER", Type::kChoice, &Config::provider_register, Group::kProvider, "off", "",
     "Whether VSS registers at the provider with PROVIDER_USER; for providers that take calls from registered addresses only.",
     {}, "on|off"},
    {"PROVIDER_PING", Type::kChoice, &Config::provider_ping, Group::kProvider, "on", "",
     "Whether the provider is asked by OPTIONS every 25 s if it is there; one that has answered and then misses three in a row counts as down, and calls are refused until it answers.",
     {}, "on|off"},
    {"PROVIDER_MEDIA", Type::kChoice, &Config::provider_media, Group::kProvider, "strict", "",
     "Where the provider's sound may come from: strict takes it from the address and port that its SDP names; same-host from any port of that address; networks also from where in PROVIDER_MEDIA_NETWORKS its first packet comes from.",
     {}, "strict|same-host|networks"},
    {"PROVIDER_MEDIA_NETWORKS", Type::kNetworks, &Config::provider_media_networks, Group::kProvider, "", "203.0.113.0/24",
     "The provider's media gateways; used when PROVIDER_MEDIA is networks."},
    {"PROVIDER_MAX_CALLS", Type::kInteger, &Config::provider_max_calls, Group::kProvider, "0", "",
     "How many calls the provider carries at once; further ones end as congestion; 0 for no limit.", {0, 100'000}},
    {"PROVIDER_CALLS_PER_SECOND", Type::kInteger, &Config::provider_calls_per_second, Group::kProvider, "0", "",
     "How many new calls the provider takes a second; calls wait for their turn for at most 5 s, then end as congestion; 0 for no limit.",
     {0, 1'000}},

    // --- Where it listens --------------------------------------------------------------------------------------
    {"VSS_BIND", Type::kAddress, &Config::bind, Group::kListen, "127.0.0.1", "",
     "The address the HTTP services listen on (127.0.0.1: also ::1); beyond loopback use TLS (vss cert), browsers give the microphone to HTTPS pages only."},
    {"PORT_WORKSPACE", Type::kPort, &Config::port_workspace, Group::kListen, "3000", "", "The port of WORKSPACE, the web console and its API."},
    {"PORT_POINT", Type::kPort, &Config::port_point, Group::kListen, "8081", "", "The port of POINT: sign-in, users, roles, audit."},
    {"PORT_DCI", Type::kPort, &Config::port_dci, Group::kListen, "8082", "", "The port of DCI: event log, agents, database administration."},
    {"PORT_OTTB", Type::kPort, &Config::port_ottb, Group::kListen, "8083", "", "The port of OTTB: trunks, slots, calls, campaigns."},
    {"PORT_GUACAMOLE", Type::kPort, &Config::port_guacamole, Group::kListen, "8080", "",
     "The port of the remote desktop gateway; used when the gateway runs."},
    {"WEB_PORT", Type::kPort, &Config::web_port, Group::kListen, "8181", "",
     "The port of the web server in front of VSS; used by its container, not by VSS itself.", {}, {}, Shipped::kLive},
    {"VSS_TLS_CERT", Type::kPath, &Config::tls_cert, Group::kListen, "", "/etc/vss/server.crt",
     "The certificate chain (PEM) that turns HTTP into HTTPS; without it VSS_DATA_DIR/tls/server.crt is used if it exists."},
    {"VSS_TLS_KEY", Type::kPath, &Config::tls_key, Group::kListen, "", "/etc/vss/server.key",
     "The private key (PEM) of VSS_TLS_CERT."},
    {"VSS_CORS_ORIGINS", Type::kOrigins, &Config::cors_origins, Group::kListen, "", "https://crm.example.com,http://localhost:5173",
     "The web origins, beside our own, whose pages may call the API from a browser."},
    {"VSS_TRUSTED_PROXIES", Type::kAddresses, &Config::trusted_proxies, Group::kListen, "", "127.0.0.1",
     "The addresses of reverse proxies of yours, whose X-Real-IP header is believed; without it sign-in throttling sees all their clients as one."},
    {"VSS_HTTP_MAX_CONNECTIONS", Type::kInteger, &Config::http_max_connections, Group::kListen, "4096", "",
     "How many HTTP connections one port may have open at once; more get 503.", {16, 200'000}},
    {"VSS_HTTP_MAX_PER_ADDRESS", Type::kInteger, &Config::http_max_per_address, Group::kListen, "1024", "",
     "How many connections one client address may have open, WebSockets among them; more get 503. A reverse proxy of yours belongs into VSS_TRUSTED_PROXIES, then this does not count for it.", {4, 200'000}},
    {"VSS_REALTIME_MAX_CLIENTS", Type::kInteger, &Config::realtime_max_clients, Group::kListen, "10000", "",
     "How many Socket.IO clients may be connected at once; more are refused.", {1, 200'000}},
    {"VSS_REALTIME_EVENTS_PER_SECOND", Type::kInteger, &Config::realtime_events_per_second, Group::kListen, "50", "",
     "How many events one Socket.IO client may send a second, twice that at once; who goes on is disconnected.", {1, 1'000'000}},

    // --- Telephony ---------------------------------------------------------------------------------------------
    {"VSS_PBX", Type::kChoice, &Config::pbx, Group::kTelephony, "embedded", "",
     "What carries the calls: the SIP engine inside VSS, or an Asterisk or FreeSWITCH beside it.", {}, "embedded|asterisk|freeswitch"},
    {"VSS_SIP_BIND", Type::kAddress, &Config::sip_bind, Group::kTelephony, "0.0.0.0", "",
     "The address the SIP engine listens on; used when the SIP engine runs."},
    {"VSS_SIP_PORT", Type::kPort, &Config::sip_port, Group::kTelephony, "5060", "",
     "The port of SIP over UDP and TCP; used when the SIP engine runs."},
    {"VSS_SIPS_PORT", Type::kPort, &Config::sips_port, Group::kTelephony, "5061", "",
     "The port of SIP over TLS; used when the SIP engine runs."},
    {"VSS_SIP_DIGEST", Type::kChoice, &Config::sip_digest, Group::kTelephony, "md5", "",
     "Which digests phones are asked for: md5 works with every phone; many (baresip 1.0, older desk phones) do not register at all when sha-256 is offered, alone or beside md5.",
     {}, "md5|sha-256|both"},
    {"VSS_SIP_SHARDS", Type::kInteger, &Config::sip_shards, Group::kTelephony, "0", "",
     "How many threads carry SIP and media; 0 for one a core, at most 8.", {0, 64}},
    {"VSS_SIP_TRUSTED", Type::kAddresses, &Config::sip_trusted, Group::kTelephony, "", "192.0.2.10",
     "Addresses of SIP proxies of ours, with many phones behind one address: not limited in rate, never banned; everybody behind them proves who they are all the same."},
    {"VSS_PROMPT_FILE", Type::kPath, &Config::prompt_file, Group::kTelephony, "", "/etc/vss/welcome.wav",
     "The WAV file that AUTO lines play to whom they call; without it, and without VSS_PROMPT_TEXT, a short melody."},
    {"VSS_PROMPT_TEXT", Type::kText, &Config::prompt_text, Group::kTelephony, "", "Good day, this is a call of Example Ltd.",
     "The words that AUTO lines say when VSS_PROMPT_FILE is not set; spoken by espeak-ng (apt install espeak-ng)."},
    {"VSS_PROMPT_LANGUAGE", Type::kText, &Config::prompt_language, Group::kTelephony, "en", "",
     "The language of VSS_PROMPT_TEXT as espeak-ng names it, such as en, en-us, ru or de."},
    {"VSS_RTP_PORTS", Type::kPortRange, &Config::rtp_ports, Group::kTelephony, "20000-29999", "",
     "The UDP ports of media, two for each leg of a call; used when the SIP engine runs."},
    {"VSS_MEDIA_TIMEOUT", Type::kDuration, &Config::media_timeout, Group::kTelephony, "60s", "",
     "How long one side of a call may send neither sound nor reports (RTCP) before it is asked by SIP whether it is still there, and the call ends if it does not answer; never while somebody holds; 0s for never.",
     {0, kDay}},
    {"VSS_PHONE_MEDIA_NETWORKS", Type::kNetworks, &Config::phone_media_networks, Group::kTelephony, "", "192.168.0.0/16",
     "Networks whose addresses a phone's SDP may name as its own; others are taken for a translated address, and its sound goes to where its SIP comes from. For phones behind a SIP proxy that leaves their media alone."},
    {"VSS_SIP_DOMAIN", Type::kHost, &Config::sip_domain, Group::kTelephony, "vss.internal", "",
     "The domain of slot addresses and the realm of their passwords: changing it makes every slot's SIP password invalid."},
    {"VSS_EXTERNAL_IP", Type::kAddress, &Config::external_ip, Group::kTelephony, "", "203.0.113.10",
     "The public address that SDP, Contact and Via say behind NAT, to all but private networks; used when the SIP engine runs."},
    {"VSS_NUMBER_REST", Type::kDuration, &Config::number_rest, Group::kTelephony, "24h", "",
     "How long the number of a deleted slot rests before a new slot may get it; 0s for no rest.", {0, 365 * kDay}},

    {"VSS_CALL_REGIONS", Type::kCountries, &Config::call_regions, Group::kTelephony, "", "RU,KZ,BY",
     "The countries whose numbers may be called; without it VSS_COUNTRY alone. Premium-rate, shared-cost and emergency numbers are never called."},
    {"VSS_CALL_PREFIXES", Type::kPrefixes, &Config::call_prefixes, Group::kTelephony, "", "+4930,+43",
     "Prefixes of numbers that may be called beside those of VSS_CALL_REGIONS."},
    {"VSS_DAILY_MINUTES_USER", Type::kInteger, &Config::daily_minutes_user, Group::kTelephony, "480", "",
     "How many minutes the calls of one user may last a day, against fraud with a stolen account; 0 for no limit.", {0, 1'000'000}},
    {"VSS_DAILY_MINUTES_TRUNK", Type::kInteger, &Config::daily_minutes_trunk, Group::kTelephony, "10000", "",
     "How many minutes the calls of one trunk may last a day; 0 for no limit.", {0, 100'000'000}},
    {"VSS_MAX_CALL_SECONDS", Type::kInteger, &Config::max_call_seconds, Group::kTelephony, "14400", "",
     "How long one call may last before it is hung up, in seconds.", {10, 86'400}},
    {"VSS_RECORD_CALLS", Type::kChoice, &Config::record_calls, Group::kTelephony, "on", "",
     "Whether calls are recorded that do not say it themselves (record in call/start).", {}, "on|off"},
    {"VSS_RECORD_BASIS", Type::kChoice, &Config::record_basis, Group::kTelephony, "undecided", "",
     "What lets conversations be recorded where you call: announcement (everybody is told at the beginning), consent (only calls that say record, for people who agreed) or not-needed; undecided records calls of the test exchange alone.",
     {}, "undecided|announcement|consent|not-needed"},

    // --- The centre --------------------------------------------------------------------------------------------
    {"VSS_TIMEZONE", Type::kTimeZone, &Config::timezone, Group::kCentre, "", "Europe/Moscow",
     "The centre's time zone, in which days begin and calling hours count; the system's own (or UTC) when not set."},
    {"VSS_COUNTRY", Type::kCountry, &Config::country, Group::kCentre, "RU", "",
     "The centre's country, in which numbers without +country are read and which calls may reach by default; used when calls are made."},

    // --- External servers --------------------------------------------------------------------------------------
    {"POSTGRES_URL", Type::kUrl, &Config::postgres_url, Group::kServers, "", "postgresql://vss@127.0.0.1:5432/vss_db",
     "Keeps the data in PostgreSQL instead of SQLite in VSS_DATA_DIR; the password comes from DB_PASSWORD if the URL has none.",
     {}, "postgresql|postgres"},
    {"RABBITMQ_URL", Type::kUrl, &Config::rabbitmq_url, Group::kServers, "", "amqp://vss-admin@127.0.0.1:5672/",
     "The message broker between several VSS processes; used when services run in processes of their own.", {}, "amqp|amqps"},
    {"REDIS_URL", Type::kUrl, &Config::redis_url, Group::kServers, "", "redis://127.0.0.1:6379/0",
     "The shared cache of several VSS processes; used when services run in processes of their own.", {}, "redis|rediss"},

    // --- Accounts ----------------------------------------------------------------------------------------------
    // Cost 10 is 48 ms of one core (2026, measured): forty sign-ins a second on two cores, so that a whole shift can
    // start at nine. Passwords have twelve characters at least and guessing is locked out; 12 would be four times that.
    {"VSS_AUDIT_KEY", Type::kSecret, &Config::audit_key, Group::kAccounts, "", "",
     "The key of the tamper-evident audit; without it one is generated and kept in VSS_DATA_DIR/secrets.json. Keep it with the backups: without it they cannot be verified.",
     {32, 1024}},
    {"VSS_BCRYPT_COST", Type::kInteger, &Config::bcrypt_cost, Group::kAccounts, "10", "",
     "The work of hashing a password: each step doubles the time of a sign-in and of an attacker's guess.", {10, 14}},
    {"VSS_DO_NOT_CALL_KEY", Type::kSecret, &Config::do_not_call_key, Group::kAccounts, "", "",
     "The key of the hashes by which the do-not-call list knows the numbers of erased persons; without it one is generated and kept in VSS_DATA_DIR/secrets.json. Keep it with the backups: without it erased persons could be called again.",
     {32, 1024}},
    {"VSS_LOGIN_ATTEMPTS", Type::kInteger, &Config::login_attempts, Group::kAccounts, "5", "",
     "How many wrong passwords in a row, for one account from one address, lock it there.", {3, 100}},
    {"VSS_LOGIN_LOCKOUT", Type::kDuration, &Config::login_lockout, Group::kAccounts, "30s", "",
     "How long the first lock after VSS_LOGIN_ATTEMPTS wrong passwords lasts; each further one lasts twice as long, up to 15 minutes.", {1, 15 * kMinute}},
    {"VSS_SECOND_FACTOR_KEY", Type::kSecret, &Config::second_factor_key, Group::kAccounts, "", "",
     "The key that encrypts the secrets of second factors in the database; without it one is generated and kept in VSS_DATA_DIR/secrets.json. Keep it with the backups: without it everybody sets the second factor up anew.",
     {32, 1024}},

    // --- Housekeeping ------------------------------------------------------------------------------------------
    {"VSS_LOG_RETENTION_DAYS", Type::kInteger, &Config::log_retention_days, Group::kHousekeeping, "30", "",
     "How many days the event log in DCI keeps.", {1, 3650}},
    {"VSS_LOG_MAX_MB", Type::kInteger, &Config::log_max_mb, Group::kHousekeeping, "512", "",
     "How many megabytes the event log in DCI may take before its oldest lines go.", {16, 1'000'000}},
    {"VSS_BACKUP_EVERY", Type::kDuration, &Config::backup_every, Group::kHousekeeping, "off", "24h",
     "How often the server makes a backup in VSS_DATA_DIR/backups by itself; off for never.", {5 * kMinute, 365 * kDay}},
    {"VSS_BACKUP_KEEP", Type::kInteger, &Config::backup_keep, Group::kHousekeeping, "7", "",
     "How many of those backups are kept.", {1, 1000}},
};
// clang-format on

std::string WantsChoice(std::string_view choices) {
  std::string text = "one of ";
  for (const char c : choices) text += c == '|' ? std::string(", ") : std::string(1, c);
  return text;
}

std::string DurationText(std::int64_t seconds) {
  for (const auto& [unit, name] : {std::pair{kDay, 'd'}, {kHour, 'h'}, {kMinute, 'm'}}) {
    if (seconds >= unit && seconds % unit == 0) return fmt::format("{}{}", seconds / unit, name);
  }
  return fmt::format("{}s", seconds);
}

std::string WantsUrl(std::string_view schemes) {
  return fmt::format("a URL that begins with {}://", schemes.substr(0, schemes.find('|')));
}
}  // namespace

std::span<const Option> AllOptions() { return kOptions; }

const Option* FindOption(std::string_view name) {
  const auto found = std::ranges::find(kOptions, name, &Option::name);
  return found == std::end(kOptions) ? nullptr : found;
}

std::string_view Title(Group group) {
  constexpr std::array<std::string_view, 9> kTitles = {
      "Start",           "Passwords",     "SIP provider",         "Where it listens", "Telephony",
      "The call centre", "Other servers", "Accounts and sign-in", "Housekeeping"};
  return kTitles[static_cast<std::size_t>(group)];
}

bool IsSecret(const Option& option) { return std::holds_alternative<Secret Config::*>(option.member); }

std::string Wants(const Option& option) {
  const auto [least, most] = option.limits;
  switch (option.type) {
    case Type::kText:
      return "a text";
    case Type::kHost:
      return "a host name or an IP address";
    case Type::kAddress:
      return "an IP address";
    case Type::kPath:
      return "a path";
    case Type::kSecret:
      return least > 1 ? fmt::format("a secret of {} to {} characters", least, most) : "a secret";
    case Type::kInteger:
      return fmt::format("a whole number from {} to {}", least, most);
    case Type::kPort:
      return "a port (1 to 65535)";
    case Type::kPortRange:
      return "a range of ports such as 20000-29999, from 1024 up";
    case Type::kDuration:
      return fmt::format("a time such as 30s, 15m, 24h or 7d, from {} to {}{}", DurationText(least),
                         DurationText(most), option.fallback == "off" ? ", or off" : "");
    case Type::kUrl:
      return WantsUrl(option.choices);
    case Type::kChoice:
      return WantsChoice(option.choices);
    case Type::kTimeZone:
      return "a time zone such as Europe/Moscow";
    case Type::kCountry:
      return "a country as two capital letters, such as RU";
    case Type::kOrigins:
      return "origins such as https://crm.example.com, separated by commas, without a path";
    case Type::kCountries:
      return "countries as two capital letters each, such as RU,KZ, separated by commas";
    case Type::kPrefixes:
      return "prefixes of numbers, + and digits, such as +4930,+43, separated by commas";
    case Type::kAddresses:
      return "IP addresses, separated by commas";
    case Type::kNetworks:
      return "IP addresses or networks such as 192.0.2.0/24, separated by commas";
  }
  return "";
}
}  // namespace vss::config
