#include "adapters/storage_sql/crm/call_links.hpp"

#include "adapters/storage_sql/ottb/call_table.hpp"
#include "adapters/storage_sql/ottb/lead_filter.hpp"
#include "adapters/storage_sql/ottb/recording_table.hpp"
#include "ottb/calls/call_json.hpp"
#include "ottb/cdr/leg_json.hpp"
#include "ottb/recordings/recording_json.hpp"

namespace vss::sql {
namespace {
// A leg's URI has the number, too.
void EraseFromLegs(Session& session, const std::string& phone) {
  for (const Row& row : session.Query("SELECT call_id, legs FROM cdr WHERE phone_number = $1", {phone})) {
    auto legs = ottb::ParseLegs(row.Text(1));
    for (ottb::Leg& leg : legs) {
      if (leg.role == ottb::LegRole::kNumber) leg.uri.clear();
      for (ottb::LegRedirect& redirect : leg.redirects) redirect.uri.clear();
    }
    session.Execute("UPDATE cdr SET legs = $2 WHERE call_id = $1", {row.Int(0), ottb::LegsText(legs)});
  }
}

// Calls to others that were to be redirected to the number.
void EraseFromRedirects(Session& session, const std::string& phone) {
  const std::string digits = phone.substr(phone.starts_with('+') ? 1 : 0);
  for (const Row& row :
       session.Query("SELECT call_id, legs FROM cdr WHERE hangup_cause = 'redirected' AND legs LIKE $1",
                     {"%" + digits + "%"})) {
    auto legs = ottb::ParseLegs(row.Text(1));
    for (ottb::Leg& leg : legs) {
      for (ottb::LegRedirect& redirect : leg.redirects) {
        if (redirect.uri.contains(digits)) redirect.uri.clear();
      }
    }
    session.Execute("UPDATE cdr SET legs = $2 WHERE call_id = $1", {row.Int(0), ottb::LegsText(legs)});
  }
}
}  // namespace

std::optional<crm::CallFacts> SqlCallLinks::Find(std::int64_t call) {
  const auto row = session_.QueryOne(
      "SELECT id, user_id, team_id, lead_id, phone_number FROM calls WHERE id = $1", {call});
  if (!row) return std::nullopt;
  return crm::CallFacts{row->Int(0), row->OptionalText(1), row->OptionalText(2), row->OptionalText(3),
                        row->Text(4)};
}

void SqlCallLinks::MoveLead(const std::string& from, const crm::Lead& to) {
  for (const std::string_view table : kTablesOfCalls) {
    session_.Execute(
        fmt::format("UPDATE {} SET lead_id = $2, lead_seller = $3, lead_team = $4 WHERE lead_id = $1", table),
        {from, to.id, ToValue(to.assigned_seller), ToValue(to.team_id)});
  }
}

std::optional<Instant> SqlCallLinks::LastEnd(const std::string& lead) {
  return session_.Query("SELECT MAX(ended_at) FROM calls WHERE lead_id = $1 AND dialled = 1", {lead})
      .at(0)
      .OptionalTime(0);
}

bool SqlCallLinks::IsInCall(const std::string& phone) {
  return !session_.Query("SELECT 1 FROM calls WHERE phone_number = $1 AND ended_at IS NULL LIMIT 1", {phone})
              .empty();
}

crm::ErasedCalls SqlCallLinks::Erase(const std::string& phone) {
  crm::ErasedCalls erased;
  for (const Row& row : session_.Query("SELECT file FROM recordings WHERE phone_number = $1", {phone}))
    erased.recording_files.push_back(row.Text(0));
  for (const Row& row : session_.Query("SELECT id FROM calls WHERE phone_number = $1", {phone}))
    erased.calls.push_back(row.Int(0));
  erased.notes = session_.ExecuteCounting(
      "DELETE FROM crm_notes WHERE call_id IN (SELECT id FROM calls WHERE phone_number = $1)", {phone});
  EraseFromLegs(session_, phone);
  EraseFromRedirects(session_, phone);
  session_.Execute("DELETE FROM recordings WHERE phone_number = $1", {phone});
  for (const std::string_view table : {"calls", "cdr"}) {
    session_.Execute(fmt::format("UPDATE {} SET phone_number = '', lead_id = NULL, lead_seller = NULL, "
                                 "lead_team = NULL WHERE phone_number = $1",
                                 table),
                     {phone});
  }
  return erased;
}

std::vector<json::object> SqlCallLinks::Calls(const std::string& phone, const RowScope& scope,
                                              std::size_t limit) {
  std::vector<json::object> calls;
  SqlCallTable table(session_);
  const auto page = table.List({.phone_number = phone, .visible = scope},
                               {.limit = limit, .sort = "started_at", .descending = true});
  for (const ottb::Call& call : page.items) calls.push_back(ToJson(call));
  return calls;
}

std::vector<json::object> SqlCallLinks::Recordings(const std::string& phone, const RowScope& scope,
                                                   std::size_t limit) {
  std::vector<json::object> recordings;
  SqlRecordingTable table(session_);
  const auto page = table.List({.phone_number = phone, .visible = scope},
                               {.limit = limit, .sort = "started_at", .descending = true});
  for (const ottb::Recording& recording : page.items) recordings.push_back(ToJson(recording));
  return recordings;
}
}  // namespace vss::sql
