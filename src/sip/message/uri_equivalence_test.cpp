#include <gtest/gtest.h>

#include <array>

#include "sip/message/message.hpp"

namespace vss::sip {
namespace {
using Pair = std::array<std::string_view, 2>;

// The examples of RFC 3261 §19.1.4, then what registrars meet.
TEST(UriEquivalence, HoldsInEitherOrder) {
  for (const auto& [one, other] : {
           Pair{"sip:%61lice@atlanta.com;transport=TCP", "sip:alice@AtLanTa.CoM;Transport=tcp"},
           Pair{"sip:carol@chicago.com", "sip:carol@chicago.com;newparam=5"},
           Pair{"sip:carol@chicago.com", "sip:carol@chicago.com;security=on"},
           Pair{"sip:biloxi.com;transport=tcp;method=REGISTER?to=sip:bob%40biloxi.com",
                "sip:biloxi.com;method=REGISTER;transport=tcp?to=sip:bob%40biloxi.com"},
           Pair{"sip:alice@atlanta.com?subject=project%20x&priority=urgent",
                "sip:alice@atlanta.com?priority=urgent&subject=project%20x"},
           Pair{"SIP:7@h:5070", "sip:7@h:5070"},
           Pair{"sip:7@h;ob;line=77", "sip:7@h;line=77;ob"},
           Pair{"sip:%37@h", "sip:7@h"},
           Pair{"sip:a%3Bb@h", "sip:a%3bb@h"},
           Pair{"tel:+7-916-123.45(67)", "tel:+79161234567"},
           Pair{"urn:x", "urn:x"},
       }) {
    EXPECT_TRUE(Equivalent(one, other)) << one << " " << other;
    EXPECT_TRUE(Equivalent(other, one)) << other << " " << one;
  }
}

TEST(UriEquivalence, EndsWhereTwoResourcesBegin) {
  for (const auto& [one, other] : {
           Pair{"SIP:ALICE@AtLanTa.CoM;Transport=udp", "sip:alice@AtLanTa.CoM;Transport=UDP"},
           Pair{"sip:bob@biloxi.com", "sip:bob@biloxi.com:5060"},
           Pair{"sip:bob@biloxi.com", "sip:bob@biloxi.com;transport=udp"},
           Pair{"sip:bob@biloxi.com", "sip:bob@biloxi.com:6000;transport=tcp"},
           Pair{"sip:carol@chicago.com", "sip:carol@chicago.com?Subject=next%20meeting"},
           Pair{"sip:bob@phone21.boxesbybob.com", "sip:bob@192.0.2.4"},
           Pair{"sip:carol@chicago.com;newparam=6", "sip:carol@chicago.com;newparam=5"},
           Pair{"sip:a@h", "sips:a@h"},
           Pair{"sip:a@h", "sip:h"},
           Pair{"sip:a:one@h", "sip:a:two@h"},
           Pair{"sip:a%3Bb@h", "sip:a;b@h"},
           Pair{"sip:a@h;maddr=1.2.3.4", "sip:a@h"},
           Pair{"sip:a@h", "no uri"},
       }) {
    EXPECT_FALSE(Equivalent(one, other)) << one << " " << other;
    EXPECT_FALSE(Equivalent(other, one)) << other << " " << one;
  }
}
}  // namespace
}  // namespace vss::sip
