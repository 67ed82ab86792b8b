#include "sip/dialog/invite_usage.hpp"

// Is the peer of a silent call still there?
namespace vss::sip {
namespace {
constexpr int kPatience = 16;  // times T1: four OPTIONS by then (RFC 3261 §17.1.2.2)
}

void InviteUsage::Ask() {
  if (state_ != State::kConfirmed || ask_ != ClientId{}) return;
  Writer writer = dialog_->Request(Method::kOptions, dialog_->NextCSeq());
  Complete(writer, Method::kOptions, dialog_->RequestUri());
  ask_ = host_.stack.SendRequest(InDialogTarget(*dialog_), writer.Finish(), *this);
  ask_timer_.Start(kPatience * host_.settings.t1, [this] {
    const auto keep = shared_from_this();
    host_.stack.Forget(std::exchange(ask_, ClientId{}));
    TellPresence(Presence::kGone);
  });
}

// §12.2.1.2: 481 and 408 say that the dialog is gone; any other answer, also a refusal, comes from somebody
// who has it (RFC 5057 §5.1).
void InviteUsage::OnAskResponse(const Message& response) {
  if (response.status < 200) return;
  ask_ = ClientId{};
  TellPresence(response.status == 481 || response.status == 408 ? Presence::kGone : Presence::kThere);
}

void InviteUsage::TellPresence(Presence presence) {
  ask_timer_.Stop();
  if (state_ == State::kConfirmed && user_ != nullptr) user_->OnAsked(*handle_, presence);
}
}  // namespace vss::sip
