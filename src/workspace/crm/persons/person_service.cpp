#include "workspace/crm/persons/person_service.hpp"

#include <boost/system/system_error.hpp>

#include "base/email.hpp"
#include "base/error.hpp"
#include "base/files.hpp"
#include "base/log.hpp"
#include "workspace/crm/call_ref.hpp"
#include "workspace/crm/clients/client_json.hpp"
#include "workspace/crm/drafts/draft_service.hpp"
#include "workspace/crm/leads/lead_json.hpp"
#include "workspace/crm/leads/lead_numbers.hpp"
#include "workspace/crm/notes/note_json.hpp"
#include "workspace/crm/rules.hpp"
#include "workspace/crm/timeline/timeline_json.hpp"
#include "workspace/crm/values.hpp"

namespace vss::crm {
namespace {
constexpr std::size_t kMost = 10'000;
constexpr std::int64_t kLinesAPiece = 20'000;
constexpr std::int64_t kLooks = 3;
constexpr std::chrono::seconds kLookAgainAfter{5};
constexpr std::chrono::seconds kAnswerWithin{10};
constexpr std::chrono::seconds kLastBackoff{300};
constexpr std::chrono::seconds kIdle{60};

// The journal keeps a pseudonym of the number.
std::string PersonName(const std::string& phone) { return "person " + phone; }
std::string ErasureName(const std::string& id) { return "erasure " + id; }

template <class T>
json::array ToArray(const std::vector<T>& items) {
  json::array out;
  for (const T& item : items) out.push_back(ToJson(item));
  return out;
}

std::vector<Lead> LeadsOf(Transaction& tx, const RowScope& scope, const std::string& phone) {
  std::vector<Lead> leads = tx.leads().FindKnown(std::span(&phone, 1), {});
  std::erase_if(leads, [&](const Lead& lead) { return !Covers(scope, OwnerOf(lead)); });
  return leads;
}

std::vector<Client> ClientsOf(Transaction& tx, const RowScope& scope, const std::string& phone) {
  const ClientFilter filter{.phone = phone, .visible = scope};
  return tx.clients().List(filter, {.limit = kMost}).items;
}

json::array ChangesOf(Transaction& tx, const std::string& lead) {
  json::array changes;
  for (const TimelineItem& item :
       tx.calls().Timeline(lead, {}, {.limit = kMost, .sort = "at", .descending = true}).items) {
    if (std::holds_alternative<LeadChange>(item.what) || std::holds_alternative<ImportBrief>(item.what))
      changes.push_back(ToJson(item));
  }
  return changes;
}

// Says that a lead is gone, and to whom it belonged; nothing else of a person who is to be forgotten.
void AnnounceErased(Transaction& tx, const Lead& lead) {
  tx.journal().Publish("lead.update", std::nullopt, "WORKSPACE",
                       {{"id", lead.id},
                        {"assigned_seller", OrNull(lead.assigned_seller)},
                        {"team_id", OrNull(lead.team_id)},
                        {"action", "deleted"}});
}

// A note is where its lead is, which is gone when this is heard.
void AnnounceErasedNotes(Transaction& tx, const Lead& lead) {
  for (const Note& note : tx.notes().List({.lead_id = lead.id}, {.limit = kMost}).items) {
    tx.journal().Publish("note.update", std::nullopt, "WORKSPACE",
                         {{"id", note.id},
                          {"lead_id", lead.id},
                          {"assigned_seller", OrNull(lead.assigned_seller)},
                          {"team_id", OrNull(lead.team_id)},
                          {"action", "deleted"}});
  }
}

void AnnounceErasedClient(Transaction& tx, const Client& client) {
  tx.journal().Publish("client.update", std::nullopt, "WORKSPACE",
                       {{"id", client.id}, {"action", "deleted"}});
}

// As they are without the number. What else of them is gone is told with it: their notes and recordings.
void AnnounceErasedCalls(Transaction& tx, std::vector<json::object> calls) {
  for (json::object& call : calls) {
    for (const std::string_view field : {"phone_number", "lead_id", "recording_id"}) call[field] = nullptr;
    tx.journal().Publish("call.update", std::nullopt, "WORKSPACE", std::move(call));
  }
}

void AddEmail(PersonMarks& marks, const std::optional<std::string>& email) {
  if (email) marks.emails.insert(ToLowerAscii(*email));
}

// The leads of others on which the number stands as a further one. All leads are looked at for that, so that
// it is done before the transaction that writes.
std::vector<std::string> IdsOf(const std::vector<Lead>& leads) {
  std::vector<std::string> ids;
  for (const Lead& lead : leads) ids.push_back(lead.id);
  return ids;
}

std::int64_t TakeOffOthers(Transaction& tx, std::span<const std::string> others, const std::string& phone,
                           Instant now) {
  std::int64_t changed = 0;
  for (const std::string& id : others) {
    const auto before = tx.leads().FindLocked(id);
    if (!before) continue;
    Lead after = *before;
    if (!TakeNumberOut(after, phone)) continue;
    after.updated_at = now;
    ++after.version;
    tx.leads().Update(*before, after);
    Announce(tx, after, "updated");
    ++changed;
  }
  return changed;
}

ErasedPerson EraseCrm(Transaction& tx, const std::string& phone, std::vector<std::string>& ids) {
  ErasedPerson gone{.marks = {.phones = {phone}}};
  for (const Client& client : ClientsOf(tx, {}, phone)) {
    tx.clients().Delete(client.id);
    AnnounceErasedClient(tx, client);
    AddEmail(gone.marks, client.email);
    ids.push_back(client.id);
    ++gone.clients;
  }
  // As many at once as the table answers; more of one number are there when a list was imported over and
  // over.
  for (auto leads = LeadsOf(tx, {}, phone); !leads.empty(); leads = LeadsOf(tx, {}, phone)) {
    for (const Lead& lead : leads) {
      AnnounceErasedNotes(tx, lead);
      gone.calls.notes += tx.notes().DeleteOfLead(lead.id);
      tx.changes().Delete(lead.id);
      tx.leads().Delete(lead);
      gone.marks.phones.merge(NumbersOf(lead));
      AddEmail(gone.marks, lead.email);
      AnnounceErased(tx, lead);
      ids.push_back(lead.id);
      ++gone.leads;
    }
  }
  return gone;
}

Erasure RestOf(const ErasedPerson& gone, std::span<const std::string> ids, const std::string& id,
               const AuditEntry& begun) {
  Erasure rest{.id = id,
               .marks = gone.marks,
               .words = {ids.begin(), ids.end()},
               .recording_files = gone.calls.recording_files,
               .looks_left = kLooks,
               .begun = begun};
  for (const std::string& number : gone.marks.phones) rest.words.push_back(number.substr(1));
  for (const std::int64_t call : gone.calls.calls)
    rest.words.push_back(fmt::format("\"{}\"", WireId('c', call)));
  return rest;
}

void Append(json::array& to, json::array from) {
  for (json::value& item : from) to.push_back(std::move(item));
}

// An empty list of what the caller may not see must not read as "there is none".
json::array OmittedKinds(const RowScope& leads, const TimelineScope& visible) {
  json::array omitted;
  if (!leads.all()) omitted = {"leads", "clients", "changes"};
  if (!leads.all() || visible.notes != TimelineScope::Notes::kShown) omitted.emplace_back("notes");
  if (!visible.calls || !visible.calls->all()) omitted.emplace_back("calls");
  if (!visible.recordings || !visible.recordings->all()) omitted.emplace_back("recordings");
  return omitted;
}
}  // namespace

Task<json::object> PersonService::Export(const Caller& caller, std::string phone) {
  const RowScope scope = LeadScopeOf(caller.principal);
  const TimelineScope visible = TimelineScopeOf(caller.principal);
  json::object person = co_await store_.Read([&](Transaction& tx) {
    std::vector<Lead> leads = LeadsOf(tx, scope, phone);
    for (Lead& lead : tx.leads().FindWithFurtherNumber(phone)) {
      if (Covers(scope, OwnerOf(lead))) leads.push_back(std::move(lead));
    }
    const std::vector<Client> clients = ClientsOf(tx, scope, phone);
    json::array notes, changes;
    for (const Lead& lead : leads) {
      if (visible.notes == TimelineScope::Notes::kShown)
        Append(notes, ToArray(tx.notes().List({.lead_id = lead.id}, {.limit = kMost}).items));
      Append(changes, ChangesOf(tx, lead.id));
    }
    std::vector<json::object> calls, recordings;
    if (visible.calls) calls = tx.calls().Calls(phone, *visible.calls, kMost);
    if (visible.recordings) recordings = tx.calls().Recordings(phone, *visible.recordings, kMost);
    if (!visible.recordings)
      for (json::object& call : calls) call["recording_id"] = nullptr;
    return json::object{{"phone", phone},
                        {"exported_at", FormatRfc3339(clock_.Now())},
                        {"leads", ToArray(leads)},
                        {"clients", ToArray(clients)},
                        {"notes", std::move(notes)},
                        {"changes", std::move(changes)},
                        {"calls", json::array(calls.begin(), calls.end())},
                        {"recordings", json::array(recordings.begin(), recordings.end())},
                        {"omitted", OmittedKinds(scope, visible)}};
  });
  co_await store_.Write(
      [&](Transaction& tx) { tx.journal().Audit(caller.Did("persons.export", PersonName(phone))); });
  co_return person;
}

Task<ErasedPerson> PersonService::Erase(const Caller& caller, std::string phone) {
  std::vector<std::string> ids;
  std::vector<Draft> drafts;
  const std::string erasure = random_.TimeUuid(clock_.Now());
  const std::vector<std::string> others =
      co_await store_.Read([&](Transaction& tx) { return IdsOf(tx.leads().FindWithFurtherNumber(phone)); });
  ErasedPerson erased = co_await store_.Write([&](Transaction& tx) {
    ids.clear();
    if (tx.calls().IsInCall(phone))
      throw Error(ErrorCode::kConflict, "a call to this number is up; erase it when the call is over");
    // It keeps the rows that it refuses in an open file, and might be adding the person again.
    if (!tx.imports().ListOpen().empty())
      throw Error(ErrorCode::kConflict, "an import is running; erase the person when it is over");
    ErasedPerson gone = EraseCrm(tx, phone, ids);
    gone.changed_leads = TakeOffOthers(tx, others, phone, clock_.Now());
    const std::set<std::string>& phones = gone.marks.phones;
    tx.do_not_call().KeepErased(phones, clock_.Now());
    std::vector<json::object> told = tx.calls().Calls(phone, {}, kMost);
    ErasedCalls calls = tx.calls().Erase(phone);
    AnnounceErasedCalls(tx, std::move(told));
    calls.notes += gone.calls.notes;
    gone.calls = std::move(calls);
    std::vector<std::string> subjects = ids;
    for (const std::int64_t call : gone.calls.calls) subjects.push_back(WireId('c', call));
    drafts = EraseDrafts(tx, subjects, phone);
    tx.person_traces().EraseReasons(phones);
    const std::int64_t closed = tx.person_traces().CloseAudit(phones);
    const AuditEntry begun = caller.Did("persons.erase", PersonName(phone),
                                        {{"erasure", erasure},
                                         {"leads", gone.leads},
                                         {"changed_leads", gone.changed_leads},
                                         {"clients", gone.clients},
                                         {"calls", gone.calls.calls.size()},
                                         {"recordings", gone.calls.recording_files.size()},
                                         {"older_audit_records", closed}});
    tx.journal().Audit(begun);
    tx.person_traces().DropAuditKeys(phones);
    tx.erasures().Put(RestOf(gone, ids, erasure, begun));
    return gone;
  });
  for (const std::string& id : ids) sellers_.Forget(id);
  drafts_.TellErased(drafts);
  const auto done = std::make_shared<Wakeup>(loop_);
  waiting_.emplace(erasure, done);
  wake_.Notify();
  erased.complete = co_await done->WaitFor(kAnswerWithin);
  co_return erased;
}

// Piece by piece, so that others come to the pool in between. What an import that is not over refuses is
// newer than the erasure, and the import writes to that file by its offset.
Task<void> PersonService::EraseRejects(const PersonMarks& marks) {
  const auto files = co_await pool_.Run([&] { return ListRejects(settings_.ImportsDir()); });
  const auto open = co_await store_.Read([](Transaction& tx) { return tx.imports().ListOpen(); });
  for (const std::filesystem::path& file : files) {
    const std::string name = file.filename().string();
    if (std::ranges::any_of(open, [&](const Import& import) { return name.starts_with(import.id); }))
      continue;
    RejectEraser eraser(file, marks);
    while (co_await pool_.Run([&] { return eraser.Next(); })) {
    }
  }
}

Task<void> PersonService::ForgetWords() {
  WordsMerge step = WordsMerge::kBegin;
  while (co_await store_.Write([&](Transaction& tx) { return tx.person_traces().ForgetWords(step); }))
    step = WordsMerge::kGoOn;
}

// The log in pieces, so that nobody waits long for the writer. Says which line was the last.
Task<std::int64_t> PersonService::EraseTraces(const std::vector<std::string>& words, std::int64_t from_line) {
  co_await store_.Write([&](Transaction& tx) { tx.person_traces().EraseAnswers(words); });
  const std::int64_t last = co_await store_.Read([](Transaction& tx) { return tx.traces().LastLine(); });
  for (std::int64_t after = from_line; after < last; after += kLinesAPiece) {
    co_await store_.Write(
        [&](Transaction& tx) { tx.traces().Erase(words, after, std::min(last, after + kLinesAPiece)); });
  }
  co_return std::max(last, from_line);
}

// Every step may be done again after a crash.
Task<void> PersonService::GoOn(Erasure erasure) {
  if (erasure.stage == Erasure::Stage::kBegun) {
    co_await pool_.Run([&] {
      for (const std::string& file : erasure.recording_files) RemoveBeneath(settings_.RecordingsDir(), file);
    });
    co_await EraseRejects(erasure.marks);
    co_await ForgetWords();
  }
  erasure.from_line = co_await EraseTraces(erasure.words, erasure.from_line);
  if (erasure.stage == Erasure::Stage::kWatched) --erasure.looks_left;
  erasure.stage = Erasure::Stage::kWatched;
  erasure.due = clock_.Now() + kLookAgainAfter;
  co_await store_.Write([&](Transaction& tx) {
    if (erasure.looks_left > 0) {
      tx.erasures().Put(erasure);
      return;
    }
    AuditEntry over = erasure.begun;
    over.action = "persons.erased";
    over.target = ErasureName(erasure.id);
    over.success = true;
    tx.journal().Audit(over);
    tx.erasures().Delete(erasure.id);
  });
  if (const auto waiting = waiting_.find(erasure.id); waiting != waiting_.end()) {
    waiting->second->Notify();
    waiting_.erase(waiting);
  }
}

// One after the other. Says how long to wait before the next look.
Task<std::chrono::seconds> PersonService::GoOnWithAll() {
  bool failed = false;
  std::vector<Erasure> erasures;
  try {
    erasures = co_await store_.Read([](Transaction& tx) { return tx.erasures().List(); });
  } catch (const Error&) {
    failed = true;  // the database is away, and says so itself
  }
  for (const Erasure& erasure : erasures) {
    if (erasure.due > clock_.Now()) continue;
    try {
      co_await GoOn(erasure);
    } catch (const boost::system::system_error&) {
      throw;  // the platform stops; the next start goes on
    } catch (const std::exception& error) {
      log::Warning("WORKSPACE", "an erasure of a person was cut; it goes on later",
                   {{"erasure", erasure.id}, {"error", error.what()}});
      failed = true;
    }
  }
  if (failed) co_return backoff_ = std::min(2 * backoff_, kLastBackoff);
  backoff_ = kFirstBackoff;
  co_return erasures.empty() ? kIdle : kLookAgainAfter;
}

Task<void> PersonService::Work() {
  for (;;) co_await wake_.WaitFor(co_await GoOnWithAll());
}

void PersonService::Start(TaskScope& scope) { scope.Spawn("erasures of persons", Work()); }
}  // namespace vss::crm
