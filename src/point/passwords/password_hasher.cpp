#include "point/passwords/password_hasher.hpp"

#include <crypt.h>

#include "base/crypto.hpp"
#include "base/error.hpp"
#include "base/log.hpp"
#include "point/passwords/password_policy.hpp"

namespace vss::point {
namespace {
constexpr int kSaltBytes = 16;

// crypt_r's scratch space is 32 KB and holds traces of the password; it is wiped before it is freed.
struct Scratch {
  std::unique_ptr<crypt_data> data = std::make_unique<crypt_data>();
  ~Scratch() { explicit_bzero(data.get(), sizeof(crypt_data)); }
};

// bcrypt reads 72 bytes and no further, which are 36 Cyrillic letters. What is longer is given to it as its
// digest, so that all of it counts; in hexadecimal, because a NUL would end it.
Secret WholeForBcrypt(const Secret& password) {
  constexpr std::size_t kBcryptBytes = 72;
  return password.Reveal().size() <= kBcryptBytes ? password : Secret(crypto::Sha256Hex(password.Reveal()));
}

std::string Bcrypt(const Secret& password, const std::string& setting) {
  Scratch scratch;
  const Secret whole = WholeForBcrypt(password);
  const char* hash = crypt_r(whole.Reveal().c_str(), setting.c_str(), scratch.data.get());
  // Failure is told by a null pointer or by a text that starts with '*' (crypt(3)).
  if (hash == nullptr || hash[0] == '*') throw InternalError("crypt_r refused a bcrypt setting");
  return hash;
}

std::string MakeSetting(Random& random, unsigned cost) {
  const std::string salt = random.Bytes(kSaltBytes);
  std::array<char, CRYPT_GENSALT_OUTPUT_SIZE> setting{};
  if (crypt_gensalt_rn("$2b$", cost, salt.data(), kSaltBytes, setting.data(), setting.size()) == nullptr) {
    throw InternalError(fmt::format("crypt_gensalt_rn refused the bcrypt cost {}", cost));
  }
  return setting.data();
}

bool Matches(const Secret& password, const Secret& hash) {
  return crypto::ConstantTimeEqual(Bcrypt(password, hash.Reveal()), hash.Reveal());
}
}  // namespace

bool IsBcryptHash(std::string_view text) {
  constexpr std::string_view kSymbols = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  return text.size() == 60 && text.starts_with("$2") && std::string_view("aby").contains(text[2]) &&
         text[3] == '$' && text[4] >= '0' && text[4] <= '3' && text[5] >= '0' && text[5] <= '9' &&
         text[6] == '$' && text.find_first_not_of(kSymbols, 7) == std::string_view::npos;
}

PasswordHasher::PasswordHasher(BlockingPool& pool, Random& random, unsigned cost)
    : pool_(pool), random_(random), cost_(cost) {
  // Nobody's: made of random bytes that are thrown away. Computed once, here, so that the first login by an
  // unknown name is no slower than the second.
  dummy_hash_ = Secret(Bcrypt(Secret(random.Token(24)), MakeSetting(random, cost)));
}

Task<Secret> PasswordHasher::Hash(Secret password) {
  std::string setting = MakeSetting(random_, cost_);
  co_return Secret(co_await pool_.Run([&] { return Bcrypt(password, setting); }));
}

Task<bool> PasswordHasher::Verify(Secret password, std::optional<Secret> hash) {
  const bool usable = hash && IsBcryptHash(hash->Reveal()) && MayBePassword(password);
  if (hash && !IsBcryptHash(hash->Reveal())) {
    log::Warning("POINT", "a stored password is not a bcrypt hash, so nobody can sign in with it");
  }
  const Secret& compared = usable ? *hash : dummy_hash_;
  const bool matches = co_await pool_.Run([&] { return Matches(password, compared); });
  co_return matches&& usable;
}
}  // namespace vss::point
