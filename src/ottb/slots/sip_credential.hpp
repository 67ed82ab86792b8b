#pragma once
#include <string>
#include <string_view>

#include "base/secret.hpp"

namespace vss::ottb {

/// How a registrar checks a line without knowing its password. Both digests are as good as the password for
/// this realm, so they never leave the server either.
struct SipCredential {
  std::string username;
  std::string realm;
  Secret ha1_md5;     ///< lower-case hex MD5(username:realm:password), RFC 7616 §3.4.2
  Secret ha1_sha256;  ///< the same with SHA-256, RFC 8760 §2.1
};

SipCredential MakeSipCredential(std::string_view username, std::string_view realm, const Secret& password);
}  // namespace vss::ottb
