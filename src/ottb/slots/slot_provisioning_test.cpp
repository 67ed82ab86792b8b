#include "ottb/slots/slot_provisioning.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace vss::ottb {
namespace {
using testing::HasSubstr;

TEST(PhoneXml, TellsThePhoneWhoItIsAndWhereTheRegistrarIs) {
  const std::string xml = PhoneXml({.username = "7001",
                                    .password = Secret("a<b&\"c"),
                                    .domain = "vss.test",
                                    .server = "192.0.2.1",
                                    .port = 5070});
  EXPECT_THAT(
      xml,
      HasSubstr("<entry name=\"reg_proxy\" overwrite=\"true\">&lt;sip:192.0.2.1:5070;transport=udp&gt;<"));
  EXPECT_THAT(xml, HasSubstr("&lt;sip:7001@vss.test&gt;"));
  EXPECT_THAT(xml, HasSubstr("<entry name=\"passwd\" overwrite=\"true\">a&lt;b&amp;&quot;c<"));
  EXPECT_THAT(xml, HasSubstr("<entry name=\"realm\" overwrite=\"true\">vss.test<"));
}

TEST(PhoneXml, PutsIpv6InBrackets) {
  EXPECT_THAT(PhoneXml({.username = "7001", .domain = "d", .server = "2001:db8::1", .port = 5060}),
              HasSubstr("sip:[2001:db8::1]:5060;"));
  EXPECT_THAT(PhoneXml({.username = "7001", .domain = "d", .server = "[2001:db8::1]", .port = 5060}),
              HasSubstr("sip:[2001:db8::1]:5060;"));
}
}  // namespace
}  // namespace vss::ottb
