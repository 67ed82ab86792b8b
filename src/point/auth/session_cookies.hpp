#pragma once
#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "point/auth/auth_service.hpp"
#include "point/settings.hpp"

namespace vss::point {

inline constexpr std::string_view kRefreshCookie = "vss_refresh";

/// How a caller keeps its refresh token: programs in their own store, a browser in a cookie that no script
/// can read.
enum class RefreshBy { kBody, kCookie };

/// The Set-Cookie lines of a session. Values only; copies are cheap.
class SessionCookies {
 public:
  SessionCookies(CookieTransport transport, std::chrono::seconds refresh_ttl)
      : transport_(transport), refresh_ttl_(refresh_ttl) {}

  /// `vss_token`, for the Socket.IO handshake and for downloads.
  std::string Access(const SignedIn& signed_in) const;
  /// `vss_refresh`, which the browser sends to /api/auth alone and only from pages of ours.
  std::string Refresh(const SignedIn& signed_in) const;
  /// What makes a browser forget both.
  std::vector<std::string> Removals() const;

 private:
  std::string AccessText(std::string_view token, std::chrono::seconds max_age) const;
  std::string RefreshText(std::string_view token, std::chrono::seconds max_age) const;
  std::string_view Ending() const { return transport_ == CookieTransport::kTlsOnly ? "; Secure" : ""; }

  CookieTransport transport_;
  std::chrono::seconds refresh_ttl_;
};
}  // namespace vss::point
