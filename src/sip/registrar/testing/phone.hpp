#pragma once
#include <optional>
#include <string>

#include "sip/dialog/testing/session_world.hpp"
#include "sip/digest/digest.hpp"

namespace vss::test {

/// A phone that registers: writes REGISTERs and answers challenges.
struct Phone {
  std::string user = "6001", username = {}, password = "secret";
  sip::Flow flow = FlowFrom("198.51.100.7", 5060);
  std::string contact = "<sip:6001@198.51.100.7:5060>";  ///< empty: none
  std::string extra = {};                                ///< whole header lines
  std::string call_id = "reg-1";
  std::uint32_t cseq = 0, nonce_count = 0;
  std::string digest_uri = "sip:vss.internal", raw_authorization = {};
  sip::digest::Algorithm algorithm = sip::digest::Algorithm::kSha256;
  std::optional<sip::digest::Challenge> challenge = {};

  sip::StoredMessage Register() {
    ++cseq;
    std::string text =
        "REGISTER sip:vss.internal SIP/2.0\r\nVia: SIP/2.0/UDP 198.51.100.7:5060;branch=z9hG4bKr" +
        std::to_string(cseq) + "\r\nFrom: <sip:" + user + "@vss.internal>;tag=p\r\nTo: <sip:" + user +
        "@vss.internal>\r\nCall-ID: " + call_id + "\r\nCSeq: " + std::to_string(cseq) +
        " REGISTER\r\nMax-Forwards: 70\r\n" + extra;
    if (!contact.empty()) text += "Contact: " + contact + "\r\n";
    if (!raw_authorization.empty()) {
      text += "Authorization: " + raw_authorization + "\r\n";
    } else if (challenge) {
      text += "Authorization: " + Credentials() + "\r\n";
    }
    return FakeStack::Stored(text + "Content-Length: 0\r\n\r\n");
  }

  void TakeChallenge(const sip::Message& response) {
    for (const sip::Header& header : response.headers()) {
      if (header.id != sip::HeaderId::kWwwAuthenticate) continue;
      challenge = sip::digest::ParseChallenge(header.value);
      nonce_count = 0;
      if (challenge->algorithm == algorithm) return;
    }
  }

 private:
  std::string Credentials() {
    sip::digest::Challenge used = *challenge;
    used.algorithm = algorithm;
    const std::string& name = username.empty() ? user : username;
    return sip::digest::WriteCredentials(
        sip::digest::Answer(used, name, sip::digest::MakeHa1(name, "vss.internal", password), "REGISTER",
                            digest_uri, ++nonce_count, "c0ffee"));
  }
};
}  // namespace vss::test
