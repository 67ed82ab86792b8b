#pragma once
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "base/timeline.hpp"
#include "ottb/calls/call.hpp"
#include "ottb/slots/registration.hpp"
#include "ottb/slots/sip_credential.hpp"
#include "ottb/slots/slot.hpp"

/// What OTTB asks of whatever places calls: the embedded SIP engine, or Asterisk behind Kamailio. Every
/// method is called on the HTTP loop, returns at once and never blocks; results come to PbxObserver on the
/// same loop.
namespace vss::ottb {

/// A slot's SIP account as the registrar and the hosted softphone need it.
struct LineAccount {
  SlotId slot;
  int number = 0;                     ///< 6001 …, the user part of its AOR
  TrunkType type = TrunkType::kAuto;  ///< kAuto: hosted by VSS, registers itself as soon as it is known
  SipCredential credential;           ///< HA1 only
};

struct CallOrder {
  CallId id;
  int line = 0;  ///< number of the slot that carries it
  TrunkType line_type = TrunkType::kAuto;
  std::string callee;     ///< E.164 with '+', or a short number of the test exchange's plan
  std::string caller_id;  ///< E.164; empty: the line's own number
  std::chrono::seconds ring_near{30}, ring_far{60}, max_duration{4 * 3600};
  std::optional<std::filesystem::path> recording;  ///< absolute path of the WAV file to write
  std::optional<Timeline> times =
      {};  ///< since it was placed: its moments are told by it; none: it begins now
};

struct PbxStatus {
  bool up = false;
  std::string kind;      ///< embedded, asterisk
  std::string provider;  ///< host of the provider, or "test exchange"
  bool test_exchange = false;
  bool provider_down = false;  ///< it was there, and does not answer now: no calls
  json::object detail;         ///< counters: registrations, calls, transactions, streams, drops
};

/// The provider brought a call that nobody takes: it was refused.
struct IncomingCall {
  std::string number;  ///< whom it is for, as the provider writes it
  std::string caller;
  std::string source;  ///< udp:192.0.2.10:5060
  std::string sip_call_id;
  int sip_status = 0;  ///< what it was answered with: 404 or 480
};

enum class PhoneReachability : std::uint8_t { kReachable, kUnreachable };

class PbxObserver {
 public:
  virtual ~PbxObserver() = default;
  virtual void OnRegistered(const Registration& registration) = 0;
  /// `reason`: expired, unregistered, replaced, refused …
  virtual void OnUnregistered(int number, std::string reason) = 0;
  /// A registered phone stopped answering keep-alives, or answers again.
  virtual void OnReachability(int number, PhoneReachability now) = 0;
  /// The hosted softphone could not register (refused, no answer).
  virtual void OnRegistrationFailed(int number, std::string reason) = 0;
  virtual void OnIncomingCall(const IncomingCall& call) = 0;
  virtual void OnCallProgress(const CallProgress& progress) = 0;
  /// Exactly once per StartCall, also when the engine stops.
  virtual void OnCallEnded(const CallResult& result) = 0;
};

class Pbx {
 public:
  virtual ~Pbx() = default;
  /// Once, before Start().
  virtual void SetObserver(PbxObserver& observer) = 0;
  /// Lines that exist and contacts that were registered before the restart.
  virtual void Start(std::vector<LineAccount> lines, std::vector<Registration> registrations) = 0;
  /// Adds a line or gives it new credentials; idempotent.
  virtual void PutLine(const LineAccount& line) = 0;
  /// Forgets it with its registration. Calls on it go on.
  virtual void RemoveLine(int number) = 0;
  /// Registers anew (hosted), or drops the contacts so that the phone must (others).
  virtual void ReRegister(int number) = 0;

  virtual void StartCall(const CallOrder& order) = 0;
  /// Idempotent; nothing for a call that is over.
  virtual void EndCall(CallId id, HangupReason reason) = 0;

  virtual PbxStatus Status() const = 0;
  /// Media quality of a running call, null when there is none yet.
  virtual std::optional<CallQuality> QualityOf(CallId id) const = 0;
};
}  // namespace vss::ottb
