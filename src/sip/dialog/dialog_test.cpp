#include "sip/dialog/dialog.hpp"

#include <gtest/gtest.h>

#include "sip/dialog/testing/fake_stack.hpp"
#include "sip/message/testing/wire.hpp"

namespace vss::sip {
namespace {
using test::FakeStack;

StoredMessage Invite(std::string_view extra) {
  return FakeStack::Stored(test::Wire(std::string(R"(
INVITE sip:us@192.0.2.1 SIP/2.0
Via: SIP/2.0/UDP 198.51.100.7;branch=z9hG4bK1
From: "Peer" <sip:peer@example.org>;tag=theirs
To: <sip:us@example.org>
Call-ID: c1
CSeq: 314 INVITE
Max-Forwards: 70
)") + std::string(extra)));
}

StoredMessage Success(std::string_view extra) {
  return FakeStack::Stored(test::Wire(std::string(R"(
SIP/2.0 200 OK
Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1
From: <sip:us@example.org>;tag=ours
To: <sip:peer@example.org>;tag=theirs
Call-ID: c1
CSeq: 7 INVITE
)") + std::string(extra)));
}

StoredMessage Written(const Dialog& dialog, Method method, std::uint32_t cseq) {
  std::string text = dialog.Request(method, cseq).Finish();
  text.insert(text.find("\r\n") + 2, "Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\r\n");
  return FakeStack::Stored(text);
}

std::vector<std::string> Routes(const Message& message) {
  std::vector<std::string> routes;
  Elements elements(message, HeaderId::kRoute);
  for (std::string_view element; elements.Next(element);) routes.emplace_back(element);
  return routes;
}

// RFC 3261 §12.1.1
TEST(Dialog, OfTheCalledSideTakesTagsTargetAndRoutesFromTheInvite) {
  const auto invite =
      Invite("Contact: <sip:peer@10.0.0.7:5070>\nRecord-Route: <sip:a.example;lr>, <sip:b.example;lr>\n");
  const Dialog dialog = Dialog::AsServer(*invite, "ours");
  EXPECT_EQ(dialog.remote_tag(), "theirs");
  EXPECT_EQ(dialog.remote_uri(), "sip:peer@example.org");
  EXPECT_EQ(dialog.remote_target(), "sip:peer@10.0.0.7:5070");
  EXPECT_EQ(dialog.routes(), (std::vector<std::string>{"<sip:a.example;lr>", "<sip:b.example;lr>"}));
}

// RFC 3261 §12.1.2
TEST(Dialog, OfTheCallingSideTurnsTheRecordRouteRound) {
  const auto ok = Success(
      "Contact: <sip:peer@10.0.0.7>\nRecord-Route: <sip:b.example;lr>\nRecord-Route: <sip:a.example;lr>\n");
  const Dialog dialog = Dialog::AsClient(*ok, "\"Us\" <sip:us@example.org>", "sip:peer@example.org");
  EXPECT_EQ(dialog.routes(), (std::vector<std::string>{"<sip:a.example;lr>", "<sip:b.example;lr>"}));
  EXPECT_EQ(dialog.local_tag(), "ours");
}

// RFC 3261 §12.2.1.1
TEST(Dialog, SendsThroughLooseRoutersToTheRemoteTarget) {
  const auto ok =
      Success("Contact: <sip:peer@10.0.0.7>\nRecord-Route: <sip:b.example;lr>, <sip:a.example;lr>\n");
  Dialog dialog = Dialog::AsClient(*ok, "<sip:us@example.org>", "sip:peer@example.org");
  const auto bye = Written(dialog, Method::kBye, dialog.NextCSeq());
  EXPECT_EQ(bye->request_uri_text, "sip:peer@10.0.0.7");
  EXPECT_EQ(Routes(*bye), (std::vector<std::string>{"<sip:a.example;lr>", "<sip:b.example;lr>"}));
  EXPECT_EQ(dialog.NextHop(), "sip:a.example;lr");
  EXPECT_EQ(bye->cseq.number, 8u);
  EXPECT_EQ(bye->from.tag, "ours");
  EXPECT_EQ(bye->to.tag, "theirs");
  EXPECT_EQ(bye->call_id, "c1");
}

// RFC 3261 §12.2.1.1: a first route without lr is a strict router.
TEST(Dialog, PutsAStrictRouterIntoTheRequestLine) {
  const auto ok =
      Success("Contact: <sip:peer@10.0.0.7>\nRecord-Route: <sip:b.example;lr>, <sip:a.example>\n");
  const Dialog dialog = Dialog::AsClient(*ok, "<sip:us@example.org>", "sip:peer@example.org");
  const auto bye = Written(dialog, Method::kBye, 8);
  EXPECT_EQ(bye->request_uri_text, "sip:a.example");
  EXPECT_EQ(Routes(*bye), (std::vector<std::string>{"<sip:b.example;lr>", "<sip:peer@10.0.0.7>"}));
}

// RFC 3261 §12.2.2
TEST(Dialog, WantsGrowingSequenceNumbersAndAllowsGaps) {
  Dialog dialog = Dialog::AsServer(*Invite("Contact: <sip:p@10.0.0.7>\n"), "ours");
  EXPECT_EQ(dialog.TakeCSeq(313), Dialog::Order::kOutOfOrder);
  EXPECT_EQ(dialog.TakeCSeq(314), Dialog::Order::kOutOfOrder);
  EXPECT_EQ(dialog.TakeCSeq(400), Dialog::Order::kNext);
  EXPECT_EQ(dialog.TakeCSeq(399), Dialog::Order::kOutOfOrder);
}

// RFC 3261 §12.1.2: the first request of the peer sets its number.
TEST(Dialog, OfTheCallingSideTakesAnyFirstNumber) {
  Dialog dialog = Dialog::AsClient(*Success("Contact: <sip:p@10.0.0.7>\n"), "<sip:us@e>", "sip:peer@e");
  EXPECT_EQ(dialog.TakeCSeq(1), Dialog::Order::kNext);
  EXPECT_EQ(dialog.TakeCSeq(1), Dialog::Order::kOutOfOrder);
}

// RFC 3261 §12.2.2: target refresh changes the target, never the routes.
TEST(Dialog, FollowsAChangedContact) {
  Dialog dialog = Dialog::AsServer(*Invite("Contact: <sip:p@10.0.0.7>\nRecord-Route: <sip:a;lr>\n"), "ours");
  dialog.RefreshTarget(*Invite("Contact: <sip:p@10.0.0.8>\nRecord-Route: <sip:b;lr>\n"));
  EXPECT_EQ(dialog.remote_target(), "sip:p@10.0.0.8");
  EXPECT_EQ(dialog.routes(), std::vector<std::string>{"<sip:a;lr>"});
  dialog.RefreshTarget(*Invite(""));
  EXPECT_EQ(dialog.remote_target(), "sip:p@10.0.0.8");
}

TEST(Dialog, StandsOnTheRequestUriWhenTheContactIsMissingOrNoSipUri) {
  for (const std::string_view contact :
       {"", "Contact: <mailto:a@b>\n", "Contact: <tel:+79991234567>\n", "Contact: *\n", "Contact: <<<\n"}) {
    Dialog dialog = Dialog::AsClient(*Success(contact), "<sip:us@e>", "sip:peer@192.0.2.9");
    EXPECT_EQ(dialog.remote_target(), "sip:peer@192.0.2.9") << contact;
    EXPECT_EQ(dialog.NextHop(), "") << contact;
    dialog.RefreshTarget(*Invite("Contact: <sip:p@10.0.0.8:5090>\n"));
    EXPECT_EQ(dialog.NextHop(), "sip:p@10.0.0.8:5090") << contact;
  }
}

TEST(Dialog, KeepsABoundedRouteSet) {
  std::string many;
  for (int i = 0; i < 60; ++i) many += "Record-Route: <sip:r" + std::to_string(i) + ";lr>\n";
  EXPECT_EQ(Dialog::AsServer(*Invite(many), "ours").routes().size(), Dialog::kMaxRoutes);
}
}  // namespace
}  // namespace vss::sip
