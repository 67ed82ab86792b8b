#include "ottb/recordings/recording_routes.hpp"

#include "base/error.hpp"
#include "http/byte_range.hpp"
#include "ottb/query_fields.hpp"
#include "ottb/recordings/record_basis.hpp"
#include "ottb/recordings/recording_json.hpp"

namespace vss::ottb {
using http::Requires;

namespace {
RecordingId IdOf(const http::Context& ctx) {
  const auto id = ParseRecordingId(ctx.Param("id"));
  if (!id) throw NotFound("such recording: ids look like r_7");
  return *id;
}

RecordingFilter ParseFilter(http::QueryReader& query) {
  RecordingFilter filter;
  if (const auto call = query.Text("call_id")) {
    filter.call_id = ParseCallId(*call);
    if (!filter.call_id) query.Refuse("call_id", "wants the id of a call, such as c_882");
  }
  filter.slot_id = ReadSlotId(query);
  filter.user_id = ReadUuid(query, "user_id");
  filter.lead_id = ReadUuid(query, "lead_id");
  filter.campaign_id = ReadUuid(query, "campaign_id");
  filter.phone_number = query.Text("phone_number", kPhoneNumber);
  filter.from = query.Time("from", DayEdge::kStart);
  filter.to = query.Time("to", DayEdge::kEnd);
  return filter;
}

// The first byte is what a player asks for when somebody begins to listen.
Listening ListeningOf(const http::Request& request) {
  const auto range = request.headers.Find("Range");
  const bool start = !range || range->starts_with("bytes=0-");
  return start ? Listening::kFromTheStart : Listening::kFurther;
}

Task<http::Response> PlayAudio(http::Context& ctx, RecordingService& recordings) {
  ctx.Query().Finish();
  const RecordingId id = IdOf(ctx);
  Audio audio = co_await recordings.Play(ctx.caller(), id, ListeningOf(ctx.request()));
  http::Response response = http::FileResponse(ctx.request(), audio.file, audio.bytes, "audio/wav",
                                               fmt::format("\"{}-{}\"", Wire(id), audio.bytes));
  response.headers.Set("Content-Disposition",
                       fmt::format("inline; filename=\"{}.wav\"", Wire(audio.recording.call_id)));
  response.headers.Set("Cache-Control", "private, no-cache");
  co_return response;
}
}  // namespace

void MountRecordings(http::Router& router, RecordingService& recordings) {
  router.Get(
      "/api/recordings", Requires(perm::kRecordingsRead), [&](http::Context& ctx) -> Task<http::Response> {
        http::QueryReader query = ctx.Query();
        RecordingFilter filter = ParseFilter(query);
        const PageRequest page = query.Paging({"-started_at", "duration_s", "bytes", "id"});
        query.Finish();
        co_return http::List(ctx, page, co_await recordings.List(ctx.caller(), std::move(filter), page),
                             [](const Recording& recording) { return ToJson(recording); });
      });
  router.Get("/api/recordings/:id", Requires(perm::kRecordingsRead),
             [&](http::Context& ctx) -> Task<http::Response> {
               co_return http::Ok(ToJson(co_await recordings.Get(ctx.caller(), IdOf(ctx))));
             });
  router.Get("/api/recordings/:id/audio", Requires(perm::kRecordingsRead),
             [&](http::Context& ctx) { return PlayAudio(ctx, recordings); });
  router.Get("/api/recordings/:id/waveform", Requires(perm::kRecordingsRead),
             [&](http::Context& ctx) -> Task<http::Response> {
               ctx.Query().Finish();
               const RecordingId id = IdOf(ctx);
               co_return http::Ok(ToJson(id, *co_await recordings.Draw(ctx.caller(), id)));
             });
  router.Delete("/api/recordings/:id", Requires(perm::kRecordingsDelete),
                [&](http::Context& ctx) -> Task<http::Response> {
                  const Recording removed = co_await recordings.Delete(ctx.caller(), IdOf(ctx));
                  co_return http::Ok({{"deleted", {{"recording", ToJson(removed)}}}});
                });
}

// For whoever calls: the pad asks before it offers a recording that there will not be.
void MountRecordingPolicy(http::Router& router, const Pbx& pbx, const Settings& settings) {
  router.Get("/api/recordings/policy", http::SignedIn(), [&](http::Context& ctx) -> Task<http::Response> {
    ctx.Query().Finish();
    const PbxStatus status = pbx.Status();
    co_return http::Ok({{"basis", ToString(settings.calls.record_basis)},
                        {"test_exchange", status.test_exchange},
                        {"may_record", MayRecord(settings.calls, status)},
                        {"by_default", RecordsByDefault(settings.calls, status)}});
  });
}
}  // namespace vss::ottb
