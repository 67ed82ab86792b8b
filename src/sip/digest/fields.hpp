#pragma once
#include <array>
#include <string>
#include <string_view>

#include "sip/digest/digest.hpp"

namespace vss::sip::digest {

/// Every parameter of a challenge or of credentials, as it stood; "" when it did not.
struct Fields {
  std::string username, realm, nonce, uri, response, opaque, cnonce, nc, qop, algorithm, stale, userhash;
};
/// nullopt when it is no Digest list, too long, or names a parameter twice (which of the two would count?).
std::optional<Fields> ReadFields(std::string_view header);
/// MD5 when none is named (RFC 7616 §3.3).
std::optional<Algorithm> ReadAlgorithm(std::string_view text);
}  // namespace vss::sip::digest
