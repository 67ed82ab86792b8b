#pragma once
#include <cstdint>
#include <span>
#include <string_view>
#include <variant>

#include "base/config/config.hpp"

/// The table of options. Everything else about configuration (reading, errors, .env.example, the reference
/// page, `vss config show`) is derived from it: to add an option, add a member to Config and a row to
/// options.cpp.
namespace vss::config {

/// What text an option takes. The member's type says what it becomes.
enum class Type {
  kText,
  kHost,     ///< a DNS name or an IP address
  kAddress,  ///< an IP address
  kPath,
  kSecret,
  kInteger,
  kPort,
  kPortRange,  ///< 20000-29999
  kDuration,   ///< 30s, 15m, 24h, 7d
  kUrl,
  kChoice,
  kTimeZone,   ///< a name of the IANA time zone database
  kCountry,    ///< ISO 3166-1 alpha-2
  kAddresses,  ///< IP addresses, separated by commas
  kNetworks,   ///< IP addresses and blocks of them such as 192.0.2.0/24, separated by commas
  kOrigins,    ///< scheme://host[:port], separated by commas
  kCountries,  ///< ISO 3166-1 alpha-2, separated by commas
  kPrefixes,   ///< E.164 prefixes (+ and digits), separated by commas
};

enum class Group {
  kStart,
  kPasswords,
  kProvider,
  kListen,
  kTelephony,
  kCentre,
  kServers,
  kAccounts,
  kHousekeeping
};

/// How `.env.example` has the option: behind a "#" with its default or example, to be filled in, or not at
/// all.
enum class Shipped { kCommented, kLive, kEnvironmentOnly };

using Member =
    std::variant<std::string Config::*, Secret Config::*, std::filesystem::path Config::*, int Config::*,
                 std::uint16_t Config::*, PortRange Config::*, std::chrono::seconds Config::*,
                 std::vector<std::string> Config::*, Severity Config::*, log::Format Config::*,
                 PbxKind Config::*, RecordCalls Config::*, SipDigest Config::*, Switch Config::*,
                 ProviderMedia Config::*, RecordBasisOption Config::*>;

/// Integers: the value; durations: seconds; secrets: the length in bytes. An inclusive range.
struct Limits {
  std::int64_t least = 0;
  std::int64_t most = 0;
};

struct Option {
  std::string_view name;
  Type type;
  Member member;
  Group group;
  std::string_view fallback;  ///< the default, as text; empty: not set
  std::string_view example;   ///< shown where there is no default
  std::string_view doc;       ///< one sentence
  Limits limits{};
  std::string_view choices{};  ///< "a|b|c": of a choice in the order of its enum; of a URL its schemes
  Shipped shipped = Shipped::kCommented;
};

std::span<const Option> AllOptions();
const Option* FindOption(std::string_view name);

std::string_view Title(Group group);
/// Holds something that must not be shown.
bool IsSecret(const Option& option);
/// What the option takes, for errors and documents: "a port (1 to 65535)".
std::string Wants(const Option& option);
}  // namespace vss::config
