#include <gmock/gmock.h>

#include "sip/message/header_names.hpp"
#include "sip/message/message.hpp"

namespace vss::sip {
namespace {
using testing::ElementsAre;

TEST(HeaderNames, AreTheSameLongCompactAndInAnyCase) {
  const std::pair<std::string_view, HeaderId> names[] = {
      {"Via", HeaderId::kVia},          {"v", HeaderId::kVia},           {"V", HeaderId::kVia},
      {"FROM", HeaderId::kFrom},        {"f", HeaderId::kFrom},          {"t", HeaderId::kTo},
      {"call-id", HeaderId::kCallId},   {"i", HeaderId::kCallId},        {"m", HeaderId::kContact},
      {"c", HeaderId::kContentType},    {"l", HeaderId::kContentLength}, {"k", HeaderId::kSupported},
      {"o", HeaderId::kEvent},          {"r", HeaderId::kReferTo},       {"b", HeaderId::kReferredBy},
      {"x", HeaderId::kSessionExpires}, {"z", HeaderId::kOther},         {"!", HeaderId::kOther},
      {"Vi", HeaderId::kOther},         {"X-Via", HeaderId::kOther},     {"", HeaderId::kOther}};
  for (const auto& [name, id] : names) EXPECT_EQ(FindHeaderId(name), id) << name;
}

TEST(HeaderNames, OfEveryIdLeadBackToIt) {
  for (auto id = std::to_underlying(HeaderId::kVia); id <= std::to_underlying(HeaderId::kPath); ++id) {
    EXPECT_EQ(std::to_underlying(FindHeaderId(ToString(static_cast<HeaderId>(id)))), id);
  }
}

// RFC 3261 §7.1: methods are case-sensitive.
TEST(Methods, AreCaseSensitiveAndLeadBackToTheirName) {
  for (auto method = std::to_underlying(Method::kInvite); method <= std::to_underlying(Method::kPublish);
       ++method) {
    EXPECT_EQ(std::to_underlying(ParseMethod(ToString(static_cast<Method>(method)))), method);
  }
  EXPECT_EQ(ParseMethod("invite"), Method::kUnknown);
  EXPECT_EQ(ParseMethod("UNKNOWN"), Method::kUnknown);
}

TEST(ParseUri, SplitsASipUri) {
  const auto uri = ParseUri("SIPS:alice;day=tue:s3cret@gw.example:5061;transport=tcp;lr?subject=x&to=y");
  ASSERT_TRUE(uri);
  EXPECT_TRUE(uri->IsSips());
  EXPECT_FALSE(uri->IsSip());
  EXPECT_EQ(uri->user, "alice;day=tue");
  EXPECT_EQ(uri->host, "gw.example");
  EXPECT_EQ(uri->port, 5061);
  EXPECT_EQ(uri->params, "transport=tcp;lr");
  EXPECT_EQ(uri->headers, "subject=x&to=y");
}

TEST(ParseUri, TellsSchemesApart) {
  EXPECT_TRUE(ParseUri("Sip:a")->IsSip());
  EXPECT_FALSE(ParseUri("tel:911")->IsSip());
  EXPECT_TRUE(ParseUri("TEL:911")->IsTel());
  EXPECT_EQ(ParseUri("tel:+7(999)123-45-67;ext=1")->user, "+7(999)123-45-67");
  EXPECT_EQ(ParseUri("tel:+7(999)123-45-67;ext=1")->params, "ext=1");
  EXPECT_EQ(ParseUri("sip:h?x=y")->headers, "x=y");
  EXPECT_EQ(ParseUri("urn:service:sos")->scheme, "urn");
}

TEST(ParseUri, RefusesWhatCouldMeanTwoThings) {
  for (const std::string_view bad :
       {"",          "sip",         ":a",         "sip:",   "sip:@h",     "sip::p@h",       "sip:a b@h",
        "sip:a@h h", "sip:a@h\r\n", "sip:a@h<x>", "1sip:a", "s_p:a",      "sip:a@h:123456", "sip:a@h/",
        "sip:[::1",  "sip:[]",      "tel:",       "tel:x",  "tel:+7 999", "sip:%zz@h"}) {
    EXPECT_FALSE(ParseUri(bad)) << bad;
  }
}

TEST(ParseAddress, TakesParametersWithoutBracketsAsTheHeaders) {
  const auto address = ParseAddress("sip:a@h;tag=1;q=0.5");
  ASSERT_TRUE(address);
  EXPECT_EQ(address->uri_text, "sip:a@h");
  EXPECT_EQ(address->uri.params, "");
  EXPECT_EQ(address->params, "tag=1;q=0.5");
  EXPECT_EQ(address->tag, "1");
}

// §25.1, contact-extension: what a phone writes as +sip.instance (RFC 5626 §4.1).
TEST(ParseAddress, TakesQuotedParametersWithoutBrackets) {
  for (const std::string_view quoted : {"<urn:uuid:f81d4fae>", "INVITE,BYE", "a?b", "x>;tag=no", R"(\"<)"}) {
    const std::string text = fmt::format("sip:a@h:5070;+x=\"{}\";tag=1", quoted);
    const auto address = ParseAddress(text);
    ASSERT_TRUE(address) << text;
    EXPECT_EQ(address->uri_text, "sip:a@h:5070");
    EXPECT_EQ(FindParam(address->params, "+x"), quoted);
    EXPECT_EQ(address->tag, "1");
    std::string_view list = text, element;
    ASSERT_TRUE(NextElement(list, element));
    EXPECT_EQ(element, text) << "one element";
  }
  for (const std::string_view bad :
       {"sip:a@h;x=<y>", "sip:a@h;x <sip:b@h>", "sip:a@h;x=\"<y>", "sip:a,b@h;x=1"})
    EXPECT_FALSE(ParseAddress(bad)) << bad;
}

TEST(PreferenceOf, ReadsQInThousandths) {
  EXPECT_EQ(PreferenceOf(""), 1000);
  EXPECT_EQ(PreferenceOf("q=1.0"), 1000);
  EXPECT_EQ(PreferenceOf("expires=5;q=0.75"), 750);
  EXPECT_EQ(PreferenceOf("q=0"), 0);
  EXPECT_EQ(PreferenceOf("q=0.12345"), 123);
}

TEST(ParseAddress, KeepsParametersInsideBracketsWithTheUri) {
  const auto address = ParseAddress("A. G. Bell <sip:a@h;tag=no;lr>;tag=yes");
  ASSERT_TRUE(address);
  EXPECT_EQ(address->display, "A. G. Bell");
  EXPECT_EQ(address->uri.params, "tag=no;lr");
  EXPECT_EQ(address->tag, "yes");
}

TEST(ParseAddress, IsNotFooledByBracketsInsideQuotes) {
  const auto address = ParseAddress(R"("Evil <sip:boss@bank>;tag=0, \"" <sip:a@h>;tag=1)");
  ASSERT_TRUE(address);
  EXPECT_EQ(address->uri.user, "a");
  EXPECT_EQ(address->tag, "1");
}

TEST(FindParam, ReadsNamesInAnyCaseAndRemovesQuotes) {
  constexpr std::string_view kParams = ";a=b;LR;C=\"d;e\\\"\" ; f = g;h=";
  EXPECT_EQ(FindParam(kParams, "A"), "b");
  EXPECT_EQ(FindParam(kParams, "lr"), "");
  EXPECT_EQ(FindParam(kParams, "c"), "d;e\\\"");
  EXPECT_EQ(FindParam(kParams, "f"), "g");
  EXPECT_EQ(FindParam(kParams, "h"), "");
  EXPECT_EQ(FindParam(kParams, "e\\\""), std::nullopt);
  EXPECT_EQ(FindParam("x=1;", "x"), "1");
  EXPECT_EQ(FindParam("", "x"), std::nullopt);
}

std::vector<std::string_view> Split(std::string_view list) {
  std::vector<std::string_view> all;
  for (std::string_view element; NextElement(list, element);) all.push_back(element);
  return all;
}

TEST(NextElement, SplitsAtCommasThatSeparate) {
  EXPECT_THAT(Split(R"("a,\",b" <sip:x,y@h>;p="q,r" ,<sip:z>)"),
              ElementsAre(R"("a,\",b" <sip:x,y@h>;p="q,r")", "<sip:z>"));
  EXPECT_THAT(Split(" a ,b\r\n , c"), ElementsAre("a", "b", "c"));
  EXPECT_THAT(Split("a,,b"), ElementsAre("a", "", "b"));
  EXPECT_THAT(Split("a,"), ElementsAre("a"));
  EXPECT_THAT(Split(" "), ElementsAre());
  EXPECT_THAT(Split("\"a,b"), ElementsAre("\"a,b"));
  EXPECT_THAT(Split("\"a\\"), ElementsAre("\"a\\"));
}

TEST(ParseNumber, TakesDigitsThatFitAndNothingElse) {
  EXPECT_EQ(ParseNumber("0"), 0U);
  EXPECT_EQ(ParseNumber("4294967295"), 4294967295U);
  EXPECT_EQ(ParseNumber("0000000001"), 1U);
  for (const std::string_view bad :
       {"", "4294967296", "00000000001", "-1", "+1", " 1", "1 ", "0x1", "9999999999"}) {
    EXPECT_EQ(ParseNumber(bad), std::nullopt) << bad;
  }
}

TEST(Unescape, UndoesWholeEscapesOnly) {
  EXPECT_EQ(Unescape("%61b%2B%7e"), "ab+~");
  EXPECT_EQ(Unescape("%4"), "%4");
  EXPECT_EQ(Unescape("%"), "%");
  EXPECT_EQ(Unescape("%zz%41"), "%zzA");
  EXPECT_EQ(Unescape("%00"), std::string(1, '\0'));
}
}  // namespace
}  // namespace vss::sip
