#include "ottb/cdr/cdr_routes.hpp"

#include "base/error.hpp"
#include "http/spreadsheet.hpp"
#include "ottb/cdr/cdr_csv.hpp"
#include "ottb/cdr/cdr_json.hpp"
#include "ottb/query_fields.hpp"

namespace vss::ottb {
using http::Requires;

namespace {
CdrFilter ParseFilter(const http::Context& ctx, http::QueryReader& query) {
  return {.from = query.Time("start_date", DayEdge::kStart),
          .to = query.Time("end_date", DayEdge::kEnd),
          .slot_id = ReadSlotId(query),
          .user_id = ReadUuid(query, "user_id"),
          .campaign_id = ReadUuid(query, "campaign_id"),
          .phone_number = query.Text("phone_number", kPhoneNumber),
          .disposition = ReadDisposition(query),
          .visible = ScopeOf(ctx.principal(), ScopedResource::kCalls)};
}

bool WantsCsv(const http::Request& request) {
  return request.headers.Find("Accept").value_or("").starts_with("text/csv");
}

// Whoever takes records away stands in the audit, once for all pages.
Task<void> NoteExport(Store<Transaction>& store, const Caller& caller, std::int64_t total) {
  co_await store.Write([&](Transaction& tx) {
    tx.journal().Audit(caller.Did("cdr.export", "records", {{"records", total}}));
  });
}

// The same page as CSV: its headers (Link, X-Total-Count) are the list's.
http::Response AsCsv(http::Response list, const Page<Cdr>& page, std::optional<char> excel_separator) {
  list.content_type = "text/csv; charset=utf-8";
  list.body = http::ForReader(ToCsv(page.items), excel_separator);
  list.headers.Set("Content-Disposition", "attachment; filename=\"cdr.csv\"");
  return list;
}
}  // namespace

void MountCdrs(http::Router& router, Store<Transaction>& store, LeadDirectory& leads) {
  router.Get("/api/cdr/records", Requires(perm::kCdrRead), [&](http::Context& ctx) -> Task<http::Response> {
    http::QueryReader query = ctx.Query();
    const CdrFilter filter = ParseFilter(ctx, query);
    const PageRequest page = query.Paging({"-started_at", "ended_at", "duration_s", "talk_s", "id"});
    const auto excel = http::ReadExcelSeparator(query);
    query.Finish();
    const Page<Cdr> found =
        co_await store.Read([&](Transaction& tx) { return tx.cdrs().List(filter, page); });
    http::Response list = http::List(ctx, page, found, [](const Cdr& cdr) { return ToJson(cdr); });
    list.headers.Add("Vary", "Accept");
    if (!WantsCsv(ctx.request())) co_return list;
    if (page.after.empty()) co_await NoteExport(store, ctx.caller(), found.total);
    co_return AsCsv(std::move(list), found, excel);
  });
  router.Get(
      "/api/cdr/records/:id", Requires(perm::kCdrRead), [&](http::Context& ctx) -> Task<http::Response> {
        const auto id = ParseCallId(ctx.Param("id"));
        if (!id) throw NotFound("such record: its id is that of its call, such as c_882");
        const auto cdr = co_await store.Read([&](Transaction& tx) { return tx.cdrs().Find(*id); });
        if (!cdr ||
            !co_await MaySee(leads, ScopeOf(ctx.principal(), ScopedResource::kCalls), OwnerOf(cdr->call)))
          throw NotFound("record of " + Name(*id));
        co_return http::Ok(ToJson(*cdr));
      });
}
}  // namespace vss::ottb
