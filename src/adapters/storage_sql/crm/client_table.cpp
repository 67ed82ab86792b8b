#include "adapters/storage_sql/crm/client_table.hpp"

#include "adapters/storage_sql/crm/visible_leads.hpp"
#include "adapters/storage_sql/crm/words.hpp"
#include "adapters/storage_sql/paging.hpp"
#include "workspace/crm/values.hpp"

namespace vss::sql {
namespace {
using crm::Client;

constexpr std::string_view kClientColumns =
    "crm_clients.id, name, phone, email, company, fields, created_by, created_at, updated_at, version";

Client ReadClient(const Row& row) {
  return {.id = row.Text(0),
          .name = row.Text(1),
          .phone = row.OptionalText(2),
          .email = row.OptionalText(3),
          .company = row.OptionalText(4),
          .fields = crm::ParseFields(row.Text(5)),
          .created_by = row.OptionalText(6),
          .created_at = row.Time(7),
          .updated_at = row.Time(8),
          .version = row.Int(9)};
}

std::vector<Value> ClientValues(const Client& client) {
  return {
      client.id,
      client.name,
      ToValue(client.phone),
      ToValue(client.email),
      ToValue(client.company),
      ToText(crm::ToJson(client.fields)),
      ToValue(client.created_by),
      crm::SearchTextOf(client.name, client.company ? std::string_view(*client.company) : std::string_view(),
                        client.email, client.phone ? std::set{*client.phone} : std::set<std::string>()),
      ToValue(client.created_at),
      ToValue(client.updated_at),
      client.version};
}

std::optional<Client> ReadOne(const std::optional<Row>& row) {
  return row ? std::optional(ReadClient(*row)) : std::nullopt;
}

ListQuery QueryOf(const crm::ClientFilter& wanted, Dialect dialect) {
  ListQuery query{.columns = kClientColumns,
                  .from = "crm_clients",
                  .id = {"id", "crm_clients.seq"},
                  .sortable = {{"name", "name", SortKind::kText}, {"created_at", "created_at"}},
                  .count_at_most = 10'000};
  if (!wanted.q) return query;
  query.count_at_most = 1'000;
  if (dialect == Dialect::kSqlite)
    query.from = "crm_clients_fts CROSS JOIN crm_clients ON crm_clients.seq = crm_clients_fts.rowid";
  return query;
}
}  // namespace

void SqlClientTable::Insert(const Client& client) {
  session_.Execute(
      "INSERT INTO crm_clients (id, name, phone, email, company, fields, created_by, search, created_at, "
      "updated_at, "
      "version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
      ClientValues(client));
}

std::optional<Client> SqlClientTable::Find(const std::string& id) {
  return ReadOne(
      session_.QueryOne(fmt::format("SELECT {} FROM crm_clients WHERE id = $1", kClientColumns), {id}));
}

std::optional<Client> SqlClientTable::FindLocked(const std::string& id) {
  return ReadOne(session_.QueryOne(
      fmt::format("SELECT {} FROM crm_clients WHERE id = $1{}", kClientColumns, session_.ForUpdate()), {id}));
}

Page<Client> SqlClientTable::List(const crm::ClientFilter& wanted, const PageRequest& request) {
  Filter filter;
  if (wanted.phone) filter.And("crm_clients.phone = ?", {*wanted.phone});
  if (!wanted.visible.all()) {
    std::vector<Value> values{wanted.visible.user_id};
    const std::string leads = VisibleLeads(wanted.visible, values);
    filter.And(
        fmt::format("crm_clients.created_by = ? OR crm_clients.id IN (SELECT client_id FROM crm_leads WHERE "
                    "client_id IS NOT NULL AND ({}))",
                    leads),
        std::move(values));
  }
  if (wanted.q) AndFound(filter, session_.dialect(), "crm_clients", *wanted.q);
  return FetchPage(session_, QueryOf(wanted, session_.dialect()), filter, request, ReadClient);
}

void SqlClientTable::Update(const Client& client) {
  session_.Execute(
      "UPDATE crm_clients SET name = $2, phone = $3, email = $4, company = $5, fields = $6, created_by = $7, "
      "search = $8, "
      "created_at = $9, updated_at = $10, version = $11 WHERE id = $1",
      ClientValues(client));
}

void SqlClientTable::Delete(const std::string& id) {
  session_.Execute("UPDATE crm_leads SET client_id = NULL WHERE client_id = $1", {id});
  session_.Execute("DELETE FROM crm_clients WHERE id = $1", {id});
}

bool SqlClientTable::HasVisibleLead(const std::string& id, const RowScope& scope) {
  Filter filter;
  filter.And("client_id = ?", {id});
  AndVisibleLeads(filter, scope);
  return !session_
              .Query(fmt::format("SELECT 1 FROM crm_leads{} LIMIT 1", filter.Where()),
                     Params(filter.values()))
              .empty();
}
}  // namespace vss::sql
