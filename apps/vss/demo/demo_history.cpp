#include "demo/demo_history.hpp"

#include <span>

#include "adapters/storage_sql/crm/change_table.hpp"
#include "adapters/storage_sql/crm/lead_table.hpp"
#include "adapters/storage_sql/crm/note_table.hpp"
#include "adapters/storage_sql/ottb/call_table.hpp"
#include "adapters/storage_sql/ottb/cdr_table.hpp"
#include "adapters/storage_sql/ottb/totals_table.hpp"
#include "base/error.hpp"
#include "demo/demo_people.hpp"
#include "demo/demo_plan.hpp"

namespace vss::demo {
namespace {
constexpr std::size_t kNoteEvery = 9;  // answered calls of people
constexpr std::size_t kLeadsAtOnce = 500;

class PeopleWriter {
 public:
  PeopleWriter(sql::Session& session, const HistoryCast& cast, const HistoryPlan& plan, Random& random,
               Instant now)
      : session_(session), cast_(cast), plan_(plan), random_(random), now_(now) {}

  void Run() {
    Backdate();
    MakeSeats();
    MakeLeads();
  }

 private:
  // The centre is as old as its history: a slot's occupancy is reckoned from when it was made.
  void Backdate() {
    const sql::Value from = sql::ToValue(plan_.from);
    for (const char* table : {"trunks", "slots", "users"})
      session_.Execute(fmt::format("UPDATE {} SET created_at = $1 WHERE created_at > $1", table), {from});
    session_.Execute("INSERT INTO uptime (started_at, seen_at) VALUES ($1, $2)", {from, sql::ToValue(now_)});
  }

  // Nobody knows a seat's password: its hash is that of the first one, which was made up and thrown away. An
  // administrator may set another.
  void MakeSeats() {
    for (int i = 0; i < static_cast<int>(plan_.signed_in.size()); ++i) {
      const std::string name = SeatOf(i);
      const sql::Value signed_in = plan_.signed_in.at(static_cast<std::size_t>(i))
                                       ? sql::ToValue(*plan_.signed_in.at(static_cast<std::size_t>(i)))
                                       : sql::Value{};
      if (name == cast_.first_seat) {
        session_.Execute("UPDATE users SET last_login_at = $1 WHERE username = $2", {signed_in, name});
        continue;
      }
      session_.Execute(
          "INSERT INTO users (id, username, email, role, password, active, password_changed_at, created_at, "
          "updated_at, "
          "last_login_at) SELECT $1, $2, NULL, role, password, active, password_changed_at, created_at, "
          "updated_at, $3 "
          "FROM users WHERE username = $4",
          {random_.Uuid(), name, signed_in, cast_.first_seat});
    }
  }

  void MakeLeads() {
    sql::SqlLeadTable table(session_);
    sql::SqlChangeTable changes(session_);
    for (std::size_t from = 0; from < plan_.leads.size(); from += kLeadsAtOnce) {
      std::vector<crm::Lead> leads;
      for (std::size_t i = from; i < std::min(from + kLeadsAtOnce, plan_.leads.size()); ++i)
        leads.push_back(LeadOf(static_cast<int>(i), plan_.leads.at(i)));
      table.Insert(leads);
      for (const crm::Lead& lead : leads)
        changes.Append({.lead_id = lead.id, .kind = "created", .at = lead.created_at, .username = "demo"});
    }
  }

  crm::Lead LeadOf(int index, const PlannedLead& planned) {
    const Person person = PersonOf(index);
    crm::Lead lead{.id = random_.TimeUuid(planned.created_at),
                   .client_name = person.name,
                   .phone = person.phone,
                   .email = person.email,
                   .status = planned.status,
                   .source = std::string(kLeadSource),
                   .region = "RU",
                   .fields = {{"city", person.city}, {"interest", person.interest}},
                   .last_call_at = planned.last_call_at,
                   .created_at = planned.created_at,
                   .updated_at = planned.last_call_at.value_or(planned.created_at)};
    const bool somebodys = !cast_.sellers.empty() && index % 5 != 4;
    if (somebodys)
      lead.assigned_seller = cast_.sellers.at(static_cast<std::size_t>(index) % cast_.sellers.size());
    return lead;
  }

  sql::Session& session_;
  const HistoryCast& cast_;
  const HistoryPlan& plan_;
  Random& random_;
  const Instant now_;
};

class CallWriter {
 public:
  CallWriter(sql::Session& session, const HistoryCast& cast, Random& random)
      : session_(session), cast_(cast), random_(random) {
    for (const sql::Row& row :
         session.Query("SELECT id, phone, client_name FROM crm_leads WHERE source = $1 ORDER BY seq",
                       {std::string(kLeadSource)}))
      leads_.push_back({row.Text(0), row.Text(1), row.Text(2)});
    for (int i = 0; i < kSeats; ++i) {
      const auto row = session.QueryOne("SELECT id FROM users WHERE username = $1", {SeatOf(i)});
      seats_.push_back(row ? std::optional(row->Text(0)) : std::nullopt);
    }
  }

