#include <gmock/gmock.h>

#include "contract/ottb_fixture.hpp"
#include "contract/pbx_double.hpp"
#include "ottb/ottb_module.hpp"

namespace vss::ottb {
namespace {
using http::Method;
using testing::UnorderedElementsAre;

/// OTTB's routes as the dispatcher calls them, without its own work (tokens, permissions).
class Routes : public OttbTest {
 protected:
  Routes() { module_.Mount(router_); }

  http::Response Send(Method method, std::string target, std::string body = "") {
    http::Request request{
        .method = method, .target = target, .parsed = *http::ParseTarget(target), .body = std::move(body)};
    const http::Router::Match match = router_.Find(method, request.parsed.path);
    if (match.route == nullptr) throw NotFound("route " + target);
    http::Context context(std::move(request), "r-1");
    context.set_params(match.params);
    context.set_principal(admin.principal);
    return Run(match.route->handler(context));
  }
  json::value Read(Method method, std::string target, std::string body = "") {
    return ParseJson(Send(method, std::move(target), std::move(body)).body);
  }
  /// The fields that the answer INVALID_PARAMS names.
  std::vector<std::string> BadFields(Method method, std::string target, std::string body = "") {
    try {
      Send(method, target, std::move(body));
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::kInvalidParams) << error.what();
      std::vector<std::string> fields;
      for (const auto& [field, wants] : error.details()) fields.emplace_back(field);
      return fields;
    }
    return {"nothing"};
  }

  BlockingPool pool_{"test", 1, 8};
  http::Router router_{"ottb"};
  test::PbxDouble pbx_;
  NoLeads leads_;
  OttbModule module_{{loop(), store, clock, random, pool_, pbx_, leads_}, settings};
};
// What differs between the engines is below the services.
INSTANTIATE_TEST_SUITE_P(Engines, Routes, testing::Values(sql::Dialect::kSqlite), test::EngineName);
}  // namespace

TEST_P(Routes, DeclareTheirPermissions) {
  std::vector<std::string> declared;
  for (const auto& route : router_.routes()) {
    // One's own telephone fetches its set-up with the address alone; what the basis of recordings is, all may
    // know.
    const bool for_all =
        route->pattern == "/api/provisioning/:token" || route->pattern == "/api/recordings/policy";
    EXPECT_EQ(route->access.kind == http::Access::Kind::kPermission, !for_all) << route->pattern;
    EXPECT_TRUE(for_all || IsPermission(route->access.permission)) << route->access.permission;
    declared.push_back(
        fmt::format("{} {} {}", ToString(route->method), route->pattern, route->access.permission));
  }
  EXPECT_THAT(
      declared,
      UnorderedElementsAre(
          "GET /api/trunks trunks.read", "POST /api/trunks trunks.create", "GET /api/trunks/:id trunks.read",
          "PATCH /api/trunks/:id trunks.update", "DELETE /api/trunks/:id trunks.delete",
          "GET /api/slots slots.read", "POST /api/slots slots.create", "POST /api/slots/bulk slots.create",
          "POST /api/slots/:id/provisioning slots.admin", "GET /api/provisioning/:token ",
          "GET /api/recordings/policy ", "GET /api/slots/:id slots.read", "PATCH /api/slots/:id slots.update",
          "DELETE /api/slots/:id slots.delete", "POST /api/slots/:id/credentials slots.admin",
          "POST /api/slots/:id/assign slots.use", "POST /api/slots/:id/release slots.use",
          "POST /api/slots/:id/restart slots.admin", "POST /api/slots/:id/reset slots.admin",
          "GET /api/slots/:id/history slots.read", "POST /api/call/start calls.create",
          "POST /api/call/end calls.end", "GET /api/calls calls.read", "GET /api/calls/active calls.read",
          "GET /api/calls/feed calls.read", "GET /api/calls/:id calls.read", "GET /api/call/:id calls.read",
          "GET /api/pbx/status system.read", "GET /api/cdr/records cdr.read",
          "GET /api/cdr/records/:id cdr.read", "GET /api/recordings recordings.read",
          "GET /api/recordings/:id recordings.read", "GET /api/recordings/:id/audio recordings.read",
          "GET /api/recordings/:id/waveform recordings.read", "DELETE /api/recordings/:id recordings.delete",
          "GET /api/monitor/system monitor.read", "GET /api/monitor/network monitor.read",
          "GET /api/monitor/slots monitor.read", "GET /api/monitor/slots/:id monitor.read"));
}

