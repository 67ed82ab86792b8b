#pragma once
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "sip/dialog/session.hpp"
#include "sip/dialog/testing/fake_stack.hpp"

namespace vss::test {

inline sip::Flow FlowFrom(std::string_view address, std::uint16_t port = 5060) {
  return {.remote = {boost::asio::ip::make_address(address), port}};
}

/// SDP of the other side: G.711 and events at 198.51.100.7.
inline std::string PeerSdp(std::string_view direction = "sendrecv", int port = 4000, int payload_type = 8) {
  return "v=0\r\no=peer 1 1 IN IP4 198.51.100.7\r\ns=-\r\nc=IN IP4 198.51.100.7\r\nt=0 0\r\nm=audio " +
         std::to_string(port) + " RTP/AVP " + std::to_string(payload_type) +
         "\r\na=" + std::string(direction) + "\r\n";
}

inline sip::sdp::Local OurMedia(sip::sdp::Direction direction = sip::sdp::Direction::kSendRecv) {
  return {.address = "192.0.2.1", .rtp_port = 20000, .direction = direction};
}

/// Different bytes each time, the same in every run.
class CountingRandom final : public Random {
 public:
  std::string Bytes(std::size_t count) override {
    std::string bytes(count, '\0');
    for (char& byte : bytes) byte = static_cast<char>(next_ = next_ * 37 + 11);
    return bytes;
  }

 private:
  unsigned char next_ = 1;
};

/// Writes down what a session tells, a line each; lets go of the session when it ends.
class NotingUser final : public sip::SessionUser {
 public:
  std::vector<std::string> notes, redirections;
  std::vector<sip::RedirectVerdict> verdicts;
  std::unique_ptr<sip::Session> session;
  sip::SessionEnd end;

  void OnProgress(sip::Session&, int status, const sip::sdp::Agreed* media) override {
    notes.push_back("progress " + std::to_string(status) + (media != nullptr ? " media" : ""));
  }
  void OnRedirected(sip::Session&, const sip::Redirection& redirection) override {
    redirections.push_back(redirection.contact + " -> " + redirection.followed_to);
    verdicts.push_back(redirection.verdict);
  }
  void OnConfirmed(sip::Session&) override { notes.push_back("confirmed"); }
  void OnMediaChanged(sip::Session&) override { notes.push_back("media"); }
  void OnOfferRefused(sip::Session&, int status) override {
    notes.push_back("refused " + std::to_string(status));
  }
  void OnInfoDigit(sip::Session&, char digit, std::chrono::milliseconds) override {
    notes.push_back(std::string("digit ") + digit);
  }
  void OnAsked(sip::Session&, sip::Presence presence) override {
    notes.emplace_back(presence == sip::Presence::kThere ? "there" : "gone");
  }
  void OnEnded(sip::Session&, const sip::SessionEnd& how) override {
    static constexpr std::array kNames{"rejected", "cancelled", "remote-bye", "local-bye",
                                       "timeout",  "transport", "bad-offer",  "local-reject"};
    end = how;
    notes.push_back(std::string("ended ") + kNames.at(static_cast<std::size_t>(how.kind)) +
                    (how.status != 0 ? " " + std::to_string(how.status) : ""));
    session.reset();
  }
};

/// One session layer over a fake stack, with the peer at 198.51.100.7.
class SessionWorld : public testing::Test, public sip::SessionLayer::Core {
 protected:
  static constexpr std::string_view kPeer = "198.51.100.7";

  SessionWorld() { Make({}); }
  void Make(sip::SessionSettings settings) {
    layer = sip::MakeSessionLayer(stack, *this, random, std::move(settings));
  }

  void OnRequest(sip::ServerId, const sip::Message& request, const sip::Flow&) override {
    outside.push_back(std::string(request.method_text));
  }
  std::optional<std::string> Challenge(const sip::Message& invite, const sip::Flow&) override {
    if (!challenge) return std::nullopt;
    return sip::ResponseTo(invite, 401, stack.TagOnce(invite)).Finish();
  }
  void OnInvite(sip::ServerId id, const sip::Message& invite, const sip::Flow& flow) override {
    ++invites;
    if (take) user.session = layer->TakeIncoming(id, invite, flow, "<sip:us@192.0.2.1>", user);
  }
  void OnCancelled(sip::ServerId) override { ++cancelled; }

