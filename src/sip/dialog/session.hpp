#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/random.hpp"
#include "sip/dialog/client_auth.hpp"
#include "sip/sdp/sdp.hpp"
#include "sip/transaction/stack.hpp"

namespace vss::sip {

/// Who ended a session, and how it shows on the wire.
enum class EndKind : std::uint8_t {
  kRejected,   ///< a final response ≥ 300 to our INVITE; status says which
  kCancelled,  ///< CANCEL: by us (their 487) or by them
  kRemoteBye,
  kLocalBye,
  kTimeout,  ///< no answer to INVITE, no ACK to our 2xx, no answer inside the dialog (408, 481)
  kTransport,
  kBadOffer,     ///< no common codec, or no SDP where it must be (we sent 488, or ACK and BYE)
  kLocalReject,  ///< we answered their INVITE with `status`
};

struct SessionEnd {
  EndKind kind = EndKind::kRemoteBye;
  int status = 0;       ///< SIP status that ended it; 0 for a BYE
  int q850 = 0;         ///< from their Reason header (RFC 3326); 0 when none
  std::string reason;   ///< their words
  std::string contact;  ///< of a 3xx
};

class Session;

/// Whether a contact of a 3xx was followed, or why not.
enum class RedirectVerdict : std::uint8_t {
  kFollowed,
  kOff,          ///< this call follows none
  kOtherNumber,  ///< another number is another call
  kOtherHost,
  kTried,      ///< it was invited already
  kTooMany,    ///< more than max_redirects
  kNoContact,  ///< none, or no SIP URI that could be called
};

/// A 3xx to our INVITE.
struct Redirection {
  int status = 0;
  std::string contact;  ///< the one that is followed, else its first; as it says it
  RedirectVerdict verdict = RedirectVerdict::kNoContact;
  std::string followed_to;  ///< the URI that is invited now; empty: none
};

/// Whether the peer still has the dialog.
enum class Presence : std::uint8_t { kThere, kGone };

/// What a session tells whoever runs it. Never called from inside a call to the session's own methods, except
/// OnEnded from End(). After OnEnded nothing more comes and the session may be destroyed, also inside
/// OnEnded.
class SessionUser {
 public:
  virtual ~SessionUser() = default;
  /// 18x to our INVITE, from any fork. `sdp`, when it is there, is the agreed early media.
  virtual void OnProgress(Session& session, int status, const sdp::Agreed* early_media) = 0;
  /// Told before what comes of it.
  virtual void OnRedirected(Session&, const Redirection&) {}
  /// Our INVITE got its 2xx (ACK is sent), or our 2xx got its ACK.
  virtual void OnConfirmed(Session& session) = 0;
  /// The peer changed the media (re-INVITE or UPDATE); answered already, session.agreed() is the new state.
  virtual void OnMediaChanged(Session& session) = 0;
  /// The peer did not take what Offer() offered; the media stays as it was (§14.1).
  virtual void OnOfferRefused(Session&, int /*status*/) {}
  /// A digit by INFO (application/dtmf-relay).
  virtual void OnInfoDigit(Session& session, char digit, std::chrono::milliseconds duration) = 0;
  /// What Ask() found out.
  virtual void OnAsked(Session&, Presence) {}
  virtual void OnEnded(Session& session, const SessionEnd& end) = 0;
};

/// One side of a call: an INVITE, its early dialogs, its dialog (RFC 3261 §12–15), with offer/answer of RFC
/// 3264. Hides retransmitted 2xx, forks (the first 2xx wins, later ones get ACK and BYE), CANCEL and BYE
/// races, route sets, digest challenges to our requests. On its shard's thread. Destroying one that has not
/// ended ends it without further word to its user; what the wire still needs (ACK for a late 2xx, BYE) is
/// done by its layer.
class Session {
 public:
  enum class State : std::uint8_t {
    kCalling,
    kProceeding,
    kIncoming,
    kAnswering,
    kConfirmed,
    kEnding,
    kEnded
  };

  virtual ~Session() = default;
  virtual State state() const = 0;
  virtual const std::string& call_id() const = 0;
  /// Their side, as the INVITE or its responses say it.
  virtual const std::string& remote_uri() const = 0;
  /// What both sides agreed on, once they did.
  virtual const sdp::Agreed* agreed() const = 0;

  // Incoming: until the final answer.
  /// 180 or 183; with SDP when `local` is given (early media).
  virtual void Progress(int status, const sdp::Local* local = nullptr) = 0;
  /// 200 with our SDP.
  virtual void Accept(const sdp::Local& local) = 0;
  /// 300 … 699. `q850` goes into a Reason header when not 0.
  virtual void Reject(int status, int q850 = 0) = 0;

