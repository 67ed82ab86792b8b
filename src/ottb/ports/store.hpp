#pragma once
#include <optional>
#include <vector>

#include "contracts/do_not_call.hpp"
#include "contracts/journal.hpp"
#include "contracts/page.hpp"
#include "contracts/store.hpp"
#include "ottb/cdr/cdr.hpp"
#include "ottb/recordings/recording.hpp"
#include "ottb/slots/number_pool.hpp"
#include "ottb/slots/sip_credential.hpp"
#include "ottb/slots/slot.hpp"
#include "ottb/totals/call_totals.hpp"
#include "ottb/trunks/trunk.hpp"

/// What OTTB asks of its storage. Every method runs inside one transaction, on a database thread.
/// "Locked" keeps other transactions from changing the row until this one ends. Order of locks: trunk, slots,
/// numbers, calls, journal; whoever needs two takes them in this order.
namespace vss::ottb {

class TrunkTable {
 public:
  virtual ~TrunkTable() = default;
  /// Throws Error(kConflict) when the name is taken.
  virtual Trunk Insert(const CreateTrunk& command, Instant now) = 0;
  virtual std::optional<Trunk> Find(TrunkId id) = 0;
  virtual std::optional<Trunk> FindLocked(TrunkId id) = 0;
  virtual Page<Trunk> List(const TrunkFilter& filter, const PageRequest& request) = 0;
  /// Throws Error(kConflict) when the name is taken.
  virtual void Update(const Trunk& trunk) = 0;
  virtual void Delete(TrunkId id) = 0;
};

/// Which free line somebody may have.
struct ReadyWanted {
  std::optional<TrunkType> type;
  enum class Lines { kAny, kPhones } lines = Lines::kAny;  ///< kPhones: not the ones that VSS hosts
  std::string user_id;                   ///< lines bound to this user come first, then the shared pool's
  std::optional<std::string> caller_id;  ///< only of trunks that own it
};

/// Reads bring the slot's registration along.
class SlotTable {
 public:
  virtual ~SlotTable() = default;
  /// Stores `slot` and answers it with its id. Throws Error(kConflict) when the trunk has this device
  /// already.
  virtual Slot Insert(const Slot& slot) = 0;
  virtual std::optional<Slot> Find(SlotId id) = 0;
  virtual std::optional<Slot> FindLocked(SlotId id) = 0;
  virtual std::vector<Slot> ListLocked(TrunkId trunk) = 0;
  /// The READY slot to take, locked; by trunk, then the one that waits longest. Slots that somebody else is
  /// just taking are passed over.
  virtual std::optional<Slot> FindReadyLocked(const ReadyWanted& wanted) = 0;
  virtual std::optional<Slot> FindNumber(int number) = 0;
  virtual Page<Slot> List(const SlotFilter& filter, const PageRequest& request) = 0;
  /// Throws Error(kConflict) when the trunk has this device already.
  virtual void Update(const Slot& slot) = 0;
  virtual void Delete(SlotId id) = 0;
  /// States and types that no slot has are left out.
  virtual std::vector<SlotCount> Count() = 0;
};

class NumberTable {
 public:
  virtual ~NumberTable() = default;
  /// What is taken and what rests in the range of `type`; until the transaction ends nobody else gets a
  /// number of this type.
  virtual NumbersInUse LockRange(TrunkType type) = 0;
  /// Notes that `number` is free from now on.
  virtual void Release(int number, Instant now) = 0;
  /// Forgets an earlier release: the number has a slot again.
  virtual void Take(int number) = 0;
};

class CredentialTable {
 public:
  virtual ~CredentialTable() = default;
  /// Replaces what the slot had.
  virtual void Put(SlotId slot, const SipCredential& credential) = 0;
  /// For the registrar.
  virtual std::optional<SipCredential> Find(std::string_view username) = 0;
  virtual std::optional<SipCredential> FindOf(SlotId slot) = 0;
  virtual void Delete(SlotId slot) = 0;
};

/// An address that sets up a phone and was not used yet.
struct KeptOffer {
  SlotId slot;
  std::string token_hash;  ///< lower-case hex SHA-256 of what stands in the address
  std::string offered_by;  ///< the user's name
  Instant expires_at;
};

class ProvisioningTable {
 public:
  virtual ~ProvisioningTable() = default;
  /// Replaces what the slot had.
  virtual void Put(const KeptOffer& offer) = 0;
  virtual std::optional<KeptOffer> Find(const std::string& token_hash) = 0;
  /// Uses it up; false when somebody else did.
  virtual bool Take(const std::string& token_hash) = 0;
};

class HistoryTable {
 public:
  virtual ~HistoryTable() = default;
  virtual void Append(const Transition& transition) = 0;
  virtual Page<Transition> List(SlotId slot, const PageRequest& request) = 0;
  virtual void Delete(SlotId slot) = 0;
  /// Removes what is older, and says how many rows that were.
  virtual std::int64_t DeleteBefore(Instant at) = 0;
};

class CallTable {
 public:
  virtual ~CallTable() = default;
  /// Stores `call` and answers it with its id.
  virtual Call Insert(const Call& call) = 0;
  virtual std::optional<Call> Find(CallId id) = 0;
  virtual std::optional<Call> FindLocked(CallId id) = 0;
  virtual Page<Call> List(const CallFilter& filter, const PageRequest& request) = 0;
  /// Calls without an end, oldest first.
  virtual std::vector<Call> ListRunning(std::size_t limit) = 0;
  virtual void Update(const Call& call) = 0;
  /// Notes that every running call was up at `now`.
  virtual void NoteSeen(Instant now) = 0;
};

/// Whose minutes of a day are counted.
struct UsageKey {
  std::string day;    ///< of the centre: 2026-01-15
  std::string scope;  ///< user:<uuid>, trunk:<id>
};

struct RunningUsage {
  std::chrono::milliseconds talk{0};
  std::int64_t calls = 0;  ///< also those that were not answered yet
};

/// Minutes talked: of calls that ended, in a sum for each day; of running ones, counted when asked.
class UsageTable {
 public:
  virtual ~UsageTable() = default;
  virtual void Add(const UsageKey& key, std::chrono::milliseconds talk) = 0;
  virtual std::chrono::milliseconds Of(const UsageKey& key) = 0;
  /// Calls without an end, and what they talked until `now`.
  virtual RunningUsage RunningOfUser(const std::string& user_id, Instant now) = 0;
  virtual RunningUsage RunningOfTrunk(TrunkId trunk, Instant now) = 0;
  /// Forgets days before `day`.
  virtual std::int64_t DeleteBefore(const std::string& day) = 0;
};

class CdrTable {
 public:
  virtual ~CdrTable() = default;
  /// Throws Error(kConflict) when the call has one.
  virtual void Insert(const Cdr& cdr, Instant now) = 0;
  virtual std::optional<Cdr> Find(CallId call) = 0;
  virtual Page<Cdr> List(const CdrFilter& filter, const PageRequest& request) = 0;
};

/// What was not counted yet when the sums were introduced.
struct UncountedPart {
  std::vector<CountedCall> calls;
  std::vector<CountedFault> faults;
  enum class Rest { kNone, kSome } rest = Rest::kNone;  ///< kSome: ask again
};

/// Sums of records, for reports.
class TotalsTable {
 public:
  virtual ~TotalsTable() = default;
  /// Adds to what is there.
  virtual void Add(const CallTotals& totals) = 0;
  /// The next records and faults from before the sums were kept, of at most `ids` ids each; they count as
  /// counted when this transaction commits.
  virtual UncountedPart TakeUncounted(std::int64_t ids) = 0;
};

class RecordingTable {
 public:
  virtual ~RecordingTable() = default;
  /// Stores it and answers it with its id. Throws Error(kConflict) when the call has one.
  virtual Recording Insert(const Recording& recording, Instant now) = 0;
  virtual std::optional<Recording> Find(RecordingId id) = 0;
  virtual std::optional<Recording> FindOfCall(CallId call) = 0;
  virtual Page<Recording> List(const RecordingFilter& filter, const PageRequest& request) = 0;
  /// False when it is gone already.
  virtual bool Delete(RecordingId id) = 0;
};

class RegistrationTable {
 public:
  virtual ~RegistrationTable() = default;
  /// Replaces what the line had.
  virtual void Put(const Registration& registration) = 0;
  virtual void Delete(int number) = 0;
  virtual std::vector<Registration> ListAll() = 0;
};

class Transaction {
 public:
  virtual ~Transaction() = default;
  virtual TrunkTable& trunks() = 0;
  virtual SlotTable& slots() = 0;
  virtual NumberTable& numbers() = 0;
  virtual CredentialTable& credentials() = 0;
  virtual ProvisioningTable& provisioning() = 0;
  virtual HistoryTable& history() = 0;
  virtual CallTable& calls() = 0;
  virtual UsageTable& usage() = 0;
  virtual CdrTable& cdrs() = 0;
  virtual TotalsTable& totals() = 0;
  virtual RecordingTable& recordings() = 0;
  virtual RegistrationTable& registrations() = 0;
  virtual DoNotCall& do_not_call() = 0;
  virtual Journal& journal() = 0;
};
}  // namespace vss::ottb
