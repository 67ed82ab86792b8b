#include "workspace/crm/leads/lead_routes.hpp"

#include "base/error.hpp"
#include "base/uuid.hpp"
#include "http/spreadsheet.hpp"
#include "workspace/crm/body_values.hpp"
#include "workspace/crm/leads/lead_csv.hpp"
#include "workspace/crm/leads/lead_json.hpp"
#include "workspace/crm/leads/lead_parsing.hpp"
#include "workspace/crm/timeline/timeline_json.hpp"

namespace vss::crm {
using http::Requires;

namespace {
constexpr std::size_t kMaxAssigned = 1000;

std::string IdOf(const http::Context& ctx) {
  const std::string& id = ctx.Param("id");
  if (!IsUuid(id)) throw NotFound("such lead: ids are UUIDs");
  return id;
}

http::Response WithETag(http::Response response, const Lead& lead) {
  response.headers.Set("ETag", ETagOf(lead));
  return response;
}

std::vector<std::string> ReadIds(http::BodyReader& body) {
  auto ids = body.OptionalTexts("lead_ids", kMaxAssigned, {.min = 36, .max = 36});
  if (!ids || ids->empty()) {
    body.Refuse("lead_ids", fmt::format("wants a list of 1 to {} ids of leads", kMaxAssigned));
    return {};
  }
  if (!std::ranges::all_of(*ids, [](const std::string& id) { return IsUuid(id); }))
    body.Refuse("lead_ids", "wants UUIDs in lower case");
  return std::move(*ids);
}

json::object ToJson(const SearchHit& hit) {
  if (const auto* lead = std::get_if<Lead>(&hit.what)) {
    return {{"kind", "lead"},
            {"id", lead->id},
            {"name", lead->client_name},
            {"phone", lead->phone},
            {"email", OrNull(lead->email)},
            {"status", ToString(lead->status)},
            {"assigned_seller", OrNull(lead->assigned_seller)},
            {"company", nullptr}};
  }
  const auto& client = std::get<Client>(hit.what);
  return {{"kind", "client"},
          {"id", client.id},
          {"name", client.name},
          {"phone", OrNull(client.phone)},
          {"email", OrNull(client.email)},
          {"status", nullptr},
          {"assigned_seller", nullptr},
          {"company", OrNull(client.company)}};
}

bool AsksForCsv(const http::Request& request) {
  return request.headers.Find("Accept").value_or("").starts_with("text/csv");
}

// As CSV it is the same page; whoever takes leads away stands in the audit.
Task<http::Response> ListLeads(http::Context& ctx, LeadService& leads, const Settings& settings) {
  http::QueryReader query = ctx.Query();
  LeadFilter filter = ParseLeadFilter(query, settings.country);
  const PageRequest page = query.Paging({"-created_at", "updated_at", "client_name", "id"});
  if (filter.q && page.sort != "created_at" && page.sort != "id")
    query.Refuse("sort", "wants created_at or id, with - in front for descending, when there is a q");
  std::vector<std::string> fields = ParseExportedFields(query);
  const auto excel = http::ReadExcelSeparator(query);
  query.Finish();
  const Page<Lead> found = co_await leads.List(ctx.caller(), std::move(filter), page);
  http::Response list = http::List(ctx, page, found, [](const Lead& lead) { return ToJson(lead); });
  list.headers.Add("Vary", "Accept");
  if (!AsksForCsv(ctx.request())) co_return list;
  if (page.after.empty()) co_await leads.NoteExport(ctx.caller(), found.total);
  list.content_type = "text/csv; charset=utf-8";
  const LeadColumns columns = co_await leads.ColumnsOf(found.items, std::move(fields));
  list.body = http::ForReader(ToCsv(found.items, columns), excel);
  list.headers.Set("Content-Disposition", "attachment; filename=\"leads.csv\"");
  co_return list;
}

Task<http::Response> AssignLeads(http::Context& ctx, LeadService& leads) {
  http::BodyReader body = ctx.Body();
  std::vector<std::string> ids = ReadIds(body);
  if (!body.Has("assigned_seller")) body.Refuse("assigned_seller", "is required; wants a user's id, or null");
  auto seller = CheckUuid(body, "assigned_seller", body.OptionalText("assigned_seller"));
  body.Finish();
  const Assigned done = co_await leads.Assign(ctx.caller(), std::move(ids), std::move(seller));
  co_return http::Ok({{"assigned", done.assigned}, {"unchanged", done.unchanged}});
}

Task<http::Response> MergeLead(http::Context& ctx, LeadService& leads) {
  std::string id = IdOf(ctx);
  http::BodyReader body = ctx.Body();
  auto into = CheckUuid(body, "into", body.Text("into"));
  body.Finish();
  co_return http::Ok(ToJson(co_await leads.Merge(ctx.caller(), std::move(id), std::move(*into))));
}

Task<http::Response> PreviewMerge(http::Context& ctx, LeadService& leads) {
  std::string id = IdOf(ctx);
  http::QueryReader query = ctx.Query();
  auto into = CheckUuid(query, "into", query.Text("into"));
  if (!into) query.Refuse("into", "is required; wants the id of the lead that stays");
  query.Finish();
  co_return http::Ok(ToJson(co_await leads.PreviewMerge(ctx.caller(), std::move(id), std::move(*into))));
}

Task<http::Response> SearchCrm(http::Context& ctx, LeadService& leads, const Settings& settings) {
  http::QueryReader query = ctx.Query();
  const auto q = query.Text("q", {.min = 1, .max = 100});
  if (!q) query.Refuse("q", "is required; wants a text of 1 to 100 characters");
  const auto limit = query.Int("limit", {.min = 1, .max = 100}).value_or(20);
  query.Finish();
  json::array hits;
  for (const SearchHit& hit : co_await leads.Search(ctx.caller(), ParseSearch(*q, settings.country),
                                                    static_cast<std::size_t>(limit))) {
    hits.push_back(ToJson(hit));
  }
  co_return http::Ok(std::move(hits));
}

void MountOneLead(http::Router& router, LeadService& leads, const Settings& settings) {
  router.Get("/api/crm/leads/:id", Requires(perm::kCrmRead), [&](http::Context& ctx) -> Task<http::Response> {
    const Lead lead = co_await leads.Get(ctx.caller(), IdOf(ctx));
    co_return WithETag(http::Ok(ToJson(lead)), lead);
  });
  router.Patch("/api/crm/leads/:id", Requires(perm::kCrmWrite),
               [&](http::Context& ctx) -> Task<http::Response> {
                 std::string id = IdOf(ctx);
                 UpdateLead change =
                     ParseUpdateLead(ctx.Body(), ctx.request().headers.Find("If-Match"), settings.country);
                 const Lead lead = co_await leads.Update(ctx.caller(), std::move(id), std::move(change));
                 co_return WithETag(http::Ok(ToJson(lead)), lead);
               });
  router.Delete("/api/crm/leads/:id", Requires(perm::kCrmDelete),
                [&](http::Context& ctx) -> Task<http::Response> {
                  const Lead lead = co_await leads.Delete(ctx.caller(), IdOf(ctx));
                  co_return http::Ok({{"deleted", {{"lead", ToJson(lead)}}}});
                });
  router.Get("/api/crm/leads/:id/merge", Requires(perm::kCrmDelete),
             [&](http::Context& ctx) { return PreviewMerge(ctx, leads); });
  router.Post("/api/crm/leads/:id/merge", Requires(perm::kCrmDelete),
              [&](http::Context& ctx) { return MergeLead(ctx, leads); });
  router.Get("/api/crm/leads/:id/timeline", Requires(perm::kCrmRead),
             [&](http::Context& ctx) -> Task<http::Response> {
               http::QueryReader query = ctx.Query();
               const PageRequest page = query.Paging({"-at"});
               query.Finish();
               co_return http::List(ctx, page, co_await leads.Timeline(ctx.caller(), IdOf(ctx), page),
                                    [](const TimelineItem& item) { return ToJson(item); });
             });
}
}  // namespace

void MountLeads(http::Router& router, LeadService& leads, const Settings& settings) {
  router.Get("/api/crm/leads", Requires(perm::kCrmRead),
             [&](http::Context& ctx) { return ListLeads(ctx, leads, settings); });
  router.Post("/api/crm/leads", Requires(perm::kCrmWrite), [&](http::Context& ctx) -> Task<http::Response> {
    CreateLead command = ParseCreateLead(ctx.Body(), settings.country);
    const Lead lead = co_await leads.Create(ctx.caller(), std::move(command));
    co_return WithETag(http::Created("/api/crm/leads/" + lead.id, ToJson(lead)), lead);
  });
  router.Post("/api/crm/leads/assign", Requires(perm::kCrmWrite),
              [&](http::Context& ctx) { return AssignLeads(ctx, leads); }, {.max_body_bytes = 128 * 1024});
  MountOneLead(router, leads, settings);
  router.Get("/api/crm/search", Requires(perm::kCrmRead),
             [&](http::Context& ctx) { return SearchCrm(ctx, leads, settings); });
}
}  // namespace vss::crm
