#include "base/config/value.hpp"

#include <arpa/inet.h>

#include <charconv>
#include <fstream>
#include <ranges>

#include "base/host_name.hpp"
#include "base/network.hpp"
#include "base/unicode.hpp"

namespace vss::config {
namespace {
template <class T>
using Maybe = std::optional<T>;

Maybe<std::int64_t> ParseNumber(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failure != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

Maybe<std::int64_t> ParseWithin(std::string_view text, Limits limits) {
  const auto value = ParseNumber(text);
  return value && *value >= limits.least && *value <= limits.most ? value : std::nullopt;
}

bool IsAddress(const std::string& text) {
  in6_addr any{};
  return inet_pton(AF_INET, text.c_str(), &any) == 1 || inet_pton(AF_INET6, text.c_str(), &any) == 1;
}

bool IsHost(const std::string& text) { return IsAddress(text) || IsHostName(text); }

bool HasScheme(std::string_view url, std::string_view schemes) {
  const std::size_t end = url.find("://");
  if (end == std::string_view::npos || end + 3 == url.size()) return false;
  for (const auto part : std::views::split(schemes, '|')) {
    if (std::string_view(part) == url.substr(0, end)) return true;
  }
  return false;
}

bool IsOrigin(std::string_view text) {
  if (!HasScheme(text, "http|https")) return false;
  std::string_view host = text.substr(text.find("://") + 3);
  if (const std::size_t colon = host.rfind(':'); colon != std::string_view::npos && !host.ends_with(']')) {
    if (!ParseWithin(host.substr(colon + 1), {1, 65535})) return false;
    host = host.substr(0, colon);
  }
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  return IsHost(std::string(host));
}

bool IsCountry(std::string_view text) {
  return text.size() == 2 && std::ranges::all_of(text, [](char c) { return c >= 'A' && c <= 'Z'; });
}

bool IsDialPrefix(std::string_view text) {
  return text.size() >= 2 && text.size() <= 16 && text[0] == '+' && text[1] != '0' &&
         std::ranges::all_of(text.substr(1), [](char c) { return c >= '0' && c <= '9'; });
}

bool IsItem(Type type, const std::string& text) {
  switch (type) {
    case Type::kOrigins:
      return IsOrigin(text);
    case Type::kCountries:
      return IsCountry(text);
    case Type::kPrefixes:
      return IsDialPrefix(text);
    case Type::kNetworks:
      return Network::Parse(text).has_value();
    default:
      return IsAddress(text);
  }
}

// One overload per member type: the parsed value, or nothing.
Maybe<std::string> Parse(const Option& option, const std::string& text, const std::string*) {
  bool ok = true;
  if (option.type == Type::kHost) ok = IsHost(text);
  if (option.type == Type::kAddress) ok = IsAddress(text);
  if (option.type == Type::kTimeZone) ok = IsTimeZone(text);
  if (option.type == Type::kCountry) ok = IsCountry(text);
  return ok ? Maybe<std::string>(text) : std::nullopt;
}

Maybe<Secret> Parse(const Option& option, const std::string& text, const Secret*) {
  const auto size = static_cast<std::int64_t>(CountCharacters(text));
  const bool ok = option.type == Type::kUrl ? HasScheme(text, option.choices)
                                            : size >= option.limits.least && size <= option.limits.most;
  return ok ? Maybe<Secret>(text) : std::nullopt;
}

Maybe<std::filesystem::path> Parse(const Option&, const std::string& text, const std::filesystem::path*) {
  return text;
}

Maybe<int> Parse(const Option& option, const std::string& text, const int*) {
  const auto value = ParseWithin(text, option.limits);
  return value ? Maybe<int>(static_cast<int>(*value)) : std::nullopt;
}

Maybe<std::uint16_t> Parse(const Option&, const std::string& text, const std::uint16_t*) {
  const auto value = ParseWithin(text, {1, 65535});
  return value ? Maybe<std::uint16_t>(static_cast<std::uint16_t>(*value)) : std::nullopt;
}

Maybe<PortRange> Parse(const Option&, const std::string& text, const PortRange*) {
  const std::size_t dash = text.find('-');
  if (dash == std::string::npos) return std::nullopt;
  const auto first = ParseWithin(std::string_view(text).substr(0, dash), {1024, 65535});
  const auto last = ParseWithin(std::string_view(text).substr(dash + 1), {1024, 65535});
  if (!first || !last || *first >= *last) return std::nullopt;
  return PortRange{static_cast<std::uint16_t>(*first), static_cast<std::uint16_t>(*last)};
}

Maybe<std::chrono::seconds> Parse(const Option& option, const std::string& text,
                                  const std::chrono::seconds*) {
  if (text == option.fallback && text == "off") return std::chrono::seconds(0);
  constexpr std::string_view kUnits = "smhd";
  constexpr std::array<std::int64_t, 4> kSeconds = {1, 60, 3600, 86400};
  const std::size_t unit = text.empty() ? std::string_view::npos : kUnits.find(text.back());
  if (unit == std::string_view::npos) return std::nullopt;
  const auto count = ParseWithin(std::string_view(text).substr(0, text.size() - 1), {0, 1'000'000'000});
  if (!count) return std::nullopt;
  const std::int64_t seconds = *count * kSeconds[unit];
  if (seconds < option.limits.least || seconds > option.limits.most) return std::nullopt;
  return std::chrono::seconds(seconds);
}

std::string_view TrimSpaces(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

Maybe<std::vector<std::string>> Parse(const Option& option, const std::string& text,
                                      const std::vector<std::string>*) {
  std::vector<std::string> items;
  for (const auto part : std::views::split(std::string_view(text), ',')) {
    const std::string item(TrimSpaces(std::string_view(part)));
    if (!IsItem(option.type, item)) return std::nullopt;
    items.push_back(item);
  }
  return items;
}

template <class E>
  requires std::is_enum_v<E>
Maybe<E> Parse(const Option& option, const std::string& text, const E*) {
  int index = 0;
  for (const auto part : std::views::split(option.choices, '|')) {
    if (std::string_view(part) == text) return static_cast<E>(index);
    ++index;
  }
  return std::nullopt;
}
}  // namespace

bool Assign(const Option& option, std::string_view text, Config& config) {
  if (text.size() > 4096 || text.find('\0') != std::string_view::npos) return false;
  const auto assign = [&]<class T>(T Config::* member) {
    auto value = Parse(option, std::string(text), static_cast<const T*>(nullptr));
    if (value) config.*member = std::move(*value);
    return value.has_value();
  };
  return std::visit(assign, option.member);
}

bool IsTimeZone(std::string_view name) {
  if (name == "UTC") return true;
  const bool plain = std::ranges::all_of(name, [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '/' || c == '_' || c == '-' || c == '+';
  });
  if (name.empty() || name.size() > 64 || !plain || name.front() == '/') return false;
  std::ifstream file(std::filesystem::path("/usr/share/zoneinfo") / name, std::ios::binary);
  std::array<char, 4> magic{};
  return file.read(magic.data(), magic.size()) &&
         std::string_view(magic.data(), 4) == "TZif";  // RFC 9636 §3.1
}

std::string SystemTimeZone() {
  if (const char* tz = std::getenv("TZ"); tz != nullptr && IsTimeZone(tz)) return tz;
  std::error_code failure;
  const std::string link = std::filesystem::read_symlink("/etc/localtime", failure).string();
  constexpr std::string_view kFolder = "/zoneinfo/";
  if (const std::size_t at = link.find(kFolder); !failure && at != std::string::npos) {
    if (std::string name = link.substr(at + kFolder.size()); IsTimeZone(name)) return name;
  }
  std::ifstream file("/etc/timezone");
  if (std::string name; std::getline(file, name) && IsTimeZone(name)) return name;
  return "UTC";
}
}  // namespace vss::config
