#include "workspace/crm/notes/note_routes.hpp"

#include "base/error.hpp"
#include "base/uuid.hpp"
#include "workspace/crm/body_values.hpp"
#include "workspace/crm/call_ref.hpp"
#include "workspace/crm/notes/note_json.hpp"

namespace vss::crm {
using http::Requires;

namespace {
constexpr http::TextRule kText{.min = 1, .max = 10'000, .kind = http::TextRule::Kind::kParagraphs};
constexpr std::string_view kCallWants = "wants the id of a call, such as c_882";

std::string IdOf(const http::Context& ctx) {
  const std::string& id = ctx.Param("id");
  if (!IsUuid(id)) throw NotFound("such note: ids are UUIDs");
  return id;
}

std::optional<std::string> ReadType(http::BodyReader& body) {
  body.RefuseNull({"type"});
  auto type = body.OptionalText("type");
  if (type && std::ranges::find(kNoteTypes, *type) == kNoteTypes.end())
    body.Refuse("type", fmt::format("wants one of {}", fmt::join(kNoteTypes, ", ")));
  return type;
}

CreateNote ParseCreateNote(http::BodyReader body) {
  CreateNote command;
  if (const auto call = body.OptionalText("call_id", {.min = 1, .max = 32})) {
    command.call_id = ParseCallNumber(*call);
    if (!command.call_id) body.Refuse("call_id", kCallWants);
  } else if (!body.Has("lead_id") || body.IsNull("lead_id")) {
    body.Refuse("call_id", "a note is about a call_id, a lead_id or both");
  }
  command.lead_id = CheckUuid(body, "lead_id", body.OptionalText("lead_id"));
  command.text = body.Text("text", kText);
  command.type = ReadType(body);
  body.Finish();
  return command;
}

UpdateNote ParseUpdateNote(http::BodyReader body) {
  UpdateNote change;
  body.RefuseNull({"text"});
  body.RequireAny({"text", "type"});
  change.text = body.OptionalText("text", kText);
  change.type = ReadType(body);
  body.Finish();
  return change;
}

Task<http::Response> ListNotes(http::Context& ctx, NoteService& notes) {
  http::QueryReader query = ctx.Query();
  NoteFilter filter;
  filter.lead_id = CheckUuid(query, "lead_id", query.Text("lead_id"));
  if (const auto call = query.Text("call_id", {.min = 1, .max = 32})) {
    filter.call_id = ParseCallNumber(*call);
    if (!filter.call_id) query.Refuse("call_id", kCallWants);
  } else if (!filter.lead_id) {
    query.Refuse("lead_id", "say whose notes: a lead_id, a call_id or both");
  }
  const PageRequest page = query.Paging({"-created_at"});
  query.Finish();
  co_return http::List(ctx, page, co_await notes.List(ctx.caller(), std::move(filter), page),
                       [](const Note& note) { return ToJson(note); });
}

// The manual reads the notes on a call here; a note has its own path here, too.
Task<http::Response> NotesOfCall(http::Context& ctx, NoteService& notes) {
  http::QueryReader query = ctx.Query();
  const PageRequest page = query.Paging({"-created_at"});
  query.Finish();
  if (IsUuid(ctx.Param("id"))) {
    Page<Note> one{.items = {co_await notes.Get(ctx.caller(), ctx.Param("id"))}, .total = 1};
    co_return http::List(ctx, page, one, [](const Note& note) { return ToJson(note); });
  }
  const auto call = ParseCallNumber(ctx.Param("id"));
  if (!call) throw NotFound("such call: ids look like c_882");
  co_return http::List(ctx, page, co_await notes.List(ctx.caller(), {.call_id = call}, page),
                       [](const Note& note) { return ToJson(note); });
}
}  // namespace

void MountNotes(http::Router& router, NoteService& notes) {
  router.Post("/api/crm/note", Requires(perm::kNotesCreate), [&](http::Context& ctx) -> Task<http::Response> {
    CreateNote command = ParseCreateNote(ctx.Body());
    const Note note = co_await notes.Create(ctx.caller(), std::move(command));
    co_return http::Created("/api/crm/notes/" + note.id, ToJson(note));
  });
  router.Get("/api/crm/notes", Requires(perm::kNotesRead),
             [&](http::Context& ctx) { return ListNotes(ctx, notes); });
  router.Get("/api/crm/notes/:id", Requires(perm::kNotesRead),
             [&](http::Context& ctx) { return NotesOfCall(ctx, notes); });
  router.Patch(
      "/api/crm/notes/:id", Requires(perm::kNotesUpdate), [&](http::Context& ctx) -> Task<http::Response> {
        std::string id = IdOf(ctx);
        UpdateNote change = ParseUpdateNote(ctx.Body());
        co_return http::Ok(ToJson(co_await notes.Update(ctx.caller(), std::move(id), std::move(change))));
      });
  router.Delete("/api/crm/notes/:id", Requires(perm::kNotesDelete),
                [&](http::Context& ctx) -> Task<http::Response> {
                  const Note note = co_await notes.Delete(ctx.caller(), IdOf(ctx));
                  co_return http::Ok({{"deleted", {{"note", ToJson(note)}}}});
                });
}
}  // namespace vss::crm
