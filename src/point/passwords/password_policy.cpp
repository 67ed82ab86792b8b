#include "point/passwords/password_policy.hpp"

#include "point/text_rules.hpp"

namespace vss::point {
namespace {
// Characters, not bytes: UTF-8 continuation bytes are 10xxxxxx.
std::size_t CountCharacters(std::string_view utf8) {
  return static_cast<std::size_t>(
      std::ranges::count_if(utf8, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}
}  // namespace

bool FitsBcrypt(const Secret& password) {
  return password.Reveal().size() <= kMaxPasswordBytes && !password.Reveal().contains(kNul);
}

std::optional<std::string> RefusePassword(const Secret& password, std::string_view username) {
  const std::string& text = password.Reveal();
  if (text.contains(kNul)) return "must not contain a NUL character";
  if (text.size() > kMaxPasswordBytes) {
    return fmt::format("must be at most {} bytes long, because bcrypt reads no further", kMaxPasswordBytes);
  }
  if (CountCharacters(text) < kMinPasswordCharacters) {
    return fmt::format("must be at least {} characters long", kMinPasswordCharacters);
  }
  if (ToLowerAscii(text) == ToLowerAscii(username)) return "must not be the user name";
  return std::nullopt;
}

std::optional<std::string> WarnAboutPassword(const Secret& password) {
  if (CountCharacters(password.Reveal()) >= kGoodPasswordCharacters) return std::nullopt;
  return fmt::format("the password is accepted, but at least {} characters are recommended",
                     kGoodPasswordCharacters);
}
}  // namespace vss::point
