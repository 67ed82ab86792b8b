#pragma once
#include "base/async/task.hpp"
#include "base/clock.hpp"
#include "base/random.hpp"
#include "contracts/principal.hpp"
#include "ottb/lines/line_watcher.hpp"
#include "ottb/ports/store.hpp"
#include "ottb/settings.hpp"

namespace vss::ottb {

/// What a phone needs to register. Shown once: the password is kept nowhere.
struct SipAccess {
  std::string username;
  Secret password;
  std::string domain;
  std::uint16_t port = 0;  ///< of the registrar
};

struct CreatedSlot {
  Slot slot;
  SipAccess sip;
};

/// The inventory of lines: which exist, on which trunk, with which number and credentials. What state they
/// are in is SlotLifecycle's. Lives on the HTTP loop, without state of its own.
class SlotService {
 public:
  SlotService(Store<Transaction>& store, const Clock& clock, Random& random, const Settings& settings,
              LineWatcher& lines)
      : store_(store), clock_(clock), random_(random), settings_(settings), lines_(lines) {}

  /// Gives the slot the next free number of its type and assigns it to the shared pool. Throws kInvalidParams
  /// for an unknown trunk or another type than the trunk's, kCapacityExceeded for a full trunk or exhausted
  /// numbers, kConflict for a device that the trunk has.
  Task<CreatedSlot> Create(const Caller& caller, CreateSlot command);
  /// All or none; refuses as Create does.
  Task<std::vector<CreatedSlot>> CreateMany(const Caller& caller, CreateSlots command);
  Task<Slot> Get(SlotId id);
  Task<Page<Slot>> List(SlotFilter filter, PageRequest request);
  /// Throws kConflict for a device that the trunk has.
  Task<Slot> Update(const Caller& caller, SlotId id, UpdateSlot change);
  /// Answers what was removed. Throws kSlotBusy during a call.
  Task<Slot> Delete(const Caller& caller, SlotId id);
  /// A new password; the old one stops working with the commit.
  Task<SipAccess> RotateCredentials(const Caller& caller, SlotId id);

  Instant Now() const { return clock_.Now(); }

 private:
  /// A slot with its new password.
  struct Opened {
    Slot slot;
    SipAccess sip;
    SipCredential credential;

    LineAccount Account() const { return {slot.id, slot.number, slot.type, credential}; }
  };
  Opened Open(Transaction& tx, Slot slot, const std::string& password) const;
  int TakeNumber(Transaction& tx, TrunkType type) const;
  Slot Insert(Transaction& tx, const CreateSlot& command) const;
  /// Inserts it, announces it and puts it into the shared pool.
  Opened Add(Transaction& tx, const Caller& caller, const CreateSlot& command,
             const std::string& password) const;

  Store<Transaction>& store_;
  const Clock& clock_;
  Random& random_;
  const Settings& settings_;
  LineWatcher& lines_;
};
}  // namespace vss::ottb
