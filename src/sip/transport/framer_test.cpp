#include "sip/transport/framer.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace vss::sip {
namespace {
using Kind = Framer::Kind;

const std::string kFirst = "INVITE sip:b@x SIP/2.0\r\nCall-ID: 1\r\nContent-Length: 6\r\n\r\nv=0\r\n\n";
const std::string kSecond = "BYE sip:b@x SIP/2.0\r\nl : 0\r\nCall-ID: 2\r\n\r\n";

struct Seen {
  std::vector<std::string> messages;
  int pings = 0;
  bool malformed = false;

  void Take(Framer& framer, std::string_view bytes) {
    framer.Append(bytes);
    while (true) {
      const auto [kind, message] = framer.Next();
      if (kind == Kind::kMessage) messages.emplace_back(message);
      if (kind == Kind::kPing) ++pings;
      if (kind == Kind::kMalformed) malformed = true;
      if (kind == Kind::kNeedMore || kind == Kind::kMalformed) return;
    }
  }
};

// RFC 3261 §18.3.
TEST(Framer, CutsTwoMessagesWhereverTheStreamIsSplit) {
  const std::string stream = kFirst + "\r\n\r\n" + kSecond;
  for (std::size_t i = 0; i <= stream.size(); ++i) {
    for (std::size_t j = i; j <= stream.size(); ++j) {
      Framer framer;
      Seen seen;
      seen.Take(framer, stream.substr(0, i));
      seen.Take(framer, stream.substr(i, j - i));
      seen.Take(framer, stream.substr(j));
      ASSERT_EQ(seen.messages, (std::vector{kFirst, kSecond})) << "split at " << i << " and " << j;
      ASSERT_EQ(seen.pings, 1) << "split at " << i << " and " << j;
      ASSERT_FALSE(framer.InMessage());
    }
  }
}

TEST(Framer, CutsMessagesThatComeByteByByte) {
  Framer framer;
  Seen seen;
  for (const char c : kFirst + kFirst + kSecond) seen.Take(framer, {&c, 1});
  EXPECT_EQ(seen.messages, (std::vector{kFirst, kFirst, kSecond}));
}

// RFC 5626 §4.4.1, RFC 3261 §7.5.
TEST(Framer, TellsPingsFromLineEndsBeforeAMessage) {
  Framer framer;
  Seen seen;
  seen.Take(framer, "\r\n\r\n");
  EXPECT_EQ(seen.pings, 1);
  seen.Take(framer, "\r\n");
  EXPECT_FALSE(framer.InMessage());
  seen.Take(framer, kSecond);
  EXPECT_EQ(seen.pings, 1);
  EXPECT_EQ(seen.messages.size(), 1U);
}

TEST(Framer, GivesUpWhereTheNextMessageCannotBeFound) {
  const std::string start = "BYE sip:b@x SIP/2.0\r\n";
  for (const std::string& bytes :
       {start + "Call-ID: 1\r\n\r\n", start + "Content-Length: x\r\n\r\n",
        start + "Content-Length: -1\r\n\r\n", start + "Content-Length: 1\r\nl: 2\r\n\r\n",
        start + "Content-Length: 65535\r\n\r\n", start + "X: " + std::string(Framer::kMaxHeaderBytes, 'x'),
        std::string(Framer::kMaxHeaderBytes + 1, '\0')}) {
    Framer framer;
    Seen seen;
    seen.Take(framer, bytes);
    EXPECT_TRUE(seen.malformed) << bytes.substr(0, 60);
    EXPECT_TRUE(seen.messages.empty());
  }
}
}  // namespace
}  // namespace vss::sip
