#include "workspace/crm/import/import_routes.hpp"

#include "base/error.hpp"
#include "base/uuid.hpp"
#include "http/spreadsheet.hpp"
#include "workspace/crm/body_values.hpp"
#include "workspace/crm/import/import_json.hpp"

namespace vss::crm {
using http::Requires;

namespace {
constexpr std::size_t kMaxFile = std::size_t{1024} * 1024 * 1024;

std::string IdOf(const http::Context& ctx) {
  const std::string& id = ctx.Param("id");
  if (!IsUuid(id)) throw NotFound("such import: ids are UUIDs");
  return id;
}

void ReadMapping(http::QueryReader& query, ImportOptions& options) {
  const auto text = query.Text("mapping", {.min = 2, .max = 8192});
  if (!text) return;
  constexpr std::string_view kWants =
      R"(wants JSON such as {"Телефон": "phone", "Город": "fields.city", "№": null})";
  json::value parsed;
  try {
    parsed = ParseJson(*text, 3);
  } catch (const Error&) {
    query.Refuse("mapping", kWants);
    return;
  }
  if (!parsed.is_object()) {
    query.Refuse("mapping", kWants);
    return;
  }
  for (const auto& [title, field] : parsed.get_object()) {
    if (!field.is_null() && !field.is_string()) {
      query.Refuse("mapping", kWants);
      return;
    }
    options.mapping.emplace(title,
                            field.is_null() ? std::nullopt : std::optional(std::string(field.get_string())));
  }
}

char DelimiterOf(std::string_view name) {
  return name == "semicolon" ? ';' : name == "tab" ? '\t' : name == "pipe" ? '|' : ',';
}

ImportOptions ParseOptions(http::QueryReader& query, const Settings& settings) {
  ImportOptions options{.country = settings.country};
  ReadMapping(query, options);
  if (const auto delimiter = query.Choice("delimiter", {"comma", "semicolon", "tab", "pipe"}))
    options.delimiter = DelimiterOf(*delimiter);
  if (const auto encoding =
          query.Choice("encoding", {"utf-8", "windows-1251", "windows-1252", "windows-1250"}))
    options.encoding =
        static_cast<Encoding>(std::ranges::find(kEncodingNames, *encoding) - kEncodingNames.begin());
  const auto policy = query.Choice("policy", {"skip", "update", "create"}).value_or("skip");
  options.policy = policy == "skip"     ? DuplicatePolicy::kSkip
                   : policy == "update" ? DuplicatePolicy::kUpdate
                                        : DuplicatePolicy::kCreate;
  if (const auto status = query.Text("status")) {
    const auto parsed = ParseLeadStatus(*status);
    if (!parsed) query.Refuse("status", kLeadStatusWants);
    options.status = parsed.value_or(LeadStatus::kNew);
  }
  options.assigned_seller = CheckUuid(query, "assigned_seller", query.Text("assigned_seller"));
  if (const auto source = query.Text("source", {.min = 1, .max = kMaxSource}))
    options.source = Accept(query, "source", CheckLine(*source, kMaxSource));
  return options;
}

Task<http::Response> ImportLeads(http::Context& ctx, ImportService& imports, const Settings& settings) {
  http::QueryReader query = ctx.Query();
  ImportOptions options = ParseOptions(query, settings);
  const bool preview = query.Bool("preview").value_or(false);
  std::string name = query.Text("name", {.min = 1, .max = 200}).value_or("leads.csv");
  query.Finish();
  const auto& file = ctx.request().spooled;
  if (!file || file->bytes() == 0) throw InvalidField("body", "wants a CSV file");
  if (preview) co_return http::Ok(ToJson(co_await imports.Preview(file, std::move(options))));
  const Import import = co_await imports.Start(ctx.caller(), file, std::move(name), std::move(options));
  http::Response response = http::Json(202, ToJson(import));
  response.headers.Set("Location", "/api/crm/imports/" + import.id);
  co_return response;
}

RejectFormat ParseRejectFormat(http::QueryReader& query) {
  RejectFormat format{.excel_separator = http::ReadExcelSeparator(query)};
  if (query.Choice("lang", {"ru", "en"}) == "ru") format.language = RejectFormat::Language::kRussian;
  return format;
}

http::Response ResponseOf(RejectRows rejects) {
  http::Response response;
  response.content_type = "text/csv; charset=utf-8";
  response.headers.Set("Content-Disposition", "attachment; filename=\"rejects.csv\"");
  if (rejects.file && rejects.bytes > 0)
    response.file = http::FileBody{std::make_shared<const FileHandle>(std::move(rejects.file)), 0,
                                   static_cast<std::uint64_t>(rejects.bytes)};
  return response;
}
}  // namespace

void MountImports(http::Router& router, ImportService& imports, const Settings& settings) {
  router.Post("/api/crm/leads/import", Requires(perm::kCrmWrite),
              [&](http::Context& ctx) { return ImportLeads(ctx, imports, settings); },
              {.max_body_bytes = kMaxFile,
               .spool_folder = imports.uploads_dir(),
               .idempotent_by_key = false,
               .body = http::BodyKind::kOwn});
  router.Get("/api/crm/imports", Requires(perm::kCrmRead), [&](http::Context& ctx) -> Task<http::Response> {
    http::QueryReader query = ctx.Query();
    const PageRequest page = query.Paging({"-created_at"});
    query.Finish();
    co_return http::List(ctx, page, co_await imports.List(ctx.caller(), page),
                         [](const Import& import) { return ToJson(import); });
  });
  router.Get("/api/crm/imports/:id", Requires(perm::kCrmRead),
             [&](http::Context& ctx) -> Task<http::Response> {
               co_return http::Ok(ToJson(co_await imports.Get(ctx.caller(), IdOf(ctx))));
             });
  router.Delete("/api/crm/imports/:id", Requires(perm::kCrmWrite),
                [&](http::Context& ctx) -> Task<http::Response> {
                  co_return http::Ok(ToJson(co_await imports.Cancel(ctx.caller(), IdOf(ctx))));
                });
  router.Get("/api/crm/imports/:id/rejects", Requires(perm::kCrmRead),
             [&](http::Context& ctx) -> Task<http::Response> {
               http::QueryReader query = ctx.Query();
               const RejectFormat format = ParseRejectFormat(query);
               query.Finish();
               co_return ResponseOf(co_await imports.Rejects(ctx.caller(), IdOf(ctx), format));
             });
}
}  // namespace vss::crm
