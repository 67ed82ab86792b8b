#include "workspace/crm/clients/client_routes.hpp"

#include "base/error.hpp"
#include "base/uuid.hpp"
#include "workspace/crm/body_values.hpp"
#include "workspace/crm/clients/client_json.hpp"

namespace vss::crm {
using http::Requires;

namespace {
std::string IdOf(const http::Context& ctx) {
  const std::string& id = ctx.Param("id");
  if (!IsUuid(id)) throw NotFound("such client: ids are UUIDs");
  return id;
}

CreateClient ParseCreateClient(http::BodyReader body, std::string_view country) {
  CreateClient command;
  command.name =
      Accept(body, "name", CheckLine(body.Text("name", {.min = 1, .max = kMaxName}), kMaxName)).value_or("");
  command.phone = ReadPhone(body, "phone", body.OptionalText("phone", kPhoneRule), country);
  command.email = ReadEmail(body, "email");
  command.company = ReadLine(body, "company", kMaxName);
  command.fields = ReadFields(body).value_or(Fields());
  body.Finish();
  return command;
}

UpdateClient ParseUpdateClient(http::BodyReader body, std::string_view country) {
  UpdateClient change;
  body.RefuseNull({"name"});
  body.RequireAny({"name", "phone", "email", "company", "fields"});
  change.name = ReadLine(body, "name", kMaxName);
  if (auto phone = ReadPhone(body, "phone", body.OptionalText("phone", kPhoneRule), country);
      body.Has("phone"))
    change.phone = phone;
  if (auto email = ReadEmail(body, "email"); body.Has("email")) change.email = email;
  if (auto company = ReadLine(body, "company", kMaxName); body.Has("company")) change.company = company;
  change.fields = ReadFields(body);
  body.Finish();
  return change;
}

Task<http::Response> ListClients(http::Context& ctx, ClientService& clients, const Settings& settings) {
  http::QueryReader query = ctx.Query();
  ClientFilter filter;
  if (const auto q = query.Text("q", {.min = 1, .max = 100})) filter.q = ParseSearch(*q, settings.country);
  filter.phone = ReadPhone(query, "phone", query.Text("phone", kPhoneRule), settings.country);
  const PageRequest page = query.Paging({"name", "created_at", "id"});
  query.Finish();
  co_return http::List(ctx, page, co_await clients.List(ctx.caller(), std::move(filter), page),
                       [](const Client& client) { return ToJson(client); });
}
}  // namespace

void MountClients(http::Router& router, ClientService& clients, const Settings& settings) {
  router.Get("/api/crm/clients", Requires(perm::kCrmRead),
             [&](http::Context& ctx) { return ListClients(ctx, clients, settings); });
  router.Post("/api/crm/clients", Requires(perm::kCrmWrite), [&](http::Context& ctx) -> Task<http::Response> {
    CreateClient command = ParseCreateClient(ctx.Body(), settings.country);
    const Client client = co_await clients.Create(ctx.caller(), std::move(command));
    co_return http::Created("/api/crm/clients/" + client.id, ToJson(client));
  });
  router.Get("/api/crm/clients/:id", Requires(perm::kCrmRead),
             [&](http::Context& ctx) -> Task<http::Response> {
               co_return http::Ok(ToJson(co_await clients.Get(ctx.caller(), IdOf(ctx))));
             });
  router.Patch(
      "/api/crm/clients/:id", Requires(perm::kCrmWrite), [&](http::Context& ctx) -> Task<http::Response> {
        std::string id = IdOf(ctx);
        UpdateClient change = ParseUpdateClient(ctx.Body(), settings.country);
        co_return http::Ok(ToJson(co_await clients.Update(ctx.caller(), std::move(id), std::move(change))));
      });
  router.Delete("/api/crm/clients/:id", Requires(perm::kCrmDelete),
                [&](http::Context& ctx) -> Task<http::Response> {
                  const Client client = co_await clients.Delete(ctx.caller(), IdOf(ctx));
                  co_return http::Ok({{"deleted", {{"client", ToJson(client)}}}});
                });
}
}  // namespace vss::crm
