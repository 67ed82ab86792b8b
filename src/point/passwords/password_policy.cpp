#include "point/passwords/password_policy.hpp"

#include "base/unicode.hpp"

namespace vss::point {
bool MayBePassword(const Secret& password) {
  return !password.Reveal().contains(kNul) && CountCharacters(password.Reveal()) <= kMaxPasswordCharacters;
}

std::optional<std::string> RefusePassword(const Secret& password, std::string_view username) {
  const std::string& text = password.Reveal();
  if (text.contains(kNul)) return "must not contain a NUL character";
  const std::size_t length = CountCharacters(text);
  if (length > kMaxPasswordCharacters) {
    return fmt::format("must be at most {} characters long", kMaxPasswordCharacters);
  }
  if (length < kMinPasswordCharacters) {
    return fmt::format("must be at least {} characters long", kMinPasswordCharacters);
  }
  if (FoldedName(text) == FoldedName(username)) return "must not be the user name";
  return std::nullopt;
}

std::optional<std::string> WarnAboutPassword(const Secret& password) {
  if (CountCharacters(password.Reveal()) >= kGoodPasswordCharacters) return std::nullopt;
  return fmt::format("the password is accepted, but at least {} characters are recommended",
                     kGoodPasswordCharacters);
}
}  // namespace vss::point
