#pragma once
#include <map>
#include <optional>
#include <set>
#include <span>
#include <vector>

#include "contracts/do_not_call.hpp"
#include "contracts/journal.hpp"
#include "contracts/leads.hpp"
#include "contracts/page.hpp"
#include "contracts/store.hpp"
#include "workspace/crm/clients/client.hpp"
#include "workspace/crm/drafts/draft.hpp"
#include "workspace/crm/import/import.hpp"
#include "workspace/crm/leads/lead.hpp"
#include "workspace/crm/leads/lead_change.hpp"
#include "workspace/crm/notes/note.hpp"
#include "workspace/crm/persons/erasure.hpp"
#include "workspace/crm/timeline/timeline_item.hpp"

/// What the CRM asks of its storage. Every method runs inside one transaction, on a database thread. "Locked"
/// keeps other transactions from changing the row until this one ends. Order of locks: leads by id, clients,
/// notes, drafts, calls, journal.
namespace vss::crm {

/// Keeps the index of words, the counts that lists show, and the do-not-call list up to date.
class LeadTable {
 public:
  virtual ~LeadTable() = default;
  virtual void Insert(std::span<const Lead> leads) = 0;
  virtual std::optional<Lead> Find(const std::string& id) = 0;
  virtual std::optional<Lead> FindLocked(const std::string& id) = 0;
  virtual Page<Lead> List(const LeadFilter& filter, const PageRequest& request) = 0;
  /// Leads with one of these numbers or e-mails, oldest first.
  virtual std::vector<Lead> FindKnown(std::span<const std::string> phones,
                                      std::span<const std::string> emails) = 0;
  /// The further fields that leads have had, in the order in which they came.
  virtual std::vector<std::string> FieldNames() = 0;
  /// Leads on which `phone` stands in a further column (lead_numbers.hpp), oldest first. Looks at all leads.
  virtual std::vector<Lead> FindWithFurtherNumber(const std::string& phone) = 0;
  /// `before` is the row as it is; calls and recordings follow to another seller or team.
  virtual void Update(const Lead& before, const Lead& after) = 0;
  virtual void Delete(const Lead& lead) = 0;
  /// Notes the end of a call; an earlier one than is known changes nothing. False: nothing changed.
  virtual bool NoteCall(const std::string& id, Instant ended_at) = 0;
};

class ChangeTable {
 public:
  virtual ~ChangeTable() = default;
  virtual void Append(const LeadChange& change) = 0;
  virtual void Move(const std::string& from, const std::string& to) = 0;
  virtual void Delete(const std::string& lead) = 0;
  /// The lead that remained when this one was merged, also when that was merged again since.
  virtual std::optional<std::string> FindSurvivor(const std::string& merged) = 0;
};

class ClientTable {
 public:
  virtual ~ClientTable() = default;
  virtual void Insert(const Client& client) = 0;
  virtual std::optional<Client> Find(const std::string& id) = 0;
  virtual std::optional<Client> FindLocked(const std::string& id) = 0;
  virtual Page<Client> List(const ClientFilter& filter, const PageRequest& request) = 0;
  virtual void Update(const Client& client) = 0;
  /// Leads lose their client.
  virtual void Delete(const std::string& id) = 0;
  /// Whether a lead that `scope` covers has the client.
  virtual bool HasVisibleLead(const std::string& id, const RowScope& scope) = 0;
};

class NoteTable {
 public:
  virtual ~NoteTable() = default;
  virtual void Insert(const Note& note) = 0;
  virtual std::optional<Note> Find(const std::string& id) = 0;
  virtual Page<Note> List(const NoteFilter& filter, const PageRequest& request) = 0;
  virtual void Update(const Note& note) = 0;
  virtual void Delete(const std::string& id) = 0;
  virtual void Move(const std::string& from_lead, const std::string& to_lead) = 0;
  /// The lead is gone: its notes go, those that belong to a call, too, only lose it. Says how many went.
  virtual std::int64_t DeleteOfLead(const std::string& lead) = 0;
};

/// What people typed and did not save yet.
class DraftTable {
 public:
  virtual ~DraftTable() = default;
  /// Replaces what the user had under that name.
  virtual void Put(const Draft& draft) = 0;
  virtual std::optional<Draft> Find(const std::string& user, const std::string& name) = 0;
  /// The last one written first.
  virtual std::vector<Draft> List(const std::string& user) = 0;
  /// Everybody's drafts about a lead, a call.
  virtual std::vector<Draft> ListAbout(const std::string& subject) = 0;
  virtual std::vector<Draft> ListAll() = 0;
  virtual void Delete(const std::string& user, const std::string& name) = 0;
  /// Removes the user's oldest ones, so that `count` remain.
  virtual void KeepNewest(const std::string& user, std::size_t count) = 0;
  virtual void DeleteAbout(const std::string& subject) = 0;
  /// Also of what is remembered of dropped ones.
  virtual void DeleteBefore(Instant at) = 0;
  /// Remembers, by a digest, what the draft held when it was saved or dropped; the last one of its name.
  virtual void RememberDropped(const Draft& draft, Instant at) = 0;
  /// Whether a draft of that name was dropped last with just these fields.
  virtual bool WasDropped(const Draft& draft) = 0;
  virtual void ForgetDropped(const std::string& subject) = 0;
};

/// What a note or lead needs to know of a call.
struct CallFacts {
  std::int64_t call = 0;
  std::optional<std::string> user_id, team_id;  ///< who placed it
  std::optional<std::string> lead_id;
  std::string phone;
};

/// What erasing took, or will take, of the telephone's side.
struct ErasedCalls {
  std::vector<std::int64_t> calls;
  std::int64_t notes = 0;
  std::vector<std::string> recording_files;  ///< below VSS_DATA_DIR/recordings
};

/// The calls, records and recordings of OTTB, as far as leads have to do with them.
class CallLinks {
 public:
  virtual ~CallLinks() = default;
  virtual std::optional<CallFacts> Find(std::int64_t call) = 0;
  virtual Page<TimelineItem> Timeline(const std::string& lead, const TimelineScope& visible,
                                      const PageRequest& request) = 0;
  virtual void MoveLead(const std::string& from, const Lead& to) = 0;
  /// When the last call of the lead that is over ended.
  virtual std::optional<Instant> LastEnd(const std::string& lead) = 0;
  /// Whether a call to this number is up.
  virtual bool IsInCall(const std::string& phone) = 0;
  /// Removes the number from calls and records, the rows of recordings, and the notes on those calls.
  virtual ErasedCalls Erase(const std::string& phone) = 0;
  /// Calls and recordings with this number, as the API shows them, newest first.
  virtual std::vector<json::object> Calls(const std::string& phone, const RowScope& scope,
                                          std::size_t limit) = 0;
  virtual std::vector<json::object> Recordings(const std::string& phone, const RowScope& scope,
                                               std::size_t limit) = 0;
};

/// What the event log of DCI says about a person.
class LogTraces {
 public:
  virtual ~LogTraces() = default;
  virtual std::int64_t LastLine() = 0;
  /// Empties the lines behind `after` up to `last` that hold one of `words`; they stay as lines.
  virtual void Erase(std::span<const std::string> words, std::int64_t after, std::int64_t last) = 0;
};

/// The index of words keeps those of deleted rows until its parts are merged: this begins to merge all that
/// there are, or goes on with it.
enum class WordsMerge { kBegin, kGoOn };

/// What else is kept of persons.
class PersonTraces {
 public:
  virtual ~PersonTraces() = default;
  /// Records of the audit that name one of these numbers, from before it had pseudonyms, get pseudonyms. Says
  /// how many those were.
  virtual std::int64_t CloseAudit(const std::set<std::string>& phones) = 0;
  /// The pseudonyms of these numbers lead to nobody any more.
  virtual void DropAuditKeys(const std::set<std::string>& phones) = 0;
  /// Answers kept for Idempotency-Key that hold one of `words` go; the keys stay used.
  virtual void EraseAnswers(std::span<const std::string> words) = 0;
  /// These numbers go from the reasons of slots and of their histories.
  virtual void EraseReasons(const std::set<std::string>& phones) = 0;
  /// Takes deleted rows out of the index of words, as much as is short work. False: nothing is left.
  virtual bool ForgetWords(WordsMerge step) = 0;
};

/// Erasures of persons that are not over.
class ErasureTable {
 public:
  virtual ~ErasureTable() = default;
  /// Replaces the one with the same id.
  virtual void Put(const Erasure& erasure) = 0;
  /// Oldest first.
  virtual std::vector<Erasure> List() = 0;
  virtual void Delete(const std::string& id) = 0;
};

class ImportTable {
 public:
  virtual ~ImportTable() = default;
  virtual void Insert(const Import& import) = 0;
  virtual std::optional<Import> Find(const std::string& id) = 0;
  /// `user_id`: only imports of this user.
  virtual Page<Import> List(const std::optional<std::string>& user_id, const PageRequest& request) = 0;
  /// Those that are not over, oldest first.
  virtual std::vector<Import> ListOpen() = 0;
  virtual void Update(const Import& import) = 0;
};

/// The do-not-call list, for whoever keeps it. LeadTable keeps the numbers of leads on it up to date.
class DoNotCallBook : public DoNotCall {
 public:
  /// Those of `phones` (E.164) that are on the list.
  virtual std::set<std::string> Among(const std::set<std::string>& phones) = 0;
  /// Whether one of `phones` is on the list whatever the lead's own status says: for another lead that there
  /// is, or because its person was erased.
  virtual bool HoldsBeside(const std::string& lead_id, const std::set<std::string>& phones) = 0;
  /// The person is forgotten, and is not called again: keyed hashes of `phones` (E.164) stay, for ever, and
  /// nothing else of them on the list.
  virtual void KeepErased(const std::set<std::string>& phones, Instant now) = 0;
};

/// Somebody who can have leads.
struct Seller {
  std::optional<std::string> team;
};

/// The users and teams of POINT, as far as leads have to do with them.
class Sellers {
 public:
  virtual ~Sellers() = default;
  /// An active user whose role may change leads.
  virtual std::optional<Seller> Find(const std::string& user_id) = 0;
  /// The leads that an active user may change, by what their role grants now; nothing: none.
  virtual std::optional<RowScope> WriteScope(const std::string& user_id) = 0;
  /// User name by id, of all users there are.
  virtual std::map<std::string, std::string> Names(const std::set<std::string>& user_ids) = 0;
  virtual bool IsTeam(const std::string& team_id) = 0;
};

class Transaction {
 public:
  virtual ~Transaction() = default;
  virtual LeadTable& leads() = 0;
  virtual ChangeTable& changes() = 0;
  virtual ClientTable& clients() = 0;
  virtual NoteTable& notes() = 0;
  virtual DraftTable& drafts() = 0;
  virtual CallLinks& calls() = 0;
  virtual ErasureTable& erasures() = 0;
  virtual ImportTable& imports() = 0;
  virtual Sellers& sellers() = 0;
  virtual LogTraces& traces() = 0;
  virtual PersonTraces& person_traces() = 0;
  virtual DoNotCallBook& do_not_call() = 0;
  virtual Journal& journal() = 0;
};
}  // namespace vss::crm
