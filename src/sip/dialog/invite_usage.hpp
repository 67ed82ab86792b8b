#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sip/dialog/dialog.hpp"
#include "sip/dialog/offer_answer.hpp"
#include "sip/dialog/session_host.hpp"
#include "sip/dialog/success_repeater.hpp"
#include "sip/dialog/timer.hpp"

namespace vss::sip {

/// The INVITE usage of a dialog (RFC 5057 §2): what is behind a Session. Its layer holds it as long as the
/// wire may still ask for it, which can be longer than the user's Session lives. This base does what both
/// sides do once there is a dialog; OutgoingUsage and IncomingUsage add the way there.
class InviteUsage : public ClientUser, public std::enable_shared_from_this<InviteUsage> {
 public:
  using State = Session::State;

  InviteUsage(SessionHost& host, SessionUser& user, State state, Target target, std::string contact,
              std::string call_id);
  ~InviteUsage() override;

  State state() const { return state_; }
  const std::string& call_id() const { return call_id_; }
  const std::string& local_tag() const { return local_tag_; }
  const std::string& remote_uri() const { return remote_uri_; }
  const sdp::Agreed* agreed() const { return media_.agreed(); }

  void Attach(Session& handle) { handle_ = &handle; }
  /// The user's Session is gone.
  void Detach();

  virtual void Progress(int, const sdp::Local*) {}
  virtual void Accept(const sdp::Local&) {}
  virtual void Reject(int, int) {}
  void End(int q850);
  void Offer(const sdp::Local& local);
  void Ask();
  void MoveTo(const Flow& flow);
  void Vanish();

  /// A request with our tag as To-tag.
  void OnRequest(ServerId id, const Message& request, const Flow& flow);
  void OnAck(const Message& ack, const Flow& flow);
  virtual void OnCancel(const Message&) {}
  virtual void OnResponseFailed(TransactionFailure) {}

  void OnResponse(ClientId id, const Message& response) override;
  void OnRequestFailed(ClientId id, TransactionFailure failure) override;

 protected:
  /// End() before there is a confirmed dialog.
  virtual void EndEarly(int q850) = 0;
  /// The early or confirmed dialog of a request; nullptr: none.
  virtual Dialog* FindDialog(const Message& request);
  /// BYE for an early dialog (§15.1.2); answered with 200 already.
  virtual void OnEarlyBye(const Dialog& dialog, const Message& bye) = 0;
  virtual void OnInviteResponse(const Message&) {}
  virtual void OnInviteFailed(TransactionFailure) {}
  /// Something of the INVITE's own may still come.
  virtual bool Lingers() const { return false; }

  bool ended() const { return state_ == State::kEnded; }
  /// Tells the user how it ended, once, and lets go of the usage when nothing is left to do.
  void Finish(SessionEnd end);
  void MaybeDrop();
  /// Leaves the current call before `work` is done, as callbacks must not come from inside the user's own
  /// calls.
  void Later(std::move_only_function<void()> work);
  void Bye(SessionEnd end, int q850);
  /// Sends the re-INVITE that Offer() asked for, once nothing is in its way.
  void TryOffer();

  void Reply(ServerId id, const Message& request, int status);
  /// 481 to what does not come from the peer: anybody may have sent it.
  void RefuseOnce(ServerId id, const Message& request);
  /// 2xx to an INVITE, repeated until its ACK.
  void Succeed(ServerId id, const Message& invite, std::string response);
  Target InDialogTarget(const Dialog& dialog) const;
  void KnowPeer(const Dialog& dialog);
  void AddPeer(const boost::asio::ip::address& address);
  /// Contact, Allow, User-Agent and credentials for a request of ours that may refresh the target.
  void Complete(Writer& writer, Method method, std::string_view uri);
  std::string WriteAck(const Dialog& dialog, std::uint32_t cseq) const;

  SessionHost& host_;
  SessionUser* user_;
  Session* handle_ = nullptr;
  State state_;
  Target target_;
  InDialogPath path_ = InDialogPath::kSameFlow;
  bool owns_call_id_ = false;
  std::string contact_, call_id_, local_tag_, remote_uri_;
  std::vector<boost::asio::ip::address> peers_;  ///< who may send requests with our tags
  std::optional<Dialog> dialog_;
  std::optional<ClientAuth> auth_;
  OfferAnswer media_;
  SuccessRepeater repeater_;
  ClientId invite_{};
  std::optional<SessionEnd> ending_;  ///< how it ends when the peer has answered our CANCEL or BYE
  int end_q850_ = 0;
  bool awaits_answer_ = false;  ///< our 2xx carried an offer; the ACK brings the answer
  Timer end_timer_;

 private:
  // Requests of the peer, in_dialog_requests.cpp.
  void Dispatch(ServerId id, const Message& request);
  void OnBye(ServerId id, const Message& bye);
  void OnReinvite(ServerId id, const Message& invite);
  void OnUpdate(ServerId id, const Message& update);
  void OnInfo(ServerId id, const Message& info);
  void OnOptions(ServerId id, const Message& options);
  bool RefuseOffer(ServerId id, const Message& request);
  bool TakeAckAnswer(const Message& ack);
  bool Early() const;
  bool FromPeer(const Flow& flow) const;

  // Our re-INVITE, reinvite.cpp.
  void SendReinvite();
  void OnReinviteResponse(const Message& response);
  void OnReinviteSuccess(const Message& response);
  void OnReinviteRefused(int status);
  void OnReinviteFailed(TransactionFailure failure);
  void BackOff();

  // Whether the peer is there, presence.cpp.
  void OnAskResponse(const Message& response);
  void TellPresence(Presence presence);

  void SendBye();
  void OnByeResponse(const Message& response);
  void OnAckMissing();

  ClientId bye_{}, reinvite_{}, ask_{};
  bool reinvite_pending_ = false;
  std::optional<sdp::Local> wanted_;
  std::string reinvite_body_, reinvite_ack_;
  int glares_ = 0;
  Timer back_off_, ask_timer_;
};
}  // namespace vss::sip
