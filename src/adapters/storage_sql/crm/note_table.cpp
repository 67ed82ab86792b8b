#include "adapters/storage_sql/crm/note_table.hpp"

#include "adapters/storage_sql/paging.hpp"

namespace vss::sql {
namespace {
using crm::Note;

constexpr std::string_view kNoteColumns =
    "id, call_id, lead_id, text, type, author_id, author, created_at, updated_at";

Note ReadNote(const Row& row) {
  return {.id = row.Text(0),
          .call_id = row.OptionalInt(1),
          .lead_id = row.OptionalText(2),
          .text = row.Text(3),
          .type = row.Text(4),
          .author_id = row.OptionalText(5),
          .author = row.Text(6),
          .created_at = row.Time(7),
          .updated_at = row.Time(8)};
}
}  // namespace

void SqlNoteTable::Insert(const Note& note) {
  session_.Execute(
      "INSERT INTO crm_notes (id, call_id, lead_id, text, type, author_id, author, created_at, updated_at) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
      {note.id, ToValue(note.call_id), ToValue(note.lead_id), note.text, note.type, ToValue(note.author_id),
       note.author, ToValue(note.created_at), ToValue(note.updated_at)});
}

std::optional<Note> SqlNoteTable::Find(const std::string& id) {
  const auto row =
      session_.QueryOne(fmt::format("SELECT {} FROM crm_notes WHERE id = $1", kNoteColumns), {id});
  return row ? std::optional(ReadNote(*row)) : std::nullopt;
}

Page<Note> SqlNoteTable::List(const crm::NoteFilter& wanted, const PageRequest& request) {
  static const ListQuery kList{.columns = kNoteColumns,
                               .from = "crm_notes",
                               .id = {"id", "seq"},
                               .sortable = {{"created_at", "seq"}},
                               .count_at_most = 10'000};
  Filter filter;
  if (wanted.call_id) filter.And("call_id = ?", {*wanted.call_id});
  if (wanted.lead_id) filter.And("lead_id = ?", {*wanted.lead_id});
  return FetchPage(session_, kList, filter, request, ReadNote);
}

void SqlNoteTable::Update(const Note& note) {
  session_.Execute("UPDATE crm_notes SET text = $2, type = $3, updated_at = $4 WHERE id = $1",
                   {note.id, note.text, note.type, ToValue(note.updated_at)});
}

void SqlNoteTable::Delete(const std::string& id) {
  session_.Execute("DELETE FROM crm_notes WHERE id = $1", {id});
}

void SqlNoteTable::Move(const std::string& from_lead, const std::string& to_lead) {
  session_.Execute("UPDATE crm_notes SET lead_id = $2 WHERE lead_id = $1", {from_lead, to_lead});
}

std::int64_t SqlNoteTable::DeleteOfLead(const std::string& lead) {
  session_.Execute("UPDATE crm_notes SET lead_id = NULL WHERE lead_id = $1 AND call_id IS NOT NULL", {lead});
  return session_.ExecuteCounting("DELETE FROM crm_notes WHERE lead_id = $1", {lead});
}
}  // namespace vss::sql
