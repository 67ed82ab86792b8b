#pragma once
#include <cstdint>
#include <string_view>

#include "sip/dialog/session.hpp"

/// The course of a bridged call, as a pure machine: (state, event) → (state, action, why it ends).
namespace vss::sip {

enum class BridgeState : std::uint8_t {
  kLineRinging,    ///< the line was invited
  kNumberRinging,  ///< the line is there, the number was invited (or waits for its turn on the trunk)
  kTalking,
  kOver,
};

enum class BridgeEvent : std::uint8_t {
  kLineAnswered,
  kLineEnded,
  kNumberProgress,    ///< 18x
  kNumberEarlyMedia,  ///< 18x with SDP
  kNumberAnswered,
  kNumberEnded,
  kOrderedToEnd,
  kTimer,  ///< the one that the state set: ring time-out or longest duration
  kMediaTimeout,
  kMediaRefused,  ///< the line does not let its audio start when the number has answered
};

enum class BridgeAction : std::uint8_t {
  kNone,
  kInviteNumber,
  kShowRinging,
  kPassEarlyMedia,
  kConnect,
  kFinish
};

/// Why a call is over. The one list of src/sip; who uses the B2BUA maps it to words of its own.
enum class BridgeEnd : std::uint8_t {
  kLineHungUp,
  kNumberHungUp,
  kOrdered,      ///< BridgeOutcome::talked says whether the number had answered
  kLineMissing,  ///< not registered
  kLineNoAnswer,
  kLineRefused,     ///< status says how
  kLineGaveUp,      ///< while the number rang
  kNumberNoAnswer,  ///< rang out
  kNumberRefused,   ///< status says how
  kNoReply,         ///< no answer to SIP at all, or the transport failed
  kNoCommonMedia,
  kNoCapacity,  ///< the trunk's limits, or no RTP ports left
  kMediaTimeout,
  kMaxDuration,
};
std::string_view ToString(BridgeEnd end);

struct BridgeStep {
  BridgeState next;
  BridgeAction action = BridgeAction::kNone;
  BridgeEnd end = BridgeEnd::kOrdered;  ///< with kFinish
};
BridgeStep Next(BridgeState state, BridgeEvent event);

/// `end` made exact by how the session of that leg ended: a refusal or a hang-up may be a silent peer, or a
/// codec problem.
BridgeEnd Refine(BridgeEnd end, const SessionEnd& session);

/// The Q.850 cause that goes with a final status (RFC 3398 §8.2.6.1), to tell the other side.
int CauseOfStatus(int status);
}  // namespace vss::sip
