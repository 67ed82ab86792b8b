#include "workspace/crm/persons/person_routes.hpp"

#include "base/error.hpp"
#include "workspace/crm/values.hpp"

namespace vss::crm {
using http::Requires;

namespace {
std::string PhoneOf(const http::Context& ctx, const Settings& settings) {
  auto phone = CheckPhone(ctx.Param("phone"), settings.country);
  if (!phone) throw InvalidField("phone", phone.error());
  return std::move(*phone);
}
}  // namespace

void MountPersons(http::Router& router, PersonService& persons, const Settings& settings) {
  router.Get("/api/crm/persons/:phone/export", Requires(perm::kCrmRead),
             [&](http::Context& ctx) -> Task<http::Response> {
               http::Response response =
                   http::Ok(co_await persons.Export(ctx.caller(), PhoneOf(ctx, settings)));
               response.headers.Set("Content-Disposition", "attachment; filename=\"person.json\"");
               co_return response;
             });
  router.Delete("/api/crm/persons/:phone", Requires(perm::kCrmAdmin),
                [&](http::Context& ctx) -> Task<http::Response> {
                  const std::string phone = PhoneOf(ctx, settings);
                  const ErasedPerson erased = co_await persons.Erase(ctx.caller(), phone);
                  co_return http::Ok({{"phone", phone},
                                      {"leads", erased.leads},
                                      {"changed_leads", erased.changed_leads},
                                      {"clients", erased.clients},
                                      {"notes", erased.calls.notes},
                                      {"calls", erased.calls.calls.size()},
                                      {"recordings", erased.calls.recording_files.size()},
                                      {"complete", erased.complete}});
                });
}
}  // namespace vss::crm
