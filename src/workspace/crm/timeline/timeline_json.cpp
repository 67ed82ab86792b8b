#include "workspace/crm/timeline/timeline_json.hpp"

#include "workspace/crm/call_ref.hpp"
#include "workspace/crm/notes/note_json.hpp"
#include "workspace/crm/values.hpp"

namespace vss::crm {
namespace {
/// Writes what happened into the item: its kind, and the one part that tells more.
struct Describe {
  json::object& out;

  void operator()(const CallBrief& call) const {
    out["kind"] = "call";
    out["call"] = {{"call_id", WireId('c', call.call)},
                   {"slot_id", call.slot},
                   {"number", call.line},
                   {"state", call.state},
                   {"hangup_cause", OrNull(call.hangup_cause)},
                   {"started_at", FormatRfc3339(call.started_at)},
                   {"answered_at", OrNull(call.answered_at)},
                   {"ended_at", OrNull(call.ended_at)}};
  }
  void operator()(const RecordingBrief& recording) const {
    const std::string id = WireId('r', recording.recording);
    out["kind"] = "recording";
    out["recording"] = {{"recording_id", id},
                        {"call_id", WireId('c', recording.call)},
                        {"duration_s", std::chrono::duration<double>(recording.duration).count()},
                        {"audio", fmt::format("/api/recordings/{}/audio", id)}};
  }
  void operator()(const Note& note) const {
    out["kind"] = "note";
    out["note"] = ToJson(note);
  }
  void operator()(const LeadChange& change) const {
    out["kind"] = change.kind;
    out["change"] = {{"from", OrNull(change.from)},
                     {"to", OrNull(change.to)},
                     {"fields", json::array(change.fields.begin(), change.fields.end())}};
  }
  void operator()(const ImportBrief& import) const {
    out["kind"] = "imported";
    out["import"] = json::object{{"import_id", import.import_id}};
  }
};
}  // namespace

json::object ToJson(const TimelineItem& item) {
  json::object out{{"id", item.key},
                   {"at", FormatRfc3339(item.at)},
                   {"user_id", OrNull(item.user_id)},
                   {"username", OrNull(item.username)},
                   {"call", nullptr},
                   {"recording", nullptr},
                   {"note", nullptr},
                   {"change", nullptr},
                   {"import", nullptr}};
  std::visit(Describe{out}, item.what);
  return out;
}
}  // namespace vss::crm
