#include "sip/registrar/flow_text.hpp"

#include "sip/registrar/testing/phone.hpp"

namespace vss::test {
namespace {
TEST(FlowText, GoesBothWays) {
  sip::Flow flow = FlowFrom("2001:db8::1", 5062);
  flow.transport = sip::Transport::kTls;
  EXPECT_EQ(sip::FormatFlow(flow), "tls:[2001:db8::1]:5062");
  EXPECT_EQ(sip::ParseFlow("tls:[2001:db8::1]:5062"), flow);
  EXPECT_EQ(sip::ParseFlow("udp:192.0.2.7:5060"), FlowFrom("192.0.2.7"));
  for (const char* bad : {"", "udp", "udp:192.0.2.7", "udp:host:5060", "sctp:192.0.2.7:1", "udp:192.0.2.7:0",
                          "udp:192.0.2.7:65536"}) {
    EXPECT_FALSE(sip::ParseFlow(bad)) << bad;
  }
}
}  // namespace
}  // namespace vss::test
