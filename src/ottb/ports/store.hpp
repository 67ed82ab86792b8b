#pragma once
#include <optional>
#include <vector>

#include "contracts/journal.hpp"
#include "contracts/page.hpp"
#include "contracts/store.hpp"
#include "ottb/slots/number_pool.hpp"
#include "ottb/slots/sip_credential.hpp"
#include "ottb/slots/slot.hpp"
#include "ottb/trunks/trunk.hpp"

/// What OTTB asks of its storage. Every method runs inside one transaction, on a database thread.
/// "Locked" keeps other transactions from changing the row until this one ends. Order of locks: trunk, slots,
/// numbers, journal; whoever needs two takes them in this order.
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

class SlotTable {
 public:
  virtual ~SlotTable() = default;
  /// Stores `slot` and answers it with its id. Throws Error(kConflict) when the trunk has this device
  /// already.
  virtual Slot Insert(const Slot& slot) = 0;
  virtual std::optional<Slot> Find(SlotId id) = 0;
  virtual std::optional<Slot> FindLocked(SlotId id) = 0;
  virtual std::vector<Slot> ListLocked(TrunkId trunk) = 0;
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
  virtual void Delete(SlotId slot) = 0;
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

class Transaction {
 public:
  virtual ~Transaction() = default;
  virtual TrunkTable& trunks() = 0;
  virtual SlotTable& slots() = 0;
  virtual NumberTable& numbers() = 0;
  virtual CredentialTable& credentials() = 0;
  virtual HistoryTable& history() = 0;
  virtual Journal& journal() = 0;
};
}  // namespace vss::ottb
