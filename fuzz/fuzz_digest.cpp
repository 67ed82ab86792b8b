#include "sip/digest/digest.hpp"
#include "targets.hpp"

// Authorization and WWW-Authenticate from anybody: refused, or the same again when written; and nobody gets
// in without the password.
int FuzzDigest(const std::uint8_t* data, std::size_t size) {
  using namespace vss::sip::digest;
  constexpr std::chrono::seconds kNow{1'000};
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  static const Ha1 kHa1 = MakeHa1("user", "realm", "a password that no input knows");
  static NonceKeeper keeper("a key that no input knows", {.max_tracked = 64});
  if (const auto credentials = ParseCredentials(input)) {
    Expect(!Verify(*credentials, kHa1, "REGISTER"), "nobody gets in without the password");
    Expect(
        keeper.Check(credentials->nonce, "192.0.2.1", credentials->nc, kNow) == NonceKeeper::Verdict::kForged,
        "a nonce that was not given out is forged");
    const std::string written = WriteCredentials(*credentials);
    if (written.size() <= kMaxHeaderBytes) {
      const auto again = ParseCredentials(written);
      Expect(again && WriteCredentials(*again) == written, "credentials survive being written");
      Expect(again->username == credentials->username && again->response == credentials->response &&
                 again->cnonce == credentials->cnonce && again->uri == credentials->uri,
             "written credentials say the same");
    }
  }
  if (const auto challenge = ParseChallenge(input)) {
    const std::string written = WriteChallenge(*challenge);
    if (written.size() <= kMaxHeaderBytes) {
      const auto again = ParseChallenge(written);
      Expect(again && again->realm == challenge->realm && again->nonce == challenge->nonce,
             "a challenge survives being written");
    }
    const Credentials answer = Answer(*challenge, "user", kHa1, "REGISTER", "sip:h", 1, "c");
    Expect(Verify(answer, kHa1, "REGISTER"), "every challenge can be answered");
  }
  return 0;
}
