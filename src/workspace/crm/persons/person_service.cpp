#include "workspace/crm/persons/person_service.hpp"

#include "base/email.hpp"
#include "base/error.hpp"
#include "base/files.hpp"
#include "workspace/crm/call_ref.hpp"
#include "workspace/crm/clients/client_json.hpp"
#include "workspace/crm/drafts/draft_service.hpp"
#include "workspace/crm/leads/lead_json.hpp"
#include "workspace/crm/leads/lead_numbers.hpp"
#include "workspace/crm/notes/note_json.hpp"
#include "workspace/crm/timeline/timeline_json.hpp"
#include "workspace/crm/values.hpp"

namespace vss::crm {
namespace {
constexpr std::size_t kMost = 10'000;
constexpr std::int64_t kLinesAPiece = 20'000;
constexpr std::size_t kMaxTraces = 1000;
constexpr int kLooks = 3;
constexpr std::chrono::seconds kLookAgainAfter{5};

// The journal keeps a pseudonym of the number.
std::string PersonName(const std::string& phone) { return "person " + phone; }

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
  tx.journal().Publish(
      "lead.update", std::nullopt, "WORKSPACE",
      {{"id", lead.id}, {"assigned_seller", OrNull(lead.assigned_seller)}, {"action", "deleted"}});
}

void AddEmail(PersonMarks& marks, const std::optional<std::string>& email) {
  if (email) marks.emails.insert(ToLowerAscii(*email));
}

ErasedPerson EraseCrm(Transaction& tx, const std::string& phone, std::vector<std::string>& ids) {
  ErasedPerson gone{.marks = {.phones = {phone}}};
  for (const Client& client : ClientsOf(tx, {}, phone)) {
    tx.clients().Delete(client.id);
    AddEmail(gone.marks, client.email);
    ids.push_back(client.id);
    ++gone.clients;
  }
  for (const Lead& lead : LeadsOf(tx, {}, phone)) {
    gone.calls.notes += tx.notes().DeleteOfLead(lead.id);
    tx.changes().Delete(lead.id);
    tx.leads().Delete(lead);
    gone.marks.phones.merge(NumbersOf(lead));
    AddEmail(gone.marks, lead.email);
    AnnounceErased(tx, lead);
    ids.push_back(lead.id);
    ++gone.leads;
  }
  return gone;
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
    const std::vector<Lead> leads = LeadsOf(tx, scope, phone);
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
  ErasedPerson erased = co_await store_.Write([&](Transaction& tx) {
    ids.clear();
    if (tx.calls().IsInCall(phone))
      throw Error(ErrorCode::kConflict, "a call to this number is up; erase it when the call is over");
    // It keeps the rows that it refuses in an open file, and might be adding the person again.
    if (!tx.imports().ListOpen().empty())
      throw Error(ErrorCode::kConflict, "an import is running; erase the person when it is over");
    ErasedPerson gone = EraseCrm(tx, phone, ids);
    const std::set<std::string>& phones = gone.marks.phones;
    tx.do_not_call().KeepErased(phones, clock_.Now());
    ErasedCalls calls = tx.calls().Erase(phone);
    calls.notes += gone.calls.notes;
    gone.calls = std::move(calls);
    std::vector<std::string> subjects = ids;
    for (const std::int64_t call : gone.calls.calls) subjects.push_back(WireId('c', call));
    EraseDrafts(tx, subjects, phone);
    tx.person_traces().EraseReasons(phones);
    const std::int64_t closed = tx.person_traces().CloseAudit(phones);
    tx.journal().Audit(caller.Did("persons.erase", PersonName(phone),
                                  {{"leads", gone.leads},
                                   {"clients", gone.clients},
                                   {"calls", gone.calls.calls.size()},
                                   {"recordings", gone.calls.recording_files.size()},
                                   {"older_audit_records", closed}}));
    tx.person_traces().DropAuditKeys(phones);
    return gone;
  });
  for (const std::string& id : ids) sellers_.Forget(id);
  co_await pool_.Run([&] {
    for (const std::string& file : erased.calls.recording_files)
      RemoveBeneath(settings_.RecordingsDir(), file);
  });
  co_await EraseRejects(erased.marks);
  std::vector<std::string> words = std::move(ids);
  for (const std::string& number : erased.marks.phones) words.push_back(number.substr(1));
  for (const std::int64_t call : erased.calls.calls)
    words.push_back(fmt::format("\"{}\"", WireId('c', call)));
  const std::int64_t last = co_await EraseTraces(words, 0);
  if (traces_.size() >= kMaxTraces) traces_.pop_front();
  traces_.push_back({std::move(words), last, kLooks});
  co_return erased;
}

// Piece by piece, so that others come to the pool in between.
Task<void> PersonService::EraseRejects(const PersonMarks& marks) {
  for (const auto& file : co_await pool_.Run([&] { return ListRejects(settings_.ImportsDir()); })) {
    RejectEraser eraser(file, marks);
    while (co_await pool_.Run([&] { return eraser.Next(); })) {
    }
  }
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

Task<void> PersonService::LookAgain() {
  for (std::size_t left = traces_.size(); left > 0; --left) {
    Trace trace = std::move(traces_.front());
    traces_.pop_front();
    trace.from_line = co_await EraseTraces(trace.words, trace.from_line);
    if (--trace.looks_left > 0) traces_.push_back(std::move(trace));
  }
}

void PersonService::Start(TaskScope& scope) {
  scope.Every("erased persons in the event log", kLookAgainAfter, [this] { return LookAgain(); });
}
}  // namespace vss::crm
