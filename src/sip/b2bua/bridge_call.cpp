#include "sip/b2bua/bridge_call.hpp"

#include "base/log.hpp"

namespace vss::sip {
namespace {
using namespace std::chrono_literals;

// An answer to our BYE or CANCEL comes at once or the peer is gone; the books do not wait 32 s for it.
constexpr auto kPatienceWithLegs = 2s;
constexpr auto kPatienceWithDisk = 8s;
// Four transmissions of an INVITE over UDP (RFC 3261 §17.1.1.2): with T1 at 0, 0.5, 1.5 and 3.5 s.
constexpr auto kPatienceWithContact = 4s;
constexpr std::size_t kMostRedirects = 16;

/// What a phone that dialled a number is answered when the call does not come about.
int StatusForCaller(BridgeEnd end, int status) {
  switch (end) {
    case BridgeEnd::kNumberRefused:
      return status >= 400 ? status : 480;
    case BridgeEnd::kNoReply:
      return 504;
    case BridgeEnd::kNoCommonMedia:
      return 488;
    case BridgeEnd::kNoCapacity:
      return 503;
    default:
      return 480;
  }
}
}  // namespace

BridgeCall::BridgeCall(BridgeWorld& world, BridgeOrder order, std::function<void(BridgeId)> done)
    : world_(world),
      order_(std::move(order)),
      times_(order_.times.value_or(Timeline(world.clock))),
      done_(std::move(done)) {
  outcome_.id = order_.id;
}

BridgeCall::~BridgeCall() {
  if (in_gate_) world_.gate->Leave();
}

void BridgeCall::Begin() {
  SetTimer(order_.ring_line, &BridgeCall::OnTimer);
  InviteLine();
}

void BridgeCall::InviteLine() {
  const Endpoint& peer = order_.line.target.flow.remote;
  const bool hosted = order_.line.kind == LineKind::kHosted;
  line_.audio = OpenAudio(peer, hosted ? MediaPeerKind::kOurs : MediaPeerKind::kPhone);
  if (!line_.audio) return Finish(BridgeEnd::kNoCapacity, nullptr);
  OutgoingCall call{
      .target = order_.line.target,
      .request_uri = order_.line.request_uri,
      .from = order_.number.to,
      .to = fmt::format("<{}>", order_.line.aor),
      .contact = ContactFor(peer),
      .routes = {},
      .headers = {},
      .call_id = fmt::format("l{}.{}", order_.id, world_.random.Token(12)),
      .local = line_.audio->Describe(hosted ? sdp::Direction::kInactive : sdp::Direction::kSendRecv),
      .account = std::nullopt};
  line_.session = world_.sessions.Call(std::move(call), *this);
  line_.Invited(order_.line.aor, Now());
  if (!order_.line.others.empty()) silence_.Start(kPatienceWithContact, [this] { OnLineSilence(); });
  Tell(BridgeStage::kLineRinging);
}

// RFC 3263 §4.3, RFC 5626 §5.3: of several contacts the next is tried when one is not there. One that
// answers, be it by a refusal, is: then the person has said no.
bool BridgeCall::InviteNextContact(const SessionEnd& end) {
  const bool refused =
      end.kind == EndKind::kRejected && (end.status == 408 || end.status == 430 || end.status == 503);
  const bool away = refused || end.kind == EndKind::kTimeout || end.kind == EndKind::kTransport;
  if (state_ != BridgeState::kLineRinging || !away || order_.line.others.empty()) return false;
  world_.user.OnLineSilent(order_.line.aor, order_.line.request_uri);
  LinePlace next = std::move(order_.line.others.front());
  order_.line.others.erase(order_.line.others.begin());
  order_.line.request_uri = std::move(next.request_uri);
  order_.line.target = std::move(next.target);
  silence_.Stop();
  line_.session.reset();
  line_.over = true;
  line_.facts = {};
  InviteLine();
  return true;
}

// Not even a 100: whoever waits for the transaction to time out (32 s) has no time left for the next one.
void BridgeCall::OnLineSilence() {
  if (state_ != BridgeState::kLineRinging || line_.session->state() != Session::State::kCalling) return;
  const auto keep = shared_from_this();
  InviteNextContact({.kind = EndKind::kTimeout, .status = 408});
}

void BridgeCall::Follow(const LineMove& move) {
  LineLeg& line = order_.line;
  if (line.aor != move.aor || line_.over || !line_.session) return;
  if (!Equivalent(line.request_uri, move.contact_before) && line.target.flow != move.flow_before) return;
  line.request_uri = move.contact;
  if (line.target.flow == move.flow) return;
  line.target.flow = move.flow;
  line_.session->MoveTo(move.flow);
  if (line_.audio) line_.audio->MoveTo(move.flow.remote.address);
}

void BridgeCall::BeginWith(ServerId id, const Message& invite, const Flow& flow) {
  state_ = BridgeState::kNumberRinging;
  line_called_us_ = true;
  line_.session = world_.sessions.TakeIncoming(id, invite, flow, ContactFor(flow.remote), *this);
  if (!line_.session) return Finish(BridgeEnd::kLineGaveUp, nullptr);
  line_.Invited(order_.line.aor, Now());
  line_.audio = OpenAudio(flow.remote, MediaPeerKind::kPhone);
  if (!line_.audio) return Finish(BridgeEnd::kNoCapacity, nullptr);
  InviteNumber();
}

std::unique_ptr<AudioEnd> BridgeCall::OpenAudio(const Endpoint& peer, MediaPeerKind kind) {
  auto audio = AudioEnd::Open(world_.media, world_.local_address(peer),
                              {.peer = {.kind = kind, .signalling = peer.address},
                               .rules = &world_.media_rules,
                               .names = world_.names});
  if (!audio) {
    log::Error("SIP", "a call gets no RTP ports: VSS_RTP_PORTS may be too few",
               {{"call_id", order_.id}, {"line", order_.line.aor}});
  }
  return audio;
}

void BridgeCall::End() { Handle(BridgeEvent::kOrderedToEnd); }

void BridgeCall::Handle(BridgeEvent event, const SessionEnd* session_end) {
  const BridgeStep step = Next(state_, event);
  state_ = step.next;
  switch (step.action) {
    case BridgeAction::kNone:
      return;
    case BridgeAction::kInviteNumber:
      return InviteNumber();
    case BridgeAction::kShowRinging:
      return ShowRinging();
    case BridgeAction::kPassEarlyMedia:
      return PassEarlyMedia();
    case BridgeAction::kConnect:
      return ConnectBoth();
    case BridgeAction::kFinish:
      return Finish(step.end, session_end);
  }
}

void BridgeCall::InviteNumber() {
  if (order_.line.kind == LineKind::kPhone && !line_called_us_) {
    ringback_ =
        world_.media.Play(line_.audio->stream(), world_.sounds.ringback, media::Engine::Repeat::kForever, {});
  }
  if (!world_.gate || order_.number.trunk == TrunkUse::kNone) return InviteNumberNow();
  const auto now = world_.clock.SteadyNow().time_since_epoch();
  const auto wait = world_.gate->Enter(std::chrono::duration_cast<std::chrono::milliseconds>(now));
  if (!wait) return Finish(BridgeEnd::kNoCapacity, nullptr);
  in_gate_ = true;
  if (*wait > 0ms) return SetTimer(*wait, &BridgeCall::InviteNumberNow);
  InviteNumberNow();
}

void BridgeCall::InviteNumberNow() {
  const NumberLeg& number = order_.number;
  const Endpoint& peer = number.target.flow.remote;
  number_.audio = OpenAudio(peer, number.media);
  if (!number_.audio) return Finish(BridgeEnd::kNoCapacity, nullptr);
  // The far end counts attempts by the call's number in the Call-ID: one INVITE for each order.
  OutgoingCall call{.target = number.target,
                    .request_uri = number.request_uri,
                    .from = number.from,
                    .to = number.to,
                    .contact = ContactFor(peer),
                    .routes = {},
                    .headers = number.headers,
                    .call_id = fmt::format("c{}.{}", order_.id, world_.random.Token(12)),
                    .local = number_.audio->Describe(sdp::Direction::kSendRecv),
                    .account = number.account,
                    .max_redirects = number.max_redirects,
                    .in_dialog_path = number.in_dialog_path};
  number_.session = world_.sessions.Call(std::move(call), *this);
  number_.Invited(number.request_uri, Now());
  SetTimer(order_.ring_number, &BridgeCall::OnTimer);
  Tell(BridgeStage::kNumberInvited);
}

void BridgeCall::ShowRinging() {
  if (number_.facts.ringing_at) return;
  number_.Ringing(Now());
  if (line_called_us_) line_.session->Progress(180);
  Tell(BridgeStage::kNumberRinging);
}

void BridgeCall::PassEarlyMedia() {
  number_.Ringing(Now());
  if (order_.line.kind == LineKind::kPhone && !bridge_) {
    ringback_.reset();
    if (line_called_us_) {
      answer_ = line_.audio->Describe(sdp::Direction::kSendRecv);
      line_.session->Progress(183, &*answer_);
      line_.FollowAgreed();
    }
    Join();
  }
  if (stage_ != BridgeStage::kEarlyMedia) Tell(BridgeStage::kEarlyMedia);
}

void BridgeCall::ConnectBoth() {
  number_.Answered(Now());
  number_.FollowAgreed();
  ringback_.reset();
  if (line_called_us_) {
    if (!answer_) answer_ = line_.audio->Describe(sdp::Direction::kSendRecv);
    line_.session->Accept(*answer_);
    line_.Answered(Now());
    line_.FollowAgreed();
  } else if (order_.line.kind == LineKind::kHosted) {
    starting_audio_ = true;
    line_.session->Offer(line_.audio->Describe(sdp::Direction::kSendRecv));
  }
  if (!bridge_) Join();
  Record();
  SetTimer(order_.max_duration, &BridgeCall::OnTimer);
  Tell(BridgeStage::kTalking);
}

void BridgeCall::Join() {
  bridge_ = world_.media.Connect(number_.audio->stream(), line_.audio->stream(), this);
}

void BridgeCall::Record() {
  if (!order_.recording) return;
  recording_open_ = true;
  bridge_->Record(*order_.recording, [weak = weak_from_this()](media::RecordingResult result) {
    const auto self = weak.lock();
    if (!self) return;
    self->outcome_.recording = std::move(result);
    self->recording_open_ = false;
    self->TellWhenComplete();
  });
}

void BridgeCall::Finish(BridgeEnd end, const SessionEnd* session_end) {
  state_ = BridgeState::kOver;
  silence_.Stop();
  outcome_.end = session_end ? Refine(end, *session_end) : end;
  outcome_.talked = number_.facts.answered_at.has_value();
  outcome_.status = session_end ? session_end->status : 0;
  outcome_.q850 = session_end ? session_end->q850 : 0;
  outcome_.ended_at = Now();
  ringback_.reset();
  if (bridge_ && recording_open_) bridge_->StopRecording();
  bridge_.reset();
  KeepFacts(line_);
  KeepFacts(number_);
  const int status = StatusForCaller(outcome_.end, outcome_.status);
  const int cause = outcome_.talked ? 16 : CauseOfStatus(status);
  SetTimer(kPatienceWithLegs, &BridgeCall::StopWaitingForLegs);
  HangUp(number_, status, outcome_.q850 != 0 ? outcome_.q850 : 16);
  HangUp(line_, status, outcome_.q850 != 0 ? outcome_.q850 : cause);
  if (std::exchange(in_gate_, false)) world_.gate->Leave();
  TellWhenComplete();
}

void BridgeCall::KeepFacts(CallLeg& leg) {
  leg.facts = leg.Facts();
  leg.audio.reset();
}

void BridgeCall::HangUp(CallLeg& leg, int status, int q850) {
  if (leg.over) return;
  const bool unanswered = leg.session->state() == Session::State::kIncoming;
  if (unanswered) return leg.session->Reject(status, q850);
  leg.session->End(q850);
}

void BridgeCall::TellWhenComplete() {
  if (state_ != BridgeState::kOver) return;
  const bool legs_over = line_.over && number_.over;
  if (!told_ && !recording_open_ && (legs_over || legs_may_linger_)) {
    told_ = true;
    outcome_.line = line_.facts;
    outcome_.number = number_.facts;
    world_.user.OnBridgeOutcome(outcome_);
  }
  if (told_ && legs_over) {
    timer_.Stop();
    done_(order_.id);
  }
}

void BridgeCall::StopWaitingForLegs() {
  legs_may_linger_ = true;
  TellWhenComplete();
  if (!told_) SetTimer(kPatienceWithDisk, &BridgeCall::StopWaitingForDisk);
}

void BridgeCall::StopWaitingForDisk() {
  if (std::exchange(recording_open_, false)) {
    outcome_.recording = media::RecordingResult{.file = *order_.recording, .truncated = true};
  }
  TellWhenComplete();
}

void BridgeCall::OnProgress(Session& session, int, const sdp::Agreed* early_media) {
  if (state_ == BridgeState::kOver) return;
  if (IsLine(session)) return line_.Ringing(Now());
  if (!early_media) return Handle(BridgeEvent::kNumberProgress);
  number_.audio->Follow(*early_media);
  Handle(BridgeEvent::kNumberEarlyMedia);
}

void BridgeCall::OnRedirected(Session& session, const Redirection& redirection) {
  LegFacts& facts = LegOf(session).facts;
  if (!redirection.followed_to.empty()) facts.uri = redirection.followed_to;
  if (facts.redirects.size() < kMostRedirects) {
    facts.redirects.push_back({.at = Now(),
                               .status = redirection.status,
                               .uri = redirection.contact,
                               .verdict = redirection.verdict});
  }
  // Where to stands in the call's record: log lines are read by who may see no numbers.
  log::Warning("SIP", "a call was redirected",
               {{"call_id", order_.id},
                {"leg", IsLine(session) ? "line" : "number"},
                {"sip_status", redirection.status},
                {"followed", !redirection.followed_to.empty()}});
}

void BridgeCall::OnConfirmed(Session& session) {
  if (state_ == BridgeState::kOver) return;
  if (!IsLine(session)) return Handle(BridgeEvent::kNumberAnswered);
  if (!line_called_us_) line_.Answered(Now());
  line_.FollowAgreed();
  Handle(BridgeEvent::kLineAnswered);
}

void BridgeCall::OnMediaChanged(Session& session) {
  LegOf(session).FollowAgreed();
  if (!IsLine(session) || !std::exchange(starting_audio_, false)) return;
  // RFC 3264 §6.1 lets it answer sendrecv with less, and then one of the two would hear nothing.
  const bool both_ways = session.agreed() && session.agreed()->direction == sdp::Direction::kSendRecv;
  if (!both_ways) Handle(BridgeEvent::kMediaRefused);
}

// §14.1: the session goes on as it was, which is a call in silence that somebody has answered and pays for.
void BridgeCall::OnOfferRefused(Session& session, int) {
  if (IsLine(session) && std::exchange(starting_audio_, false)) Handle(BridgeEvent::kMediaRefused);
}

void BridgeCall::OnInfoDigit(Session& session, char digit, std::chrono::milliseconds duration) {
  CallLeg& other = IsLine(session) ? number_ : line_;
  if (state_ == BridgeState::kTalking) other.audio->stream().SendDigit(digit, duration);
}

void BridgeCall::OnEnded(Session& session, const SessionEnd& end) {
  const bool line = IsLine(session);
  if (line && InviteNextContact(end)) return;
  LegOf(session).Ended(end, Now());
  if (state_ == BridgeState::kOver) return TellWhenComplete();
  Handle(line ? BridgeEvent::kLineEnded : BridgeEvent::kNumberEnded, &end);
}

// Told from inside the stream, which Finish() closes: so not now.
void BridgeCall::OnBridgeMediaTimeout(media::Stream& silent) {
  const bool line = line_.audio && &line_.audio->stream() == &silent;
  world_.stack.After(0ms, [weak = weak_from_this(), line] {
    if (const auto self = weak.lock()) self->OnSilence(line ? self->line_ : self->number_);
  });
}

// A phone that is muted and saves bandwidth sends nothing, and one that listens to a party on hold may have
// nothing to answer. So silence alone ends no call: only a peer that SIP does not find either is gone.
void BridgeCall::OnSilence(CallLeg& leg) {
  if (state_ == BridgeState::kOver || !leg.audio) return;
  const bool confirmed = leg.session && leg.session->state() == Session::State::kConfirmed;
  if (!confirmed || line_.Holds() || number_.Holds()) return leg.audio->stream().StillThere();
  leg.session->Ask();
}

void BridgeCall::OnAsked(Session& session, Presence presence) {
  CallLeg& leg = LegOf(session);
  if (state_ == BridgeState::kOver || !leg.audio) return;
  const bool heard = !leg.audio->stream().silent();
  if (presence == Presence::kGone && !heard && !line_.Holds() && !number_.Holds())
    return Handle(BridgeEvent::kMediaTimeout);
  leg.audio->stream().StillThere();
}

BridgeReport BridgeCall::Report() const {
  return {.id = order_.id, .stage = stage_, .at = Now(), .line = line_.Facts(), .number = number_.Facts()};
}

void BridgeCall::Tell(BridgeStage stage) {
  stage_ = stage;
  world_.user.OnBridgeProgress(Report());
}

std::string BridgeCall::ContactFor(const Endpoint& peer) const {
  return fmt::format("<sip:vss@{}:{}>", world_.local_address(peer), world_.port);
}

void BridgeCall::SetTimer(std::chrono::milliseconds delay, void (BridgeCall::*then)()) {
  timer_.Start(delay, [this, then] { (this->*then)(); });
}
}  // namespace vss::sip
