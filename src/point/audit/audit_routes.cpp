#include "point/audit/audit_routes.hpp"

namespace vss::point {
namespace {
// The audit does not know whose call a number is from: who sees some calls only sees pseudonyms there.
bool SeesAllCalls(const Principal& principal) {
  return principal.Allows(perm::kCallsRead) && ScopeOf(principal, ScopedResource::kCalls).all();
}

json::object ToJson(const AuditRecord& record) {
  const AuditEntry& entry = record.entry;
  json::object out{{"id", record.id}, {"at", FormatRfc3339(record.at)}};
  out["user_id"] = entry.user_id ? json::value(*entry.user_id) : json::value(nullptr);
  out["username"] = entry.username;
  out["action"] = entry.action;
  out["target"] = entry.target;
  out["address"] = entry.address;
  out["request_id"] = entry.request_id;
  out["success"] = entry.success;
  out["detail"] = entry.detail;
  out["hash"] = record.hash;
  return out;
}

AuditFilter ParseFilter(http::QueryReader& query) {
  return {.user_id = query.Text("user_id", {.min = 1, .max = 64}),
          .action = query.Text("action", {.min = 1, .max = 100}),
          .from = query.Time("from", DayEdge::kStart),
          .to = query.Time("to", DayEdge::kEnd),
          .success = query.Bool("success")};
}
}  // namespace

void MountAudit(http::Router& router, Store<Transaction>& store) {
  router.Get("/api/security/audit", http::Requires(perm::kAuditRead),
             [&store](http::Context& ctx) -> Task<http::Response> {
               http::QueryReader query = ctx.Query();
               AuditFilter filter = ParseFilter(query);
               // Whom a call went to is for those to know who may see calls.
               if (SeesAllCalls(ctx.principal())) filter.persons = AuditFilter::Persons::kNumbers;
               const PageRequest page = query.Paging({"-id"});
               query.Finish();
               const Page<AuditRecord> records =
                   co_await store.Read([&](Transaction& tx) { return tx.audit().List(filter, page); });
               co_return http::List(ctx, page, records,
                                    [](const AuditRecord& record) { return ToJson(record); });
             });
}
}  // namespace vss::point
