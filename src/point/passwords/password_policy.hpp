#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "base/secret.hpp"

namespace vss::point {

inline constexpr std::size_t kMinPasswordCharacters = 12;
inline constexpr std::size_t kGoodPasswordCharacters = 16;
inline constexpr std::size_t kMaxPasswordCharacters = 72;
/// Ends what bcrypt reads.
inline constexpr char kNul = '\0';

/// Why `password` can't be the password of `username`, to be shown to who chose it; nullopt when it can.
/// Length counts (NIST SP 800-63B §3.1.1), classes of characters don't.
std::optional<std::string> RefusePassword(const Secret& password, std::string_view username);
/// What to tell who chose a password that is accepted but short.
std::optional<std::string> WarnAboutPassword(const Secret& password);
/// False for what the policy never let in for its length or a NUL; such a password is nobody's.
bool MayBePassword(const Secret& password);
}  // namespace vss::point