TEST_P(Routes, NeverKeepAPasswordForIdempotencyKeys) {
  for (const char* path : {"/api/slots", "/api/slots/1/credentials"}) {
    EXPECT_FALSE(router_.Find(Method::kPost, path).route->options.idempotent_by_key) << path;
  }
}

TEST_P(Routes, TakeTheManualsTrunkAndSlot) {
  const http::Response created =
      Send(Method::kPost, "/api/trunks",
           R"({"name": "AUTO HUB 1", "type": "auto", "capacity": 10, "description": "Primary AUTO hub"})");
  EXPECT_EQ(created.status, 201);
  EXPECT_EQ(created.headers.Find("Location"), "/api/trunks/1");
  const json::value slot =
      Read(Method::kPost, "/api/slots", R"({"trunk_id": 1, "device_id": "device_001", "type": "auto"})");
  EXPECT_EQ(slot.at("number"), json::value(6001));
  EXPECT_EQ(slot.at("sip").at("uri"), json::value("sip:6001@vss.test"));
  EXPECT_FALSE(Read(Method::kGet, "/api/slots/1").as_object().contains("sip"));
  EXPECT_EQ(Read(Method::kGet, "/api/slots?trunk_id=1").as_array().size(), 1U);
  EXPECT_EQ(Read(Method::kGet, "/api/trunks/1").at("free"), json::value(9));
  EXPECT_EQ(Read(Method::kGet, "/api/monitor/slots/1").at("battery_percent"), json::value(nullptr));
  const json::value all = Read(Method::kGet, "/api/monitor/slots");
  EXPECT_EQ(all.at("by_state").at("ASSIGNED"), json::value(1));
  EXPECT_EQ(all.at("by_type").at("mf"), json::value(0));
  const json::value deleted = Read(Method::kDelete, "/api/trunks/1").at("deleted");
  EXPECT_EQ(deleted.at("slots"), json::value({{{"id", 1}, {"number", 6001}}}));
}

TEST_P(Routes, NameEveryBadFieldOfATrunk) {
  const auto bad = [&](std::string body) { return BadFields(Method::kPost, "/api/trunks", std::move(body)); };
  EXPECT_THAT(bad("{}"), UnorderedElementsAre("name", "type", "capacity"));
  EXPECT_THAT(bad(R"({"name": "", "type": "AUTO", "capacity": 0})"),
              UnorderedElementsAre("name", "type", "capacity"));
  EXPECT_THAT(
      bad(R"({"name": 1, "type": 1, "capacity": "1", "description": 1, "region": 1, "caller_ids": 1, "provider_id": "1"})"),
      UnorderedElementsAre("name", "type", "capacity", "description", "region", "caller_ids", "provider_id"));
  const std::string good = R"("name": "A", "type": "auto", "capacity": 999)";
  EXPECT_THAT(bad("{" + good + R"(, "capasity": 5})"), UnorderedElementsAre("capasity"));
  EXPECT_THAT(bad("{" + good + R"(, "caller_ids": ["79991111111"]})"), UnorderedElementsAre("caller_ids"));
  EXPECT_THAT(bad("{" + good + R"(, "caller_ids": ["+79991111111", "+79991111111"]})"),
              UnorderedElementsAre("caller_ids"));
  EXPECT_THAT(bad("{" + good + R"(, "provider_id": 7})"), UnorderedElementsAre("provider_id"));
  EXPECT_THAT(bad(R"({"name": "A", "type": "auto", "capacity": 1000})"), UnorderedElementsAre("capacity"));
  EXPECT_THAT(bad(R"({"name": "A", "type": "auto", "capacity": -1})"), UnorderedElementsAre("capacity"));
}

TEST_P(Routes, ClearWithNullOnlyWhatMayBeEmpty) {
  Send(Method::kPost, "/api/trunks",
       R"({"name": "A", "type": "auto", "capacity": 3, "region": "Tver", "description": "d"})");
  EXPECT_THAT(BadFields(Method::kPatch, "/api/trunks/1",
                        R"({"name": null, "type": null, "capacity": null, "caller_ids": null})"),
              UnorderedElementsAre("name", "type", "capacity", "caller_ids"));
  const json::value changed =
      Read(Method::kPatch, "/api/trunks/1", R"({"region": null, "provider_id": null})");
  EXPECT_EQ(changed.at("region"), json::value(nullptr));
  EXPECT_EQ(changed.at("description"), json::value("d"));
}

