#pragma once
#include "base/random.hpp"
#include "base/tls/certificate.hpp"

/// A certificate authority of the installation's own: trusted by the browsers of the centre once its ca.crt
/// is imported there, known to nobody else.
namespace vss::tls {

struct Identity {
  Certificate certificate;
  PrivateKey key;
};

struct Validity {
  Instant from;
  std::chrono::days length;
};

inline constexpr std::chrono::days kAuthorityDays{3650};
/// Browsers refuse longer-lived server certificates, also of private authorities (Apple: 825 days).
inline constexpr std::chrono::days kMaxServerDays{825};

/// A self-signed CA (ECDSA P-256) that can sign servers but no further CA (RFC 5280 §4.2.1.9).
Identity IssueAuthority(std::string_view name, Validity validity, Random& random);

/// A server certificate for `hosts` (DNS names, also *.example.com, and IP addresses), signed by `authority`
/// and valid no longer than it. Throws std::runtime_error naming a host that is neither.
Identity IssueServer(const Identity& authority, const std::vector<std::string>& hosts, Validity validity,
                     Random& random);
}  // namespace vss::tls
