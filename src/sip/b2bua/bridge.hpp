#pragma once
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/timeline.hpp"
#include "media/engine.hpp"
#include "sip/audio/media_rules.hpp"
#include "sip/b2bua/bridge_machine.hpp"

/// What goes into a bridged call and what comes out of it: plain values.
namespace vss::sip {

/// Ordered calls have ids above 0; calls that phones dial get ids below 0 here.
using BridgeId = std::int64_t;

enum class LineKind : std::uint8_t {
  kHosted,  ///< an AUTO softphone: its audio stays inactive until the number answers
  kPhone,   ///< somebody listens: hears ringback and early media
};

/// A contact that a phone registered.
struct LinePlace {
  std::string request_uri;  ///< as registered
  Target target;            ///< where its registration came from
};

/// A phone's contact is another one now, or is reached by another flow.
struct LineMove {
  std::string aor;
  std::string contact_before, contact;
  Flow flow_before, flow;
};

/// The near end: a registered contact.
struct LineLeg {
  LineKind kind = LineKind::kHosted;
  std::string aor;          ///< sip:6001@vss.internal
  std::string request_uri;  ///< the contact as registered
  Target target;            ///< where its registration came from
  /// Tried one after the other when the one before lets the INVITE pass unanswered.
  std::vector<LinePlace> others;
};

/// Whether a call takes a place on the provider's trunk: a phone's to a service number leaves nowhere.
enum class TrunkUse : std::uint8_t { kNone, kPlace };

/// The far end: a provider or the test exchange, resolved already.
struct NumberLeg {
  Target target;
  std::string request_uri;  ///< sip:+79991234567@provider.example
  std::string from, to;     ///< name-addr without tag
  std::vector<std::pair<std::string, std::string>> headers;
  std::optional<Account> account;
  int max_redirects = 0;
  InDialogPath in_dialog_path = InDialogPath::kSameFlow;
  TrunkUse trunk = TrunkUse::kNone;
  MediaPeerKind media = MediaPeerKind::kOurs;
};

struct BridgeOrder {
  BridgeId id = 0;
  LineLeg line;
  NumberLeg number;
  std::chrono::milliseconds ring_line{30'000}, ring_number{60'000}, max_duration{4 * 3'600'000};
  std::optional<std::filesystem::path> recording;
  std::optional<Timeline> times = {};  ///< since it was ordered; none: it begins now
};

/// One 3xx that a leg got.
struct LegRedirect {
  Instant at;
  int status = 0;
  std::string uri;  ///< where to; empty: it named nothing that could be called
  RedirectVerdict verdict = RedirectVerdict::kNoContact;
};

/// One dialog of the call as it went.
struct LegFacts {
  std::string uri, call_id;
  std::vector<LegRedirect> redirects;
  std::optional<Instant> invited_at, ringing_at, answered_at, ended_at;
  int status = 0;  ///< final status of its INVITE; 0: none
  int q850 = 0;    ///< from its Reason header
  std::string codec;
  std::optional<media::Quality> quality;
};

enum class BridgeStage : std::uint8_t { kLineRinging, kNumberInvited, kNumberRinging, kEarlyMedia, kTalking };

struct BridgeReport {
  BridgeId id = 0;
  BridgeStage stage = BridgeStage::kLineRinging;
  Instant at;
  LegFacts line, number;
};

struct BridgeOutcome {
  BridgeId id = 0;
  BridgeEnd end = BridgeEnd::kOrdered;
  bool talked = false;  ///< the number had answered
  int status = 0;       ///< SIP status behind `end`; 0 when it was no response
  int q850 = 0;
  Instant ended_at;
  LegFacts line, number;
  std::optional<media::RecordingResult> recording;
};

/// Told on the shard's thread.
class BridgeUser {
 public:
  virtual ~BridgeUser() = default;
  virtual void OnBridgeProgress(const BridgeReport& report) = 0;
  /// Once per call, when its recording is final.
  virtual void OnBridgeOutcome(const BridgeOutcome& outcome) = 0;
  /// A contact of the line let the INVITE pass unanswered, and the next one is invited.
  virtual void OnLineSilent(const std::string& /*aor*/, const std::string& /*contact*/) {}
};
}  // namespace vss::sip
