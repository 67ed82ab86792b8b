#include "ottb/calls/call_routes.hpp"

#include "base/error.hpp"
#include "ottb/calls/call_json.hpp"
#include "ottb/query_fields.hpp"

namespace vss::ottb {
using http::Requires;

namespace {
constexpr http::TextRule kReason{.min = 1, .max = 200};

CallId IdOf(const http::Context& ctx) {
  const auto id = ParseCallId(ctx.Param("id"));
  if (!id) throw NotFound("such call: ids look like c_882");
  return *id;
}

StartCall ParseStartCall(http::BodyReader body) {
  StartCall wanted;
  body.RefuseNull({"slot_type"});
  if (const auto slot = body.OptionalInt("slot_id", {.min = 1})) wanted.slot_id = SlotId{*slot};
  if (const auto type = body.OptionalText("slot_type")) {
    wanted.slot_type = ParseTrunkType(*type);
    if (!wanted.slot_type) body.Refuse("slot_type", TrunkTypeWants());
  }
  wanted.phone_number = body.Text("phone_number", kPhoneNumber);
  wanted.caller_id = body.OptionalText("caller_id", kPhoneNumber);
  wanted.lead_id = body.OptionalText("lead_id");
  if (wanted.lead_id && !IsUuid(*wanted.lead_id)) body.Refuse("lead_id", "wants a UUID in lower case");
  wanted.record = body.OptionalBool("record");
  body.Finish();
  return wanted;
}

CallFilter ParseFilter(http::QueryReader& query) {
  CallFilter filter;
  if (const auto state = query.Text("state")) {
    filter.state = ParseCallState(*state);
    if (!filter.state)
      query.Refuse("state", "wants one of initiated, ringing, early, answered, held, ended, failed");
  }
  filter.disposition = ReadDisposition(query);
  filter.slot_id = ReadSlotId(query);
  filter.user_id = ReadUuid(query, "user_id");
  filter.lead_id = ReadUuid(query, "lead_id");
  filter.campaign_id = ReadUuid(query, "campaign_id");
  filter.phone_number = query.Text("phone_number", kPhoneNumber);
  filter.from = query.Time("from", DayEdge::kStart);
  filter.to = query.Time("to", DayEdge::kEnd);
  if (const auto day = query.Text("date")) {
    filter.from = ParseLocalDay(*day, DayEdge::kStart);
    filter.to = ParseLocalDay(*day, DayEdge::kEnd);
    if (!filter.from) query.Refuse("date", "wants a day such as 2025-01-15");
  }
  return filter;
}

Task<http::Response> Answer(http::Context& ctx, CallService& calls, CallPhase phase) {
  http::QueryReader query = ctx.Query();
  CallFilter filter = ParseFilter(query);
  filter.phase = phase;
  const PageRequest page = query.Paging({"-started_at", "answered_at", "ended_at", "id"});
  query.Finish();
  co_return http::List(ctx, page, co_await calls.List(ctx.caller(), std::move(filter), page),
                       [](const Call& call) { return ToJson(call); });
}

void MountCommands(http::Router& router, CallService& calls) {
  router.Post("/api/call/start", Requires(perm::kCallsCreate),
              [&](http::Context& ctx) -> Task<http::Response> {
                StartCall wanted = ParseStartCall(ctx.Body());
                const Call call = co_await calls.Start(ctx.caller(), std::move(wanted));
                co_return http::Created("/api/calls/" + Wire(call.id), ToJson(call));
              });
  router.Post("/api/call/end", Requires(perm::kCallsEnd), [&](http::Context& ctx) -> Task<http::Response> {
    http::BodyReader body = ctx.Body();
    const auto id = ParseCallId(body.Text("call_id", {.min = 1, .max = 32}));
    if (!id) body.Refuse("call_id", "wants the id of a call, such as c_882");
    auto reason = body.OptionalText("reason", kReason);
    body.Finish();
    co_return http::Ok(ToJson(co_await calls.End(ctx.caller(), *id, std::move(reason))));
  });
}
}  // namespace

void MountCalls(http::Router& router, CallService& calls, const Pbx& pbx) {
  MountCommands(router, calls);
  const auto get = [&calls](http::Context& ctx) -> Task<http::Response> {
    co_return http::Ok(ToJson(co_await calls.Get(ctx.caller(), IdOf(ctx))));
  };
  const auto list = [&calls](CallPhase phase) {
    return [&calls, phase](http::Context& ctx) { return Answer(ctx, calls, phase); };
  };
  router.Get("/api/calls", Requires(perm::kCallsRead), list(CallPhase::kAny));
  router.Get("/api/calls/active", Requires(perm::kCallsRead), list(CallPhase::kRunning));
  router.Get("/api/calls/feed", Requires(perm::kCallsRead), list(CallPhase::kAny));
  router.Get("/api/calls/:id", Requires(perm::kCallsRead), get);
  router.Get("/api/call/:id", Requires(perm::kCallsRead), get);

  router.Get("/api/pbx/status", Requires(perm::kSystemRead),
             [&pbx](http::Context& ctx) -> Task<http::Response> {
               ctx.Query().Finish();
               PbxStatus status = pbx.Status();
               co_return http::Ok({{"up", status.up},
                                   {"kind", status.kind},
                                   {"provider", status.provider},
                                   {"test_exchange", status.test_exchange},
                                   {"detail", std::move(status.detail)}});
             });
}
}  // namespace vss::ottb
