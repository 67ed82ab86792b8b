#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "sip/message/chars.hpp"
#include "sip/message/message.hpp"
#include "sip/message/params.hpp"

// RFC 3261 §19.1.4.
namespace vss::sip {
namespace {
struct NamedValue {
  std::string name, value;
  bool operator==(const NamedValue&) const = default;
};
using NamedValues = std::vector<NamedValue>;

std::string ToLowerAll(std::string text) {
  std::ranges::transform(text, text.begin(), [](char c) { return ToLower(c); });
  return text;
}

/// An escape means its character, but for the reserved ones: those separate only when they stand unescaped.
std::string Normalize(std::string_view text) {
  constexpr std::string_view kReserved = ";/?:@&=+$,%";
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::string one = Unescape(text.substr(i, text[i] == '%' ? 3 : 1));
    const bool escaped = text[i] == '%' && one.size() == 1;
    if (escaped && kReserved.contains(one[0])) {
      out += ToLowerAll(std::string(text.substr(i, 3)));
    } else {
      out += one;
    }
    if (escaped) i += 2;
  }
  return out;
}

std::string NormalizeNoCase(std::string_view text) { return ToLowerAll(Normalize(text)); }

NamedValues ParamsOf(std::string_view params) {
  NamedValues all;
  for (Param param; NextParam(params, param) == ParamStep::kParam;)
    all.push_back({NormalizeNoCase(param.name), NormalizeNoCase(param.value)});
  return all;
}

NamedValues HeadersOf(std::string_view headers) {
  NamedValues all;
  while (!headers.empty()) {
    const std::string_view one = headers.substr(0, headers.find('&'));
    headers.remove_prefix(std::min(one.size() + 1, headers.size()));
    const std::size_t equals = std::min(one.find('='), one.size());
    all.push_back({NormalizeNoCase(one.substr(0, equals)),
                   NormalizeNoCase(one.substr(std::min(equals + 1, one.size())))});
  }
  std::ranges::sort(all, {}, [](const NamedValue& one) { return std::pair(one.name, one.value); });
  return all;
}

const NamedValue* FindIn(const NamedValues& all, std::string_view name) {
  const auto found = std::ranges::find(all, name, &NamedValue::name);
  return found == all.end() ? nullptr : &*found;
}

/// Those in both must be equal; of those in one only these keep the URIs apart. The rule does not name
/// transport, but its examples do: a URI without it may resolve to another one.
bool ParamsMatch(const NamedValues& params, const NamedValues& others) {
  static constexpr std::array<std::string_view, 5> kNeverIgnored{"user", "ttl", "method", "maddr",
                                                                 "transport"};
  return std::ranges::all_of(params, [&](const NamedValue& param) {
    const NamedValue* const other = FindIn(others, param.name);
    if (other != nullptr) return *other == param;
    return std::ranges::find(kNeverIgnored, param.name) == kNeverIgnored.end();
  });
}

bool SameTail(const Uri& uri, const Uri& other) {
  const NamedValues params = ParamsOf(uri.params), others = ParamsOf(other.params);
  return ParamsMatch(params, others) && ParamsMatch(others, params) &&
         HeadersOf(uri.headers) == HeadersOf(other.headers);
}

/// RFC 3966 §4: visual separators and the case of hex digits do not count.
std::string DigitsOf(std::string_view number) {
  std::string digits = ToLowerAll(std::string(number));
  std::erase_if(digits, [](char c) { return std::string_view("-.()").contains(c); });
  return digits;
}
}  // namespace

bool Equivalent(std::string_view uri_text, std::string_view other_text) {
  if (uri_text == other_text) return true;
  const auto uri = ParseUri(uri_text), other = ParseUri(other_text);
  if (!uri || !other || !EqualNoCase(uri->scheme, other->scheme)) return false;
  if (uri->IsTel()) return DigitsOf(uri->user) == DigitsOf(other->user) && SameTail(*uri, *other);
  if (!uri->IsSip() && !uri->IsSips()) return false;
  return Normalize(uri->user) == Normalize(other->user) &&
         Normalize(uri->password) == Normalize(other->password) &&
         NormalizeNoCase(uri->host) == NormalizeNoCase(other->host) && uri->port == other->port &&
         SameTail(*uri, *other);
}
}  // namespace vss::sip
