#include "workspace/crm/notes/note_service.hpp"

#include "base/error.hpp"
#include "workspace/crm/call_ref.hpp"
#include "workspace/crm/notes/note_json.hpp"
#include "workspace/crm/rules.hpp"

namespace vss::crm {
namespace {
/// What of leads and calls the caller may see: a note is where they are.
struct NoteScope {
  RowScope leads, calls;
};
NoteScope NoteScopeOf(const Principal& principal) {
  return {LeadScopeOf(principal), ScopeOf(principal, ScopedResource::kCalls)};
}

bool IsVisibleLead(Transaction& tx, const RowScope& scope, const std::optional<std::string>& id) {
  if (scope.all()) return true;
  const auto lead = id ? tx.leads().Find(*id) : std::nullopt;
  return lead && Covers(scope, OwnerOf(*lead));
}

bool IsVisibleCall(Transaction& tx, const RowScope& scope, const CallFacts& call) {
  return Covers(scope, {&call.user_id}, {&call.team_id}) ||
         (call.lead_id && IsVisibleLead(tx, scope, call.lead_id));
}

CallFacts GetVisibleCall(Transaction& tx, const RowScope& scope, std::int64_t id) {
  auto call = tx.calls().Find(id);
  if (!call || !IsVisibleCall(tx, scope, *call)) throw NotFound("call " + WireId('c', id));
  return std::move(*call);
}

// By its lead; a note on a call of no lead by its call.
bool IsVisible(Transaction& tx, const NoteScope& scope, const Note& note) {
  if (note.lead_id) return IsVisibleLead(tx, scope.leads, note.lead_id);
  const auto call = note.call_id ? tx.calls().Find(*note.call_id) : std::nullopt;
  return scope.calls.all() || (call && IsVisibleCall(tx, scope.calls, *call));
}

Note GetVisibleNote(Transaction& tx, const NoteScope& scope, const std::string& id) {
  auto note = tx.notes().Find(id);
  if (!note || !IsVisible(tx, scope, *note)) throw NotFound(NoteName(id));
  return std::move(*note);
}

// What the note is about exists, is visible, and fits together. Fills in the lead of the call.
void Link(Transaction& tx, const NoteScope& scope, Note& note) {
  if (note.lead_id) {
    const auto lead = tx.leads().Find(*note.lead_id);
    if (!lead || !Covers(scope.leads, OwnerOf(*lead)))
      throw InvalidField("lead_id", fmt::format("there is no lead {}", *note.lead_id));
  }
  if (!note.call_id) return;
  const std::string name = WireId('c', *note.call_id);
  const auto call = tx.calls().Find(*note.call_id);
  if (!call) throw InvalidField("call_id", fmt::format("there is no call {}", name));
  if (call->lead_id && note.lead_id && *call->lead_id != *note.lead_id)
    throw InvalidField("lead_id", fmt::format("{} was a call of the lead {}", name, *call->lead_id));
  if (!note.lead_id) note.lead_id = call->lead_id;
  const bool by_lead = note.lead_id && IsVisibleLead(tx, scope.leads, note.lead_id);
  if (!by_lead && !IsVisibleCall(tx, scope.calls, *call))
    throw InvalidField("call_id", fmt::format("there is no call {}", name));
}

void RequireAuthor(const Caller& caller, const Note& note) {
  const bool author = note.author_id && *note.author_id == caller.principal.user_id;
  if (author || caller.principal.Allows(perm::kCrmAdmin)) return;
  throw Error(
      ErrorCode::kPermissionDenied,
      fmt::format("{} was written by {}; changing it needs crm.admin", NoteName(note.id), note.author),
      {{"permission", perm::kCrmAdmin}});
}

void Announce(Transaction& tx, const Note& note, std::string_view action) {
  json::object data = ToJson(note);
  data["action"] = action;
  tx.journal().Publish("note.update", std::nullopt, "WORKSPACE", std::move(data));
}
}  // namespace

Task<Note> NoteService::Create(const Caller& caller, CreateNote command) {
  const Instant now = clock_.Now();
  const Principal& author = caller.principal;
  const Note draft{.id = random_.TimeUuid(now),
                   .call_id = command.call_id,
                   .lead_id = std::move(command.lead_id),
                   .text = std::move(command.text),
                   .type = command.type.value_or(command.call_id ? "call_note" : "note"),
                   .author_id = author.user_id.empty() ? std::nullopt : std::optional(author.user_id),
                   .author = author.username,
                   .created_at = now,
                   .updated_at = now};
  co_return co_await store_.Write([&](Transaction& tx) {
    Note note = draft;
    Link(tx, NoteScopeOf(author), note);
    tx.notes().Insert(note);
    Announce(tx, note, "created");
    tx.journal().Audit(caller.Did("notes.create", NoteName(note.id)));
    return note;
  });
}

Task<Note> NoteService::Get(const Caller& caller, std::string id) {
  co_return co_await store_.Read(
      [&](Transaction& tx) { return GetVisibleNote(tx, NoteScopeOf(caller.principal), id); });
}

Task<Page<Note>> NoteService::List(const Caller& caller, NoteFilter filter, PageRequest request) {
  const NoteScope scope = NoteScopeOf(caller.principal);
  co_return co_await store_.Read([&](Transaction& tx) {
    if (filter.call_id) GetVisibleCall(tx, scope.calls, *filter.call_id);
    if (filter.lead_id) GetVisible(tx, scope.leads, *filter.lead_id);
    return tx.notes().List(filter, request);
  });
}

Task<Note> NoteService::Update(const Caller& caller, std::string id, UpdateNote change) {
  co_return co_await store_.Write([&](Transaction& tx) {
    Note note = GetVisibleNote(tx, NoteScopeOf(caller.principal), id);
    RequireAuthor(caller, note);
    note.text = change.text.value_or(note.text);
    note.type = change.type.value_or(note.type);
    note.updated_at = clock_.Now();
    tx.notes().Update(note);
    Announce(tx, note, "updated");
    tx.journal().Audit(caller.Did("notes.update", NoteName(id)));
    return note;
  });
}

Task<Note> NoteService::Delete(const Caller& caller, std::string id) {
  co_return co_await store_.Write([&](Transaction& tx) {
    Note note = GetVisibleNote(tx, NoteScopeOf(caller.principal), id);
    RequireAuthor(caller, note);
    tx.notes().Delete(id);
    Announce(tx, note, "deleted");
    tx.journal().Audit(caller.Did("notes.delete", NoteName(id)));
    return note;
  });
}
}  // namespace vss::crm
