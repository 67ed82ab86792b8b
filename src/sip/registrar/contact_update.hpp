#pragma once
#include <chrono>
#include <expected>
#include <string>
#include <vector>

#include "sip/message/message.hpp"

namespace vss::sip {

struct ExpiryPolicy {
  std::chrono::seconds min{60}, max{3600}, standard{300};
};

/// What a REGISTER asks for (RFC 3261 §10.3, steps 6 and 7).
struct ContactUpdate {
  enum class Kind : std::uint8_t { kQuery, kRemoveAll, kChange } kind = Kind::kQuery;
  struct Contact {
    std::string uri;
    std::chrono::seconds expires{};  ///< 0: remove it
    int preference = 1000;           ///< q in thousandths
    std::string instance;            ///< +sip.instance and reg-id; empty: not given
  };
  std::vector<Contact> contacts;
};

/// No byte but what RFC 3261 §25.1 has in URIs and Call-IDs: they are stored, and databases take no NUL.
bool IsVisibleAscii(std::string_view text);

/// The status that refuses it: 400, or 423 when an expiry is too short. Pure.
std::expected<ContactUpdate, int> ReadContacts(const Message& request, const ExpiryPolicy& policy);
}  // namespace vss::sip