  /// Ends it from any state: CANCEL, BYE (after the ACK where §15 wants that) or `status` for an incoming
  /// one. OnEnded comes when it is over; at the latest after 32 s.
  virtual void End(int q850 = 16) = 0;
  /// Offers other media (hold, resume, new address) by re-INVITE; 491 is retried (§14.1). OnMediaChanged
  /// tells when it worked.
  virtual void Offer(const sdp::Local& local) = 0;
  /// Asks the peer of a confirmed session whether it is still there, by OPTIONS inside the dialog (§11.2):
  /// OnAsked tells within 8 s. Nothing while it is being asked, or before or after.
  virtual void Ask() = 0;
  /// The peer is there by another flow now (NAT gave it another port, its connection is a new one): what we
  /// ask it from here on goes there. A request that is under way stays where it went.
  virtual void MoveTo(const Flow& flow) = 0;
  /// Forgets it without a word on the wire, as a telephone does that loses its power: whatever the peer asks
  /// it then gets 481. OnEnded comes at once.
  virtual void Vanish() = 0;
};

/// Where contacts of a 3xx may lead. They name the user of the request-URI again, or they are not followed:
/// another number is another call, which nobody has allowed.
enum class RedirectHosts : std::uint8_t {
  kSameHost,    ///< the host of the request-URI or the address of the target, at any port
  kAnyAddress,  ///< any literal IP address too
};

/// Where requests inside the dialog go, and from where they may come. The rule at the edge: a phone proves
/// who it is by digest, but its Contact proves nothing, and what it names would make us send to third
/// parties; so the flow it came by wins. The provider is configured, and its proxies and gateways are where
/// its Record-Route and Contact say, also after a target refresh (§12.2.1.2). Names in them are not resolved.
enum class InDialogPath : std::uint8_t {
  kSameFlow,  ///< where the INVITE went: right for phones behind NAT
  kDialog,    ///< §12.2.1.1: first route or remote target, when that is a literal IP address; else as above
};

struct OutgoingCall {
  Target target;
  std::string request_uri;                                   ///< sip:+79991234567@provider.example
  std::string from;                                          ///< name-addr without tag
  std::string to;                                            ///< name-addr without tag
  std::string contact;                                       ///< <sip:…>
  std::vector<std::string> routes;                           ///< Route values to start with
  std::vector<std::pair<std::string, std::string>> headers;  ///< more headers, e.g. P-Asserted-Identity
  std::string call_id;                                       ///< empty: made here
  sdp::Local local;
  std::optional<Account> account;
  int max_redirects = 0;  ///< contacts of 3xx that are followed; 0: 3xx ends the call
  RedirectHosts redirect_hosts = RedirectHosts::kSameHost;
  InDialogPath in_dialog_path = InDialogPath::kSameFlow;
};

struct SessionSettings {
  std::string user_agent = "VSS";         ///< User-Agent and Server; empty: neither is sent
  std::function<std::string()> make_tag;  ///< ours, at least 64 random bits; empty: 64 random bits in hex
  std::size_t max_sessions = 20'000;      ///< beyond: 503 with Retry-After
  std::chrono::milliseconds t1{500}, t2{4000};
};

struct SessionCounters {
  std::uint64_t no_dialog = 0;     ///< requests for a dialog that is not: 481
  std::uint64_t foreign = 0;       ///< requests with good tags from an address that is not the peer's: 481
  std::uint64_t out_of_order = 0;  ///< CSeq not above the last: 500
  std::uint64_t refused = 0;       ///< INVITE beyond max_sessions
  std::uint64_t lost_forks = 0;    ///< 2xx of a fork that came second: ACK and BYE
  std::uint64_t missing_acks = 0;  ///< our 2xx was never acknowledged: BYE
};

/// Makes sessions over one stack and sorts requests inside dialogs to them; what belongs to none goes to
/// `core`.
class SessionLayer : public ServerUser {
 public:
  /// For requests that no session takes.
  class Core {
   public:
    virtual ~Core() = default;
    /// Everything outside dialogs (REGISTER, OPTIONS, MESSAGE …) but INVITE.
    virtual void OnRequest(ServerId id, const Message& request, const Flow& flow) = 0;
    /// What an INVITE is answered with, once and before anything else of it is looked at: the challenge to
    /// whoever has not proven who it is. nullopt: go on.
    virtual std::optional<std::string> Challenge(const Message& /*invite*/, const Flow& /*flow*/) {
      return std::nullopt;
    }
    /// A new INVITE with a usable offer; 100 is out already. Take it with TakeIncoming() or answer it through
    /// the stack.
    virtual void OnInvite(ServerId id, const Message& invite, const Flow& flow) = 0;
    /// CANCEL for an INVITE that was given to OnInvite and neither taken nor answered yet: answer it with
    /// 487.
    virtual void OnCancelled(ServerId /*id*/) {}
    /// A connection is gone; sessions over it end when their next request or response cannot be sent.
    virtual void OnFlowClosed(const Flow& /*flow*/) {}
  };

  virtual std::unique_ptr<Session> Call(OutgoingCall call, SessionUser& user) = 0;
  virtual std::unique_ptr<Session> TakeIncoming(ServerId id, const Message& invite, const Flow& flow,
                                                std::string contact, SessionUser& user) = 0;
  /// Sessions that have not ended.
  virtual std::size_t sessions() const = 0;
  virtual SessionCounters counters() const { return {}; }
};

/// `stack` gives its requests to the layer. Both, `core` and `random` outlive it; sessions are destroyed
/// before it.
std::unique_ptr<SessionLayer> MakeSessionLayer(Stack& stack, SessionLayer::Core& core, Random& random,
                                               SessionSettings settings = {});
}  // namespace vss::sip