  void Run(std::span<const PlannedCall> planned_calls) {
    sql::SqlCallTable calls(session_);
    sql::SqlCdrTable records(session_);
    ottb::CallTotals totals;
    for (const PlannedCall& planned : planned_calls) {
      const ottb::Call call = calls.Insert(CallOf(planned));
      calls.Update(call);
      const ottb::Cdr record = ottb::MakeCdr(call, LegsOf(planned, call));
      records.Insert(record, call.ended_at.value());
      totals.Count(ottb::CountedOf(record));
      const auto number = static_cast<std::size_t>(call.id.value);
      if (call.answered_at && call.user_id && number % kNoteEvery == 0)
        MakeNote(call, leads_.at(static_cast<std::size_t>(planned.lead)).name, number / kNoteEvery);
    }
    sql::SqlTotalsTable(session_).Add(totals);
  }

 private:
  ottb::Call CallOf(const PlannedCall& planned) const {
    const bool seat = planned.kind == PlannedCall::Kind::kSeat;
    const auto& lines = seat ? cast_.seat_lines : cast_.robot_lines;
    const ottb::Slot& line = lines.at(static_cast<std::size_t>(planned.worker) % lines.size());
    const Contact& lead = leads_.at(static_cast<std::size_t>(planned.lead));
    ottb::Call call{.slot_id = line.id,
                    .trunk_id = line.trunk_id,
                    .line = line.number,
                    .line_type = line.type,
                    .username = seat ? SeatOf(planned.worker) : std::string(kDialler),
                    .lead_id = lead.id,
                    .phone_number = lead.phone,
                    .started_at = planned.started_at,
                    .ringing_at = planned.ringing_at,
                    .answered_at = planned.answered_at,
                    .ended_at = planned.ended_at,
                    .seen_at = planned.ended_at,
                    .hangup_cause = planned.cause};
    if (seat) call.user_id = seats_.at(static_cast<std::size_t>(planned.worker));
    const auto& traits = ottb::Describe(planned.cause);
    call.sip_status = planned.answered_at ? 200 : traits.sip_status;
    call.q850 = traits.q850;
    const bool ended = planned.answered_at || planned.cause == ottb::HangupReason::kCancelled;
    call.state = ended ? ottb::CallState::kEnded : ottb::CallState::kFailed;
    return call;
  }

  static std::vector<ottb::Leg> LegsOf(const PlannedCall& planned, const ottb::Call& call) {
    ottb::Leg line{.role = ottb::LegRole::kLine,
                   .uri = fmt::format("sip:{}@vss.internal", call.line),
                   .sip_call_id = fmt::format("demo-{}-line", call.id.value),
                   .invited_at = planned.started_at,
                   .answered_at = planned.started_at,
                   .ended_at = planned.ended_at,
                   .sip_status = 200};
    ottb::Leg number{.role = ottb::LegRole::kNumber,
                     .uri = fmt::format("sip:{}@vss.internal", call.phone_number),
                     .sip_call_id = fmt::format("demo-{}-number", call.id.value),
                     .invited_at = planned.started_at,
                     .ringing_at = planned.ringing_at,
                     .answered_at = planned.answered_at,
                     .ended_at = planned.ended_at,
                     .sip_status = call.sip_status,
                     .q850 = call.q850};
    return {std::move(line), std::move(number)};
  }

  void MakeNote(const ottb::Call& call, std::string_view name, std::size_t number) {
    const Instant at = *call.ended_at + std::chrono::seconds(40);
    sql::SqlNoteTable(session_).Insert({.id = random_.TimeUuid(at),
                                        .call_id = call.id.value,
                                        .lead_id = call.lead_id,
                                        .text = NoteOf(name, static_cast<unsigned>(number)),
                                        .type = "call_note",
                                        .author_id = call.user_id,
                                        .author = call.username,
                                        .created_at = at,
                                        .updated_at = at});
  }

  struct Contact {
    std::string id, phone, name;
  };
  sql::Session& session_;
  const HistoryCast& cast_;
  Random& random_;
  std::vector<std::optional<std::string>> seats_;  ///< users' ids
  std::vector<Contact> leads_;
};
}  // namespace

void StorePeople(sql::Session& session, const HistoryCast& cast, const HistoryPlan& plan, Random& random,
                 Instant now) {
  PeopleWriter(session, cast, plan, random, now).Run();
}

void StoreCalls(sql::Session& session, const HistoryCast& cast, const HistoryPlan& plan, Random& random,
                std::size_t first, std::size_t count) {
  CallWriter(session, cast, random).Run(std::span(plan.calls).subspan(first, count));
}
}  // namespace vss::demo