  sip::OutgoingCall Order() {
    return {.target = {FlowFrom(kPeer)},
            .request_uri = "sip:+79991234567@provider.example",
            .from = "<sip:+78001112233@vss.internal>",
            .to = "<sip:+79991234567@provider.example>",
            .contact = "<sip:vss@192.0.2.1>",
            .local = OurMedia()};
  }
  void Call() { Call(Order()); }
  void Call(sip::OutgoingCall order) { user.session = layer->Call(std::move(order), user); }

  static FakeStack::Reply With(std::string sdp, std::string tag = "them") {
    return {.tag = std::move(tag),
            .headers = {{"Contact", "<sip:peer@198.51.100.7:5060>"}},
            .sdp = std::move(sdp)};
  }
  /// The call is up: our INVITE, their 200, our ACK.
  void Connect() {
    Call();
    stack.Answer(Invite(), 200, With(PeerSdp()));
    ASSERT_EQ(user.notes, std::vector<std::string>{"confirmed"});
    user.notes.clear();
  }
  FakeStack::Sent& Invite() { return stack.Last(sip::Method::kInvite); }

  struct In {
    std::string method = "BYE";
    std::uint32_t cseq = 1;
    std::string body, type = "application/sdp";
    std::string extra = {};  ///< whole header lines
    std::string from_tag = "them", to_tag = {}, call_id = {};
    std::string_view source = kPeer;
    std::string uri = "sip:vss@192.0.2.1";
    std::string contact = "<sip:peer@198.51.100.7:5060>";
  };
  /// A request from the peer, in the dialog of the outgoing call unless it says otherwise.
  sip::ServerId Receive(In in) {
    const sip::ServerId id{++last_server_};
    const sip::StoredMessage request = Build(in);
    if (in.method == "ACK") {
      layer->OnAck(*request, FlowFrom(in.source));
    } else {
      layer->OnRequest(id, *request, FlowFrom(in.source));
    }
    return id;
  }
  sip::StoredMessage Build(In in) {
    if (in.call_id.empty()) in.call_id = stack.requests.empty() ? "in-1" : Invite().message->call_id;
    if (in.to_tag.empty() && !stack.requests.empty()) in.to_tag = Invite().message->from.tag;
    if (in.to_tag == "-") in.to_tag.clear();
    std::string text = in.method + " " + in.uri + " SIP/2.0\r\n";
    text += "Via: SIP/2.0/UDP 198.51.100.7:5060;branch=z9hG4bKp" + std::to_string(last_server_) + "\r\n";
    text += "From: <sip:peer@198.51.100.7>;tag=" + in.from_tag + "\r\nTo: <sip:us@192.0.2.1>";
    text += in.to_tag.empty() ? "\r\n" : ";tag=" + in.to_tag + "\r\n";
    text += "Call-ID: " + in.call_id + "\r\nCSeq: " + std::to_string(in.cseq) + " " + in.method + "\r\n";
    text += "Max-Forwards: 70\r\n" + (in.contact.empty() ? "" : "Contact: " + in.contact + "\r\n") + in.extra;
    if (!in.body.empty()) text += "Content-Type: " + in.type + "\r\n";
    text += "Content-Length: " + std::to_string(in.body.size()) + "\r\n\r\n" + in.body;
    return FakeStack::Stored(text);
  }
  const sip::Message& LastResponse() const { return *stack.responses.back().message; }
  int LastStatus() const { return stack.responses.empty() ? 0 : LastResponse().status; }

  FakeStack stack;
  CountingRandom random;
  std::unique_ptr<sip::SessionLayer> layer;
  NotingUser user;
  std::vector<std::string> outside;
  int invites = 0, cancelled = 0;
  bool take = true, challenge = false;

 private:
  std::uint64_t last_server_ = 0;
};

using Notes = std::vector<std::string>;
}  // namespace vss::test
