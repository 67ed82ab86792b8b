#include "point/auth/session_cookies.hpp"

namespace vss::point {

// SameSite=Lax and HttpOnly: neither a foreign page nor a script of ours can read or send it with a write.
std::string SessionCookies::AccessText(std::string_view token, std::chrono::seconds max_age) const {
  return fmt::format("vss_token={}; Path=/; Max-Age={}; HttpOnly; SameSite=Lax{}", token, max_age.count(),
                     Ending());
}

// Strict: no link from elsewhere needs it, as it is only ever sent by a script of a page that is open.
std::string SessionCookies::RefreshText(std::string_view token, std::chrono::seconds max_age) const {
  return fmt::format("{}={}; Path=/api/auth; Max-Age={}; HttpOnly; SameSite=Strict{}", kRefreshCookie, token,
                     max_age.count(), Ending());
}

std::string SessionCookies::Access(const SignedIn& signed_in) const {
  return AccessText(signed_in.access_token.Reveal(), signed_in.expires_in);
}

std::string SessionCookies::Refresh(const SignedIn& signed_in) const {
  return RefreshText(signed_in.refresh_token.Reveal(), refresh_ttl_);
}

std::vector<std::string> SessionCookies::Removals() const {
  return {AccessText("", std::chrono::seconds(0)), RefreshText("", std::chrono::seconds(0))};
}
}  // namespace vss::point
