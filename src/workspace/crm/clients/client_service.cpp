#include "workspace/crm/clients/client_service.hpp"

#include "base/error.hpp"
#include "workspace/crm/clients/client_json.hpp"
#include "workspace/crm/rules.hpp"

namespace vss::crm {
namespace {
Client Visible(Transaction& tx, const RowScope& scope, std::optional<Client> client, const std::string& id) {
  if (!client || !Covers(tx, scope, *client)) throw NotFound(ClientName(id));
  return std::move(*client);
}

void Announce(Transaction& tx, const Client& client, std::string_view action) {
  json::object data = ToJson(client);
  data["action"] = action;
  tx.journal().Publish("client.update", std::nullopt, "WORKSPACE", std::move(data));
}

Client Changed(Client client, const UpdateClient& change) {
  if (change.name) client.name = *change.name;
  if (change.phone) client.phone = *change.phone;
  if (change.email) client.email = *change.email;
  if (change.company) client.company = *change.company;
  if (change.fields) client.fields = *change.fields;
  return client;
}
}  // namespace

Task<Client> ClientService::Create(const Caller& caller, CreateClient command) {
  const Instant now = clock_.Now();
  const std::string& maker = caller.principal.user_id;
  const Client client{.id = random_.TimeUuid(now),
                      .name = std::move(command.name),
                      .phone = std::move(command.phone),
                      .email = std::move(command.email),
                      .company = std::move(command.company),
                      .fields = std::move(command.fields),
                      .created_by = maker.empty() ? std::nullopt : std::optional(maker),
                      .created_at = now,
                      .updated_at = now};
  co_await store_.Write([&](Transaction& tx) {
    tx.clients().Insert(client);
    Announce(tx, client, "created");
    tx.journal().Audit(caller.Did("clients.create", ClientName(client.id)));
  });
  co_return client;
}

Task<Client> ClientService::Get(const Caller& caller, std::string id) {
  co_return co_await store_.Read(
      [&](Transaction& tx) { return Visible(tx, LeadScopeOf(caller.principal), tx.clients().Find(id), id); });
}

Task<Page<Client>> ClientService::List(const Caller& caller, ClientFilter filter, PageRequest request) {
  filter.visible = LeadScopeOf(caller.principal);
  co_return co_await store_.Read([&](Transaction& tx) { return tx.clients().List(filter, request); });
}

Task<Client> ClientService::Update(const Caller& caller, std::string id, UpdateClient change) {
  co_return co_await store_.Write([&](Transaction& tx) {
    const RowScope scope = LeadScopeOf(caller.principal);
    const Client before = Visible(tx, scope, tx.clients().FindLocked(id), id);
    Client after = Changed(before, change);
    if (ToJson(after) == ToJson(before)) return before;
    after.updated_at = clock_.Now();
    after.version = before.version + 1;
    tx.clients().Update(after);
    Announce(tx, after, "updated");
    tx.journal().Audit(caller.Did("clients.update", ClientName(id)));
    return after;
  });
}

Task<Client> ClientService::Delete(const Caller& caller, std::string id) {
  co_return co_await store_.Write([&](Transaction& tx) {
    const RowScope scope = LeadScopeOf(caller.principal);
    Client client = Visible(tx, scope, tx.clients().FindLocked(id), id);
    tx.clients().Delete(id);
    Announce(tx, client, "deleted");
    tx.journal().Audit(caller.Did("clients.delete", ClientName(id)));
    return client;
  });
}
}  // namespace vss::crm
