#include "workspace/reports/report_routes.hpp"

#include "base/error.hpp"
#include "base/local_time.hpp"
#include "http/spreadsheet.hpp"
#include "workspace/reports/numbers_text.hpp"

namespace vss::reports {
using http::Requires;

namespace {
constexpr int kMostDays = 3660;
constexpr int kDaysBefore = 29;  // with today a month, as people see it
constexpr std::string_view kGenerate = "reports.generate";

std::optional<std::string> ReadDay(http::QueryReader& query, std::string_view name) {
  auto day = query.Text(name, {.min = 10, .max = 10});
  if (!day || IsCalendarDay(*day)) return day;
  query.Refuse(name, "wants a day such as 2025-01-15");
  return std::nullopt;
}

DayRange ReadDays(http::QueryReader& query, Instant now) {
  const auto first = ReadDay(query, "from"), last = ReadDay(query, "to");
  DayRange days{.last = last.value_or(LocalDay(now))};
  days.first = first.value_or(AddDays(days.last, -kDaysBefore));
  const int length = DaysBetween(days.first, days.last);
  if (length < 0) query.Refuse("from", fmt::format("wants a day that is not after {}", days.last));
  if (length >= kMostDays)
    query.Refuse("from", fmt::format("wants at most {} days up to {}", kMostDays, days.last));
  return days;
}

bool WantsCsv(const http::Request& request, const std::optional<std::string>& format) {
  if (format) return *format == "csv";
  return request.headers.Find("Accept").value_or("").starts_with("text/csv");
}

// Where lists are separated by semicolons the comma is the decimal sign.
http::Response AsCsv(const Report& report, std::optional<char> excel_separator) {
  const DecimalSign sign = excel_separator == ';' ? DecimalSign::kComma : DecimalSign::kPoint;
  http::Response response =
      http::Text(http::ForReader(ToCsv(report, sign), excel_separator), "text/csv; charset=utf-8");
  response.headers.Set("Content-Disposition",
                       fmt::format("attachment; filename=\"{}-{}-{}.csv\"", ToString(report.kind),
                                   report.days.first, report.days.last));
  return response;
}

void RequireGenerate(const Principal& principal) {
  if (principal.Allows(kGenerate)) return;
  throw Error(ErrorCode::kPermissionDenied, fmt::format("a report as a file needs {}", kGenerate),
              {{"permission", kGenerate}});
}
}  // namespace

void MountReports(http::Router& router, ReportService& reports, const Clock& clock,
                  const std::string& timezone) {
  for (const ReportKind kind :
       {ReportKind::kDaily, ReportKind::kOperator, ReportKind::kSlots, ReportKind::kCampaign}) {
    router.Get(fmt::format("/api/reports/{}", ToString(kind)), Requires("reports.read"),
               [&, kind](http::Context& ctx) -> Task<http::Response> {
                 http::QueryReader query = ctx.Query();
                 const DayRange days = ReadDays(query, clock.Now());
                 const bool csv = WantsCsv(ctx.request(), query.Choice("format", {"json", "csv"}));
                 const auto excel = http::ReadExcelSeparator(query);
                 query.Finish();
                 if (csv) RequireGenerate(ctx.principal());
                 const Report report =
                     co_await reports.Make(kind, days, ScopeOf(ctx.principal(), ScopedResource::kReports));
                 if (csv) co_await reports.NoteDownload(ctx.caller(), kind, days);
                 http::Response response = csv ? AsCsv(report, excel) : http::Ok(ToJson(report, timezone));
                 response.headers.Add("Vary", "Accept");
                 co_return response;
               });
  }
}
}  // namespace vss::reports
