#include "point/second_factor/second_factor_codes.hpp"

#include "base/crypto.hpp"
#include "base/error.hpp"
#include "point/second_factor/totp.hpp"

namespace vss::point {
namespace {
constexpr std::size_t kNonceBytes = 12;
constexpr int kRecoveryCodes = 10;
constexpr std::size_t kRecoveryCodeLength = 10;  // of 54 letters: 57 bits
constexpr std::size_t kTotpLength = 6;

// As it is typed or pasted: "123 456", "abcde-fghij".
std::string Plain(std::string_view code) {
  std::string plain;
  for (const char c : code) {
    if (c != ' ' && c != '-') plain += c;
  }
  return plain;
}
}  // namespace

std::string_view ToString(SecondFactorState state) {
  switch (state) {
    case SecondFactorState::kOff:
      return "off";
    case SecondFactorState::kOn:
      return "on";
    case SecondFactorState::kRequired:
      return "required";
  }
  return "off";
}

// One secret, a key for each use of it.
SecondFactorCodes::SecondFactorCodes(const Secret& key, Random& random)
    : sealing_key_(crypto::HmacSha256(key.Reveal(), "vss second factor: secrets")),
      hashing_key_(crypto::HmacSha256(key.Reveal(), "vss second factor: recovery codes")),
      random_(random) {}

Secret SecondFactorCodes::NewSecret() const { return Secret(random_.Bytes(totp::kSecretBytes)); }

std::string SecondFactorCodes::Seal(const UserId& user, const Secret& secret) const {
  return crypto::Base64UrlEncode(
      crypto::Seal(sealing_key_, random_.Bytes(kNonceBytes), secret.Reveal(), user.value));
}

Secret SecondFactorCodes::Open(const SecondFactor& factor) const {
  const auto sealed = crypto::Base64UrlDecode(factor.sealed_secret);
  auto secret = sealed ? crypto::Open(sealing_key_, *sealed, factor.user.value) : std::nullopt;
  if (!secret) {
    throw Error(ErrorCode::kConflict,
                "this second factor was set up under another VSS_SECOND_FACTOR_KEY: an administrator has to "
                "reset it")
        .Internal(fmt::format("the second factor of {} does not open", factor.user.value));
  }
  return Secret(std::move(*secret));
}

std::string SecondFactorCodes::HashOf(const UserId& user, std::string_view recovery_code) const {
  return crypto::Hex(crypto::HmacSha256(hashing_key_, fmt::format("{}\n{}", user.value, recovery_code)));
}

SecondFactorCodes::Verdict SecondFactorCodes::Use(Transaction& tx, const SecondFactor& factor,
                                                  std::string_view code, Instant now) const {
  const std::string plain = Plain(code);
  if (plain.size() != kTotpLength) {
    return tx.second_factors().UseRecoveryCode(factor.user, HashOf(factor.user, plain)) ? Verdict::kRight
                                                                                        : Verdict::kWrong;
  }
  const auto step = totp::FindStep(Open(factor), plain, now);
  if (!step) return Verdict::kWrong;
  // RFC 6238 §5.2: a code must not be accepted twice.
  return tx.second_factors().UseStep(factor.user, *step) ? Verdict::kRight : Verdict::kUsedBefore;
}

std::vector<Secret> SecondFactorCodes::RenewRecoveryCodes(Transaction& tx, const UserId& user) const {
  std::vector<Secret> codes;
  std::vector<std::string> hashes;
  for (int i = 0; i < kRecoveryCodes; ++i) {
    const std::string code = random_.Password(kRecoveryCodeLength);
    hashes.push_back(HashOf(user, code));
    codes.emplace_back(code.substr(0, kRecoveryCodeLength / 2) + "-" + code.substr(kRecoveryCodeLength / 2));
  }
  tx.second_factors().ReplaceRecoveryCodes(user, hashes);
  return codes;
}
}  // namespace vss::point
