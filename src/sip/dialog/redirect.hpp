#pragma once
#include <expected>
#include <optional>
#include <string>
#include <vector>

#include "sip/dialog/session.hpp"

namespace vss::sip {

/// Follows the contacts of 3xx responses as far as the call's policy lets it (RFC 3261 §8.1.3.4): only sip:
/// URIs of the number that was dialled, only allowed hosts, none twice, at most `max_redirects` in all.
class Redirects {
 public:
  struct Step {
    std::string request_uri;
    Target target;
  };

  explicit Redirects(const OutgoingCall& call);
  /// Notes the contacts of a 3xx, best q first.
  void Take(const Message& response);
  /// The next one to try; nullopt: none left.
  std::optional<Step> Next();
  /// Why a 3xx was not followed: what holds for the first contact of it.
  RedirectVerdict WhyNot(const Message& response) const;

 private:
  std::expected<Step, RedirectVerdict> Judge(std::string_view contact_uri) const;

  bool Tried(std::string_view uri) const;

  std::string number_, host_;
  std::uint16_t port_ = 0;
  Target target_;
  RedirectHosts hosts_;
  int left_;
  bool follows_;
  std::vector<std::string> tried_;
  std::vector<Step> waiting_;
};
}  // namespace vss::sip
