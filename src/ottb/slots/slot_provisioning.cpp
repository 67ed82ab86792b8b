#include "ottb/slots/slot_provisioning.hpp"

#include "base/crypto.hpp"
#include "base/error.hpp"
#include "base/unicode.hpp"
#include "ottb/slots/slot_events.hpp"
#include "ottb/slots/slot_moves.hpp"
#include "ottb/slots/slot_names.hpp"

namespace vss::ottb {
namespace {
constexpr std::size_t kTokenBytes = 32;
constexpr std::size_t kProvisionedPasswordLength = 24;
constexpr std::size_t kMaxUserAgent = 200;

Error NoSuchAddress() { return NotFound("such address: it was used, is too old, or never was"); }

std::string XmlText(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else if (c == '"')
      out += "&quot;";
    else
      out += c;
  }
  return out;
}

// IPv6 addresses stand in brackets in a URI (RFC 3261 §25.1, IPv6reference).
std::string HostPort(const PhoneAccount& account) {
  const bool bare = account.server.contains(':') && !account.server.starts_with('[');
  return fmt::format("{}:{}", bare ? fmt::format("[{}]", account.server) : account.server, account.port);
}
}  // namespace

Task<ProvisioningOffer> SlotProvisioning::Offer(const Caller& caller, SlotId id) {
  ProvisioningOffer offer{random_.Token(kTokenBytes), clock_.Now() + kProvisioningHolds};
  co_await store_.Write([&](Transaction& tx) {
    const Slot slot = GetLocked(tx, id);
    if (slot.type == TrunkType::kAuto)
      throw Error(ErrorCode::kConflict,
                  fmt::format("{} is an AUTO line: VSS hosts it, no phone registers", Name(id)));
    tx.provisioning().Put({.slot = id,
                           .token_hash = crypto::Sha256Hex(offer.token),
                           .offered_by = caller.principal.username,
                           .expires_at = offer.expires_at});
    tx.journal().Audit(
        caller.Did("slots.provisioning", Name(id),
                   {{"number", slot.number}, {"expires_at", FormatRfc3339(offer.expires_at)}}));
  });
  co_return offer;
}

Task<void> SlotProvisioning::RequireOpen(std::string token) {
  const auto offer =
      co_await store_.Read([&](Transaction& tx) { return tx.provisioning().Find(crypto::Sha256Hex(token)); });
  if (!offer || offer->expires_at <= clock_.Now()) throw NoSuchAddress();
}

Task<PhoneAccount> SlotProvisioning::Redeem(const Caller& phone, std::string token, std::string user_agent) {
  const std::string hash = crypto::Sha256Hex(token);
  const std::string password = random_.Password(kProvisionedPasswordLength);
  struct Redeemed {
    Slot slot;
    SipCredential credential;
  };
  const auto redeemed = co_await store_.Write([&](Transaction& tx) -> std::optional<Redeemed> {
    const auto offer = tx.provisioning().Find(hash);
    if (!offer || offer->expires_at <= clock_.Now()) return std::nullopt;
    const Slot slot = GetLocked(tx, offer->slot);
    if (!tx.provisioning().Take(hash)) return std::nullopt;  // another phone was quicker
    const std::string username = std::to_string(slot.number);
    SipCredential credential = MakeSipCredential(username, settings_.sip_domain, Secret(password));
    tx.credentials().Put(slot.id, credential);
    PublishSlot(tx.journal(), slot, SlotChange::kCredentials);
    tx.journal().Audit(phone.Did("slots.provisioned", Name(slot.id),
                                 {{"number", slot.number},
                                  {"offered_by", offer->offered_by},
                                  {"user_agent", CleanText(user_agent, kMaxUserAgent)}}));
    return Redeemed{slot, std::move(credential)};
  });
  if (!redeemed) throw NoSuchAddress();
  const Slot& slot = redeemed->slot;
  lines_.OnLineCredentials({slot.id, slot.number, slot.type, redeemed->credential});
  co_return PhoneAccount{.username = redeemed->credential.username,
                         .password = Secret(password),
                         .domain = settings_.sip_domain,
                         .server = {},
                         .port = settings_.sip_port};
}

std::string PhoneXml(const PhoneAccount& account) {
  const auto entry = [](std::string_view name, std::string_view value) {
    return fmt::format("    <entry name=\"{}\" overwrite=\"true\">{}</entry>\n", name, XmlText(value));
  };
  const auto section = [](std::string_view name, const std::string& entries) {
    return fmt::format("  <section name=\"{}\">\n{}  </section>\n", name, entries);
  };
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<config "
         "xmlns=\"http://www.linphone.org/xsds/lpconfig.xsd\">\n" +
         section("misc",
                 entry("transient_provisioning", "1")) +  // the address works once: not again at each start
         section("sip", entry("default_proxy", "0")) +
         section("proxy_0",
                 entry("reg_proxy", fmt::format("<sip:{};transport=udp>", HostPort(account))) +
                     entry("reg_route", fmt::format("<sip:{};transport=udp;lr>", HostPort(account))) +
                     entry("reg_identity",
                           fmt::format("\"{0}\" <sip:{0}@{1}>", account.username, account.domain)) +
                     entry("reg_expires", "300") + entry("reg_sendregister", "1") + entry("publish", "0")) +
         section("auth_info_0", entry("username", account.username) +
                                    entry("passwd", account.password.Reveal()) +
                                    entry("realm", account.domain) + entry("domain", account.domain)) +
         "</config>\n";
}
}  // namespace vss::ottb
