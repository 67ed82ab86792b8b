#include "sip/message/header_names.hpp"

#include <array>
#include <utility>

#include "sip/message/chars.hpp"

namespace vss::sip {
namespace {
struct Name {
  HeaderId id;
  std::string_view text;
  char compact = 0;  ///< RFC 3261 §20 and the registry's later ones
};
// In the order of the enum, so that ToString can index it.
constexpr Name kNames[] = {
    {HeaderId::kOther, ""},
    {HeaderId::kVia, "Via", 'v'},
    {HeaderId::kFrom, "From", 'f'},
    {HeaderId::kTo, "To", 't'},
    {HeaderId::kCallId, "Call-ID", 'i'},
    {HeaderId::kCSeq, "CSeq"},
    {HeaderId::kContact, "Contact", 'm'},
    {HeaderId::kMaxForwards, "Max-Forwards"},
    {HeaderId::kRoute, "Route"},
    {HeaderId::kRecordRoute, "Record-Route"},
    {HeaderId::kContentType, "Content-Type", 'c'},
    {HeaderId::kContentLength, "Content-Length", 'l'},
    {HeaderId::kExpires, "Expires"},
    {HeaderId::kMinExpires, "Min-Expires"},
    {HeaderId::kAuthorization, "Authorization"},
    {HeaderId::kProxyAuthorization, "Proxy-Authorization"},
    {HeaderId::kWwwAuthenticate, "WWW-Authenticate"},
    {HeaderId::kProxyAuthenticate, "Proxy-Authenticate"},
    {HeaderId::kAuthenticationInfo, "Authentication-Info"},
    {HeaderId::kAllow, "Allow"},
    {HeaderId::kSupported, "Supported", 'k'},
    {HeaderId::kRequire, "Require"},
    {HeaderId::kProxyRequire, "Proxy-Require"},
    {HeaderId::kUnsupported, "Unsupported"},
    {HeaderId::kUserAgent, "User-Agent"},
    {HeaderId::kServer, "Server"},
    {HeaderId::kReason, "Reason"},
    {HeaderId::kWarning, "Warning"},
    {HeaderId::kRetryAfter, "Retry-After"},
    {HeaderId::kEvent, "Event", 'o'},
    {HeaderId::kPAssertedIdentity, "P-Asserted-Identity"},
    {HeaderId::kPPreferredIdentity, "P-Preferred-Identity"},
    {HeaderId::kRemotePartyId, "Remote-Party-ID"},
    {HeaderId::kPrivacy, "Privacy"},
    {HeaderId::kDiversion, "Diversion"},
    {HeaderId::kReferTo, "Refer-To", 'r'},
    {HeaderId::kReferredBy, "Referred-By", 'b'},
    {HeaderId::kReplaces, "Replaces"},
    {HeaderId::kRSeq, "RSeq"},
    {HeaderId::kRAck, "RAck"},
    {HeaderId::kSessionExpires, "Session-Expires", 'x'},
    {HeaderId::kMinSe, "Min-SE"},
    {HeaderId::kTimestamp, "Timestamp"},
    {HeaderId::kDate, "Date"},
    {HeaderId::kAccept, "Accept"},
    {HeaderId::kPath, "Path"},
};
constexpr std::size_t kCount = std::size(kNames);
static_assert(kCount == std::to_underlying(HeaderId::kPath) + 1 && kCount <= 64);

constexpr std::uint32_t Hash(std::string_view name) {
  std::uint32_t hash = static_cast<std::uint32_t>(name.size());
  for (const char c : name) hash = hash * 31 + static_cast<unsigned char>(ToLower(c));
  return hash;
}

// Open addressing; 0 (kOther) is an empty place. Four times as many places as names keeps probes short.
constexpr std::size_t kPlaces = 256;
constexpr auto kTable = [] {
  std::array<std::uint8_t, kPlaces> table{};
  for (std::size_t i = 1; i < kCount; ++i) {
    if (std::to_underlying(kNames[i].id) != i) throw "names are not in the order of the enum";
    std::size_t place = Hash(kNames[i].text) % kPlaces;
    while (table[place] != 0) place = (place + 1) % kPlaces;
    table[place] = static_cast<std::uint8_t>(i);
  }
  return table;
}();
constexpr auto kCompact = [] {
  std::array<HeaderId, 26> table{};
  for (const Name& name : kNames) {
    if (name.compact != 0) table[static_cast<std::size_t>(name.compact - 'a')] = name.id;
  }
  return table;
}();
}  // namespace

HeaderId FindHeaderId(std::string_view name) {
  if (name.size() == 1) {
    const char c = ToLower(name.front());
    return c >= 'a' && c <= 'z' ? kCompact[static_cast<std::size_t>(c - 'a')] : HeaderId::kOther;
  }
  for (std::size_t place = Hash(name) % kPlaces; kTable[place] != 0; place = (place + 1) % kPlaces) {
    const Name& known = kNames[kTable[place]];
    if (EqualNoCase(known.text, name)) return known.id;
  }
  return HeaderId::kOther;
}

std::string_view ToString(HeaderId id) { return kNames[std::to_underlying(id)].text; }
}  // namespace vss::sip
