#include "adapters/storage_sql/crm/lead_table.hpp"

#include "adapters/storage_sql/crm/lead_counts.hpp"
#include "adapters/storage_sql/crm/visible_leads.hpp"
#include "adapters/storage_sql/crm/words.hpp"
#include "adapters/storage_sql/do_not_call_table.hpp"
#include "adapters/storage_sql/ottb/lead_filter.hpp"
#include "adapters/storage_sql/ottb/words.hpp"
#include "adapters/storage_sql/paging.hpp"
#include "workspace/crm/leads/lead_numbers.hpp"
#include "workspace/crm/values.hpp"

namespace vss::sql {
namespace {
using crm::Lead;
using crm::LeadFilter;

constexpr std::string_view kLeadColumns =
    "crm_leads.id, client_name, phone, email, crm_leads.status, crm_leads.assigned_seller, source, timezone, "
    "region, "
    "fields, client_id, import_id, last_call_at, created_at, updated_at, version, crm_leads.team_id";
constexpr std::int64_t kCountAtMost = 10'000;
constexpr std::int64_t kCountFoundAtMost =
    1'000;                              // of those that words find: each costs a look into the index
constexpr std::size_t kSameDigits = 8;  // of a number without its country and trunk codes
constexpr std::size_t kScannedAtOnce = 1'000;
constexpr int kSeqColumn = 17;  // behind kLeadColumns
constexpr std::size_t kRowsAnInsert = 50;
constexpr std::size_t kColumnsAnInsert = 18;

Lead ReadLead(const Row& row) {
  return {.id = row.Text(0),
          .client_name = row.Text(1),
          .phone = row.Text(2),
          .email = row.OptionalText(3),
          .status = KnownWord(crm::ParseLeadStatus(row.Text(4)), row.Text(4), "crm_leads"),
          .assigned_seller = row.OptionalText(5),
          .team_id = row.OptionalText(16),
          .source = row.OptionalText(6),
          .timezone = row.OptionalText(7),
          .region = row.OptionalText(8),
          .fields = crm::ParseFields(row.Text(9)),
          .client_id = row.OptionalText(10),
          .import_id = row.OptionalText(11),
          .last_call_at = row.OptionalTime(12),
          .created_at = row.Time(13),
          .updated_at = row.Time(14),
          .version = row.Int(15)};
}

void AppendValues(std::vector<Value>& values, const Lead& lead) {
  for (Value value : std::initializer_list<Value>{
           lead.id, lead.client_name, lead.phone, ToValue(lead.email), std::string(ToString(lead.status)),
           ToValue(lead.assigned_seller), ToValue(lead.source), ToValue(lead.timezone), ToValue(lead.region),
           ToText(crm::ToJson(lead.fields)), ToValue(lead.client_id), ToValue(lead.import_id),
           OptionalTime(lead.last_call_at),
           crm::SearchTextOf(lead.client_name, {}, lead.email, NumbersOf(lead)), ToValue(lead.created_at),
           ToValue(lead.updated_at), lead.version, ToValue(lead.team_id)}) {
    values.push_back(std::move(value));
  }
}

std::string InsertText(std::size_t rows) {
  std::string text =
      "INSERT INTO crm_leads (id, client_name, phone, email, status, assigned_seller, source, timezone, "
      "region, "
      "fields, client_id, import_id, last_call_at, search, created_at, updated_at, version, team_id) VALUES ";
  for (std::size_t row = 0, parameter = 1; row < rows; ++row) {
    text += row == 0 ? "(" : ", (";
    for (std::size_t column = 0; column < kColumnsAnInsert; ++column)
      text += fmt::format("{}${}", column == 0 ? "" : ", ", parameter++);
    text += ")";
  }
  return text;
}

// Who sees their own leads only asks for one seller's: that is answered from the index and the counts of
// sellers.
bool NarrowsToSeller(const LeadFilter& wanted) {
  return wanted.visible.reach == DataScope::kOwn && wanted.assigned_seller &&
         *wanted.assigned_seller == wanted.visible.user_id;
}

// Words are looked up in the index together with status and seller, in order of creation, so that the first
// page is there when its rows are found.
Filter FilterOf(const LeadFilter& wanted, Dialect dialect) {
  Filter filter;
  std::vector<std::pair<std::string_view, std::string>> indexed;
  if (wanted.status) {
    filter.And("crm_leads.status = ?", {std::string(ToString(*wanted.status))});
    indexed.emplace_back("status", ToString(*wanted.status));
  }
  if (wanted.assigned_seller && !*wanted.assigned_seller) filter.And("crm_leads.assigned_seller IS NULL");
  if (wanted.assigned_seller && *wanted.assigned_seller) {
    filter.And("crm_leads.assigned_seller = ?", {**wanted.assigned_seller});
    indexed.emplace_back("assigned_seller", **wanted.assigned_seller);
  }
  if (wanted.team_id && !*wanted.team_id) filter.And("crm_leads.team_id IS NULL");
  if (wanted.team_id && *wanted.team_id) filter.And("crm_leads.team_id = ?", {**wanted.team_id});
  if (!NarrowsToSeller(wanted)) AndVisibleLeads(filter, wanted.visible);
  if (wanted.phone) filter.And("crm_leads.phone = ?", {*wanted.phone});
  if (wanted.email) filter.And("crm_leads.email = ?", {*wanted.email});
  if (wanted.client_id) filter.And("crm_leads.client_id = ?", {*wanted.client_id});
  if (wanted.from) filter.And("crm_leads.created_at >= ?", {ToValue(*wanted.from)});
  if (wanted.to) filter.And("crm_leads.created_at < ?", {ToValue(*wanted.to)});
  if (!wanted.ids.empty()) {
    std::string places = "?";
    for (std::size_t i = 1; i < wanted.ids.size(); ++i) places += ", ?";
    filter.And(fmt::format("crm_leads.id IN ({})", places), {wanted.ids.begin(), wanted.ids.end()});
  }
  if (wanted.q) AndFound(filter, dialect, "crm_leads", *wanted.q, indexed);
  return filter;
}

void KeepDoNotCallList(Session& session, const Lead* before, const Lead& after) {
  using enum crm::LeadStatus;
  if (after.status == kDoNotCall) {
    PutOnList(session, after.id, NumbersOf(after));
  } else if (before != nullptr && before->status == kDoNotCall) {
    TakeOffList(session, after.id, NumbersOf(*before));
  }
}

void RememberFields(Session& session, const std::set<std::string>& names) {
  for (const std::string& name : names)
    session.Execute("INSERT INTO crm_lead_fields (name) VALUES ($1) ON CONFLICT (name) DO NOTHING", {name});
}

bool IsCounted(const LeadFilter& filter) {
  return !filter.q && !filter.phone && !filter.email && !filter.client_id && !filter.from && !filter.to &&
         !filter.team_id && filter.ids.empty() && (filter.visible.all() || NarrowsToSeller(filter));
}

// CROSS JOIN keeps SQLite from turning the join round: the index of words leads. A row's id there is its seq.
ListQuery FoundQuery(Dialect dialect) {
  ListQuery query{.columns = kLeadColumns, .from = "crm_leads", .id = {"id", "crm_leads.seq"}};
  if (dialect == Dialect::kSqlite) {
    query.from = "crm_leads_fts CROSS JOIN crm_leads ON crm_leads.seq = crm_leads_fts.rowid";
    query.id = {"id", "crm_leads_fts.rowid"};
  }
  query.count_at_most = kCountFoundAtMost;
  return query;
}
}  // namespace

void SqlLeadTable::Insert(std::span<const Lead> leads) {
  LeadCounts counts(session_);
  std::set<std::string> fields;
  for (const Lead& lead : leads) {
    for (const auto& [name, value] : lead.fields) fields.insert(name);
  }
  RememberFields(session_, fields);
  while (!leads.empty()) {
    const auto batch = leads.first(std::min(leads.size(), leads.size() < kRowsAnInsert ? 1 : kRowsAnInsert));
    leads = leads.subspan(batch.size());
    std::vector<Value> values;
    values.reserve(batch.size() * kColumnsAnInsert);
    for (const Lead& lead : batch) {
      AppendValues(values, lead);
      counts.Add(lead, 1);
    }
    static const std::string kOne = InsertText(1), kMany = InsertText(kRowsAnInsert);
    session_.Execute(batch.size() == 1 ? kOne : kMany, Params(values));
    for (const Lead& lead : batch) KeepDoNotCallList(session_, nullptr, lead);
  }
  counts.Write();
}

std::optional<Lead> SqlLeadTable::Find(const std::string& id) {
  const auto row =
      session_.QueryOne(fmt::format("SELECT {} FROM crm_leads WHERE id = $1", kLeadColumns), {id});
  return row ? std::optional(ReadLead(*row)) : std::nullopt;
}

std::optional<Lead> SqlLeadTable::FindLocked(const std::string& id) {
  const auto row = session_.QueryOne(
      fmt::format("SELECT {} FROM crm_leads WHERE id = $1{}", kLeadColumns, session_.ForUpdate()), {id});
  return row ? std::optional(ReadLead(*row)) : std::nullopt;
}

Page<Lead> SqlLeadTable::List(const LeadFilter& asked, const PageRequest& request) {
  LeadFilter wanted = asked;
  if (wanted.visible.reach == DataScope::kOwn && !wanted.assigned_seller)
    wanted.assigned_seller = wanted.visible.user_id;
  static const ListQuery kList{.columns = kLeadColumns,
                               .from = "crm_leads",
                               .id = {"id", "crm_leads.seq"},
                               .sortable = {{"created_at", "created_at"},
                                            {"updated_at", "updated_at"},
                                            {"client_name", "client_name", SortKind::kText}},
                               .count_at_most = kCountAtMost};
  const Filter filter = FilterOf(wanted, session_.dialect());
  if (wanted.q) {
    PageRequest by_creation = request;  // the order in which rows were made is that of their seq
    by_creation.sort = "id";
    return FetchPage(session_, FoundQuery(session_.dialect()), filter, by_creation, ReadLead);
  }
  PageRequest ordered = request;  // by id is by creation, for which there are indexes with status and seller
  if (ordered.sort == "id") ordered.sort = "created_at";
  if (!IsCounted(wanted)) return FetchPage(session_, kList, filter, ordered, ReadLead);
  static const ListQuery kCounted = [] {
    ListQuery query = kList;
    query.counting = Counting::kElsewhere;
    return query;
  }();
  Page<Lead> page = FetchPage(session_, kCounted, filter, ordered, ReadLead);
  page.total = LeadCounts(session_).Sum(wanted);
  return page;
}

std::vector<Lead> SqlLeadTable::FindKnown(std::span<const std::string> phones,
                                          std::span<const std::string> emails) {
  std::vector<Lead> found;
  const auto look = [&](std::string_view column, std::span<const std::string> values) {
    for (; !values.empty(); values = values.subspan(std::min<std::size_t>(values.size(), 100))) {
      const auto batch = values.first(std::min<std::size_t>(values.size(), 100));
      const std::vector<Value> parameters(batch.begin(), batch.end());
      for (const Row& row :
           session_.Query(fmt::format("SELECT {} FROM crm_leads WHERE {} IN ({}) ORDER BY seq LIMIT 10000",
                                      kLeadColumns, column, Placeholders(batch.size())),
                          Params(parameters))) {
        found.push_back(ReadLead(row));
      }
    }
  };
  look("phone", phones);
  look("email", emails);
  return found;
}

std::vector<std::string> SqlLeadTable::FieldNames() {
  std::vector<std::string> names;
  for (const Row& row : session_.Query("SELECT name FROM crm_lead_fields ORDER BY seq LIMIT 1000"))
    names.push_back(row.Text(0));
  return names;
}

// However it is written: its last digits, with anything in between.
std::vector<Lead> SqlLeadTable::FindWithFurtherNumber(const std::string& phone) {
  std::string pattern = "%";
  for (const char digit : phone.substr(phone.size() - std::min(phone.size() - 1, kSameDigits)))
    pattern += {digit, '%'};
  // Many leads may have those digits in other fields: page by page, so that none is left out.
  std::vector<Lead> found;
  std::int64_t after = 0;
  for (bool more = true; more;) {
    const auto rows = session_.Query(
        fmt::format("SELECT {}, seq FROM crm_leads WHERE seq > $2 AND fields LIKE $1 ORDER BY seq LIMIT {}",
                    kLeadColumns, kScannedAtOnce),
        {pattern, after});
    for (const Row& row : rows) {
      after = row.Int(kSeqColumn);
      Lead lead = ReadLead(row);
      if (lead.phone != phone && NumbersOf(lead).contains(phone)) found.push_back(std::move(lead));
    }
    more = rows.size() == kScannedAtOnce;
  }
  return found;
}

void SqlLeadTable::Update(const Lead& before, const Lead& after) {
  std::set<std::string> fields;
  for (const auto& [name, value] : after.fields) {
    if (!before.fields.contains(name)) fields.insert(name);
  }
  RememberFields(session_, fields);
  session_.Execute(
      "UPDATE crm_leads SET client_name = $2, phone = $3, email = $4, status = $5, assigned_seller = $6, "
      "source = $7, "
      "timezone = $8, region = $9, fields = $10, client_id = $11, import_id = $12, last_call_at = $13, "
      "search = $14, "
      "created_at = $15, updated_at = $16, version = $17, team_id = $18 WHERE id = $1",
      [&] {
        std::vector<Value> values;
        AppendValues(values, after);
        return values;
      }());
  LeadCounts counts(session_);
  counts.Add(before, -1);
  counts.Add(after, 1);
  counts.Write();
  KeepDoNotCallList(session_, &before, after);
  if (OwnerOf(before) != OwnerOf(after))
    MoveCallsOfLead(session_, after.id, {after.assigned_seller, after.team_id});
}

void SqlLeadTable::Delete(const Lead& lead) {
  session_.Execute("DELETE FROM crm_leads WHERE id = $1", {lead.id});
  LeadCounts counts(session_);
  counts.Add(lead, -1);
  counts.Write();
  for (const std::string_view table : kTablesOfCalls) {
    session_.Execute(
        fmt::format("UPDATE {} SET lead_id = NULL, lead_seller = NULL, lead_team = NULL WHERE lead_id = $1",
                    table),
        {lead.id});
  }
}

bool SqlLeadTable::NoteCall(const std::string& id, Instant ended_at) {
  return session_.ExecuteCounting(
             "UPDATE crm_leads SET last_call_at = $2 WHERE id = $1 AND (last_call_at IS NULL OR last_call_at "
             "< $2)",
             {id, ToValue(ended_at)}) > 0;
}
}  // namespace vss::sql
