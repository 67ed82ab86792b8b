#include "ottb/slots/provisioning_routes.hpp"

#include <algorithm>

namespace vss::ottb {
namespace {
constexpr std::string_view kForPeople =
    "This address sets up a telephone, once. Scan it with the SIP app of the phone, not with its camera or "
    "browser.\n"
    "Этот адрес один раз настраивает телефон. Отсканируйте его в SIP-приложении телефона, а не камерой и не "
    "в браузере.\n";

bool Takes(const http::Request& request, std::string_view type) {
  const auto accept = request.headers.Find("Accept");
  return accept && accept->contains(type);
}

// The host by which the phone reached us reaches the registrar, too. Anything odd in it is left out.
std::string HostOf(const http::Request& request) {
  std::string host(request.headers.Find("Host").value_or(""));
  if (const auto colon = host.rfind(':');
      colon != std::string::npos && host.find(']', colon) == std::string::npos)
    host.resize(colon);
  const auto allowed = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           std::string_view(".-:[]").contains(c);
  };
  return std::ranges::all_of(host, allowed) ? host : std::string();
}

json::object AccountToJson(const PhoneAccount& account) {
  return {{"username", account.username}, {"password", account.password.Reveal()},
          {"domain", account.domain},     {"server", account.server},
          {"port", account.port},         {"transport", "udp"}};
}

// Only a phone uses the address up: a browser that somebody opens it in, or a look at the head, does not.
Task<http::Response> SetUpPhone(http::Context& ctx, SlotProvisioning& provisioning) {
  const http::Request& request = ctx.request();
  http::Response response;
  if (request.method == http::Method::kHead || Takes(request, "text/html")) {
    co_await provisioning.RequireOpen(ctx.Param("token"));
    response = http::Text(std::string(kForPeople));
  } else {
    const std::string agent(request.headers.Find("User-Agent").value_or(""));
    PhoneAccount account = co_await provisioning.Redeem(ctx.caller(), ctx.Param("token"), agent);
    account.server = HostOf(request);
    if (account.server.empty()) account.server = account.domain;
    response = Takes(request, "application/json") ? http::Ok(AccountToJson(account))
                                                  : http::Text(PhoneXml(account), "application/xml");
  }
  response.headers.Set("Cache-Control", "no-store");
  co_return response;
}
}  // namespace

void MountProvisioning(http::Router& router, SlotProvisioning& provisioning) {
  router.Post(
      "/api/slots/:id/provisioning", http::Requires(perm::kSlotsAdmin),
      [&](http::Context& ctx) -> Task<http::Response> {
        ctx.Body().Finish();
        const ProvisioningOffer offer = co_await provisioning.Offer(ctx.caller(), SlotId{ctx.IntParam("id")});
        const std::string path = "/api/provisioning/" + offer.token;
        co_return http::Created(path, {{"path", path}, {"expires_at", FormatRfc3339(offer.expires_at)}});
      },
      {.idempotent_by_key = false});  // the address is a secret
  router.Get("/api/provisioning/:token", http::Public(),
             [&](http::Context& ctx) { return SetUpPhone(ctx, provisioning); });
}
}  // namespace vss::ottb
