#pragma once
#include "sip/dialog/invite_usage.hpp"

namespace vss::sip {

/// The called side until its 2xx is acknowledged (RFC 3261 §13.3, §9.2).
class IncomingUsage final : public InviteUsage {
 public:
  IncomingUsage(SessionHost& host, ServerId id, const Message& invite, const Flow& flow, std::string contact,
                SessionUser& user);

  void Progress(int status, const sdp::Local* local) override;
  void Accept(const sdp::Local& local) override;
  void Reject(int status, int q850) override;

  void OnCancel(const Message& cancel) override;
  void OnResponseFailed(TransactionFailure failure) override;
  ServerId server_id() const { return id_; }

 private:
  void EndEarly(int q850) override;
  void OnEarlyBye(const Dialog& dialog, const Message& bye) override;
  bool Unanswered() const { return state_ == State::kIncoming; }
  /// With what a response of ours that makes a dialog carries (§12.1.1).
  Writer Response(int status) const;
  void SendFinal(int status, int q850);

  ServerId id_;
  std::optional<StoredMessage> invite_request_;  ///< until the final answer
};
}  // namespace vss::sip
