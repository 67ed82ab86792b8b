#include "ottb/slots/sip_credential.hpp"

#include <gtest/gtest.h>

namespace vss::ottb {
// The password and realm of RFC 2617 §3.5, whose HA1 is widely printed; SHA-256 by sha256sum of the same
// text.
TEST(SipCredential, DigestsNameRealmAndPassword) {
  const auto credential = MakeSipCredential("Mufasa", "testrealm@host.com", Secret("Circle Of Life"));
  EXPECT_EQ(credential.ha1_md5.Reveal(), "939e7578ed9e3c518a452acee763bce9");
  EXPECT_EQ(credential.ha1_sha256.Reveal(),
            "3ba6cd94661c5ef34598040c868f13b8775df29109986be50ad35ae537dd3aa4");
  EXPECT_EQ(credential.username, "Mufasa");
  EXPECT_EQ(credential.realm, "testrealm@host.com");
}
}  // namespace vss::ottb
