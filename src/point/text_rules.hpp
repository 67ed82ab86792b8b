#pragma once
#include <string>
#include <string_view>

#include "base/email.hpp"

/// The form of names and addresses in POINT.
namespace vss::point {
inline constexpr std::string_view kUsernameWants = "3 to 64 letters, digits, dots, underscores or hyphens";
bool IsUsername(std::string_view text);

inline constexpr std::string_view kRoleNameWants = "2 to 64 letters, digits, dots, underscores or hyphens";
bool IsRoleName(std::string_view text);

inline constexpr std::string_view kTeamNameWants =
    "one line of 1 to 64 characters that does not begin or end with a space";
/// Of any alphabet.
bool IsTeamName(std::string_view text);

inline constexpr std::string_view kEmailWants = "an e-mail address such as name@example.com";
}  // namespace vss::point