TEST_P(Routes, NameEveryBadFieldOfASlot) {
  MakeTrunk("A");
  const auto bad = [&](std::string body) { return BadFields(Method::kPost, "/api/slots", std::move(body)); };
  EXPECT_THAT(bad("{}"), UnorderedElementsAre("trunk_id", "device_id", "type"));
  EXPECT_THAT(bad(R"({"trunk_id": "1", "device_id": 5, "type": "x"})"),
              UnorderedElementsAre("trunk_id", "device_id", "type"));
  for (const char* device : {"", "-oProxyCommand=x", "a b", "a;b", "$(a)", "a'b", "ж"}) {
    EXPECT_THAT(bad(fmt::format(R"({{"trunk_id": 1, "device_id": "{}", "type": "auto"}})", device)),
                UnorderedElementsAre("device_id"))
        << device;
  }
  EXPECT_THAT(bad(R"({"trunk_id": 2, "device_id": "d", "type": "auto"})"), UnorderedElementsAre("trunk_id"));
  EXPECT_THAT(bad(R"({"trunk_id": 1, "device_id": "d", "type": "mf"})"), UnorderedElementsAre("type"));
  EXPECT_THAT(bad(R"({"trunk_id": 1, "device_id": "d", "type": "auto", "number": 6001})"),
              UnorderedElementsAre("number"));
}

TEST_P(Routes, AssignToExactlyOneOrToTheCaller) {
  const SlotId id = MakeSlot(MakeTrunk("A"), "d").id;
  const std::string path = fmt::format("/api/slots/{}/assign", id.value);
  EXPECT_THAT(BadFields(Method::kPost, path, R"({"user_id": "olga"})"), UnorderedElementsAre("user_id"));
  EXPECT_THAT(
      BadFields(Method::kPost, path, fmt::format(R"({{"user_id": "{0}", "campaign_id": "{0}"}})", kOlga)),
      UnorderedElementsAre("user_id"));
  EXPECT_EQ(Read(Method::kPost, path).at("assigned_user"), json::value(admin.principal.user_id));
  Send(Method::kPost, fmt::format("/api/slots/{}/release", id.value));
  const json::value bound = Read(Method::kPost, path, fmt::format(R"({{"campaign_id": "{}"}})", kPetr));
  EXPECT_EQ(bound.at("assignment"), json::value("campaign"));
  EXPECT_EQ(bound.at("assigned_campaign"), json::value(kPetr));
  Send(Method::kPost, fmt::format("/api/slots/{}/reset", id.value));
  EXPECT_EQ(Read(Method::kPost, path, R"({"pool": true})").at("assignment"), json::value("pool"));
}

TEST_P(Routes, RefuseUnknownFilters) {
  EXPECT_THAT(BadFields(Method::kGet, "/api/slots?typ=auto"), UnorderedElementsAre("typ"));
  EXPECT_THAT(BadFields(Method::kGet, "/api/slots?type=x&state=ready&assigned_user=me&trunk_id=0"),
              UnorderedElementsAre("type", "state", "assigned_user", "trunk_id"));
  EXPECT_THAT(BadFields(Method::kGet, "/api/trunks?type=x&sort=password"),
              UnorderedElementsAre("type", "sort"));
  EXPECT_THAT(BadFields(Method::kGet, "/api/monitor/system?x=1"), UnorderedElementsAre("x"));
}

TEST_P(Routes, ShowHistoryNewestFirst) {
  const SlotId id = MakeSlot(MakeTrunk("A"), "d").id;
  Drive(id, {SlotTrigger::kOpenSip});
  const json::value history = Read(Method::kGet, fmt::format("/api/slots/{}/history", id.value));
  ASSERT_EQ(history.as_array().size(), 2U);
  EXPECT_EQ(history.at(0).at("to"), json::value("REGISTERING"));
  EXPECT_EQ(history.at(1).at("cause"), json::value("HUB"));
}
}  // namespace vss::ottb
