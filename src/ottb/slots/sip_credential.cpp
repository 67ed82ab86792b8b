#include "ottb/slots/sip_credential.hpp"

#include "base/crypto.hpp"

namespace vss::ottb {
SipCredential MakeSipCredential(std::string_view username, std::string_view realm, const Secret& password) {
  const std::string a1 = fmt::format("{}:{}:{}", username, realm, password.Reveal());
  return {.username = std::string(username),
          .realm = std::string(realm),
          .ha1_md5 = Secret(crypto::Md5Hex(a1)),
          .ha1_sha256 = Secret(crypto::Sha256Hex(a1))};
}
}  // namespace vss::ottb
