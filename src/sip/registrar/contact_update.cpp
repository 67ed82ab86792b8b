#include "sip/registrar/contact_update.hpp"

#include <algorithm>
#include <optional>

namespace vss::sip {
namespace {
constexpr std::size_t kMaxContacts = 8;
constexpr std::size_t kMaxUri = 512;
constexpr std::size_t kMaxInstance = 128, kMaxRegistration = 10;

/// §20.19: what cannot be read counts as the standard.
std::optional<std::chrono::seconds> Seconds(std::optional<std::string_view> text) {
  const auto number = text ? ParseNumber(*text) : std::nullopt;
  return number ? std::optional(std::chrono::seconds(*number)) : std::nullopt;
}

// RFC 5626 §4.1: the instance with the number of its registration; a longer one than any URN counts as none.
std::string InstanceOf(std::string_view params) {
  const auto instance = FindParam(params, "+sip.instance");
  if (!instance || instance->empty() || instance->size() > kMaxInstance) return {};
  const auto registration = FindParam(params, "reg-id").value_or("");
  return std::string(*instance) + ' ' + std::string(registration.substr(0, kMaxRegistration));
}

std::expected<ContactUpdate::Contact, int> ReadContact(std::string_view element,
                                                       std::optional<std::chrono::seconds> header,
                                                       const ExpiryPolicy& policy) {
  const auto address = ParseAddress(element);
  if (!address || (!address->uri.IsSip() && !address->uri.IsSips())) return std::unexpected(400);
  if (address->uri.host.empty() || address->uri_text.size() > kMaxUri) return std::unexpected(400);
  if (!IsVisibleAscii(address->uri_text)) return std::unexpected(400);
  const auto asked =
      Seconds(FindParam(address->params, "expires")).value_or(header.value_or(policy.standard));
  if (asked > std::chrono::seconds(0) && asked < policy.min) return std::unexpected(423);
  return ContactUpdate::Contact{.uri = std::string(address->uri_text),
                                .expires = std::min(asked, policy.max),
                                .preference = PreferenceOf(address->params),
                                .instance = InstanceOf(address->params)};
}
}  // namespace

bool IsVisibleAscii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c > ' ' && c < 0x7F; });
}

std::expected<ContactUpdate, int> ReadContacts(const Message& request, const ExpiryPolicy& policy) {
  const auto header = Seconds(request.Find(HeaderId::kExpires));
  ContactUpdate update;
  bool all = false;
  Elements elements(request, HeaderId::kContact);
  for (std::string_view element; elements.Next(element);) {
    if (element == "*") {
      all = true;
      continue;
    }
    if (update.contacts.size() == kMaxContacts) return std::unexpected(400);
    auto contact = ReadContact(element, header, policy);
    if (!contact) return std::unexpected(contact.error());
    update.contacts.push_back(*std::move(contact));
  }
  // Step 6: "*" stands alone, and only with Expires: 0.
  if (all && (!update.contacts.empty() || header != std::chrono::seconds(0))) return std::unexpected(400);
  if (all) update.kind = ContactUpdate::Kind::kRemoveAll;
  if (!update.contacts.empty()) update.kind = ContactUpdate::Kind::kChange;
  return update;
}
}  // namespace vss::sip
