#pragma once
#include <string>
#include <vector>

#include "sip/dialog/invite_usage.hpp"
#include "sip/dialog/redirect.hpp"

namespace vss::sip {

/// The calling side until its dialog is confirmed (RFC 3261 §13.2, §9.1): challenges, redirects, forks,
/// CANCEL. It lingers 64*T1 after the first 2xx for those that come late (§13.2.2.4).
class OutgoingUsage final : public InviteUsage {
 public:
  OutgoingUsage(SessionHost& host, OutgoingCall call, SessionUser& user);

  void Start();
  /// Ends it without a word on the wire.
  void RefuseLocally(int status);

 private:
  static constexpr std::size_t kMaxForks = 16;  ///< early dialogs that are told apart

  void EndEarly(int q850) override;
  Dialog* FindDialog(const Message& request) override;
  void OnEarlyBye(const Dialog& dialog, const Message& bye) override;
  void OnInviteResponse(const Message& response) override;
  void OnInviteFailed(TransactionFailure failure) override;
  bool Lingers() const override { return linger_.running(); }

  void SendInvite();
  void OnProvisional(const Message& response);
  void OnSuccess(const Message& response);
  void OnWinner(const Message& response);
  void OnLostFork(const Message& response);
  void OnRefusal(const Message& response);
  void Redirect(const Message& response);
  void Linger();

  struct Fork {
    Dialog dialog;
    std::optional<sdp::Agreed> agreed;
  };
  Fork* ForkOf(const Message& response);

  OutgoingCall call_;
  Redirects redirects_;
  std::uint32_t cseq_ = 0;
  std::string offer_;
  std::vector<Fork> forks_;
  std::string ack_;                                        ///< of the fork that won
  std::vector<std::pair<std::string, std::string>> lost_;  ///< To-tag and ACK of forks that came later
  Timer linger_;
};
}  // namespace vss::sip
