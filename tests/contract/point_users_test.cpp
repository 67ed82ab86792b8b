// Users, roles and the audit, through the real dispatcher.
#include <gmock/gmock.h>

#include "support/point_world.hpp"
#include "support/test_database.hpp"

namespace vss {
namespace {
using std::chrono::minutes;
using test::Answer;
using test::PointWorld;

const std::string kPassword(PointWorld::kUserPassword);

class PointUsersTest : public test::EngineTest {
 protected:
  FakeClock clock;
  PointWorld world{loop(), database(), clock};
  std::string admin = world.AdminToken();

  Answer CreateUser(json::object fields, std::string_view token = {}) {
    json::object body{{"username", "operator1"}, {"password", kPassword}, {"role", "operator"}};
    for (auto& [name, value] : fields) body[name] = value;
    return world.Post("/api/users", body, token.empty() ? admin : token);
  }
  Answer CreateRole(std::string name, json::value permissions, std::string_view token = {}) {
    return world.Post("/api/roles", {{"name", name}, {"permissions", permissions}},
                      token.empty() ? admin : token);
  }
  /// The token of a new user with a new role that has just these permissions.
  std::string TokenWith(const json::value& permissions, const std::string& name = "limited") {
    EXPECT_EQ(CreateRole(name, permissions).status, 201);
    world.AddUser(name, name, admin);
    return world.TokenOf(name, kPassword);
  }
  std::string IdOf(const std::string& username) {
    return std::string(world.Get("/api/users?username=" + username, admin).body.at(0).at("id").as_string());
  }
  std::string RoleIdOf(std::string_view name) {
    const Answer roles = world.Get("/api/roles", admin);
    for (const json::value& role : roles.body.as_array()) {
      if (role.at("name").as_string() == name) return std::string(role.at("id").as_string());
    }
    return "none";
  }
  std::string BadField(const Answer& answer) {
    EXPECT_EQ(answer.status, 400) << ToText(answer.body);
    EXPECT_EQ(answer.Text("code"), "INVALID_PARAMS");
    return std::string(answer.body.at("details").as_object().begin()->key());
  }
};
VSS_ON_EACH_ENGINE(PointUsersTest);

// Rules that no engine has a part in run on the quicker one.
class PointUserRulesTest : public PointUsersTest {};
INSTANTIATE_TEST_SUITE_P(Engines, PointUserRulesTest, testing::Values(sql::Dialect::kSqlite),
                         test::EngineName);

TEST_P(PointUsersTest, TheManualsUserIsMadeAndCanSignIn) {
  const Answer made = world.Post("/api/users",
                                 {{"username", "operator1"},
                                  {"password", "secure_password"},
                                  {"email", "operator1@example.com"},
                                  {"role", "operator"}},
                                 admin);
  ASSERT_EQ(made.status, 201) << ToText(made.body);
  EXPECT_EQ(made.headers.Find("Location").value(), "/api/users/" + made.Text("id"));
  EXPECT_EQ(made.Text("email"), "operator1@example.com");
  EXPECT_TRUE(made.body.as_object().contains("warning"));
  EXPECT_THAT(ToText(made.body), testing::Not(testing::HasSubstr("$2b$")));
  EXPECT_EQ(world.Get("/api/users/" + made.Text("id"), admin).Text("username"), "operator1");
  EXPECT_EQ(world.StatusOf(world.TokenOf("operator1", "secure_password")), 200);
  EXPECT_EQ(Number("SELECT count(*) FROM users WHERE username = 'operator1' AND role = 'operator' AND "
                   "password LIKE '$2b$%'"),
            1);
}

TEST_P(PointUsersTest, TheManualsRoleIsMadeAndGrantsWhatItSays) {
  const Answer made = CreateRole(
      "custom_role", {{"calls", {"read", "create"}}, {"slots", {"read"}}, {"crm", {"read", "write"}}});
  ASSERT_EQ(made.status, 201) << ToText(made.body);
  EXPECT_EQ(made.body.at("built_in"), false);
  world.AddUser("custom1", "custom_role", admin);
  const std::string token = world.TokenOf("custom1", kPassword);
  const Answer check = world.Get("/api/point/rolecheck?action=slots.read", token);
  EXPECT_EQ(check.body.at("allowed"), true);
  EXPECT_EQ(check.body.at("permissions"),
            json::value({"calls.create", "calls.read", "crm.read", "crm.write", "slots.read"}));
  EXPECT_EQ(world.Get("/api/point/rolecheck?action=slots.use", token).body.at("allowed"), false);
}

TEST_P(PointUsersTest, NamesAreUniqueWithoutRegardToCase) {
  EXPECT_EQ(CreateUser({{"username", "Somebody"}}).status, 201);
  const Answer again = CreateUser({{"username", "sOMEBODY"}});
  EXPECT_EQ(again.status, 409);
  EXPECT_EQ(again.Text("code"), "CONFLICT");
  EXPECT_EQ(CreateRole("Helper", {{"slots", true}}).status, 201);
  EXPECT_EQ(CreateRole("helper", {{"slots", true}}).status, 409);
  EXPECT_EQ(world.Patch("/api/users/" + IdOf("Somebody"), {{"username", "SOMEBODY"}}, admin).status, 200);
  EXPECT_EQ(world.Patch("/api/users/" + IdOf("SOMEBODY"), {{"username", "Admin"}}, admin).status, 409);
}

TEST_P(PointUserRulesTest, EachBadFieldOfANewUserIsNamed) {
  EXPECT_EQ(BadField(CreateUser({{"username", "ab"}})), "username");
  EXPECT_EQ(BadField(CreateUser({{"username", "no spaces"}})), "username");
  EXPECT_EQ(BadField(CreateUser({{"username", 5}})), "username");
  EXPECT_EQ(BadField(CreateUser({{"role", "emperor"}})), "role");
  EXPECT_EQ(BadField(CreateUser({{"email", "not an address"}})), "email");
  EXPECT_EQ(BadField(CreateUser({{"password", "eleven char"}})), "password");
  EXPECT_EQ(BadField(CreateUser({{"password", std::string(73, 'x')}})), "password");
  EXPECT_EQ(BadField(CreateUser({{"password", std::string("with a \0 inside", 15)}})), "password");
  EXPECT_EQ(BadField(CreateUser({{"username", "a.long.username"}, {"password", "A.Long.Username"}})),
            "password");
  EXPECT_EQ(BadField(CreateUser({{"is_admin", true}})), "is_admin");
}

TEST_P(PointUsersTest, PatchChangesOnlyWhatIsThere) {
  const std::string id = CreateUser({{"email", "a@example.com"}}).Text("id");
  clock.Advance(minutes(1));
  Answer answer = world.Patch("/api/users/" + id, {{"role", "seller"}}, admin);
  ASSERT_EQ(answer.status, 200) << ToText(answer.body);
  EXPECT_EQ(answer.Text("role"), "seller");
  EXPECT_EQ(answer.Text("email"), "a@example.com");
  EXPECT_EQ(answer.Text("username"), "operator1");
  EXPECT_GT(answer.Text("updated_at"), answer.Text("created_at"));
  answer = world.Patch("/api/users/" + id, {{"email", nullptr}}, admin);
  EXPECT_TRUE(answer.body.at("email").is_null());
  EXPECT_EQ(answer.Text("role"), "seller");
  EXPECT_EQ(world.StatusOf(world.TokenOf("operator1", kPassword)), 200);
  EXPECT_EQ(world.Patch("/api/users/" + id, json::object(), admin).status, 400);
}

TEST_P(PointUsersTest, UnknownIdsAreNotFound) {
  for (const char* path : {"/api/users/none", "/api/roles/none"}) {
    EXPECT_EQ(world.Get(path, admin).status, 404);
    EXPECT_EQ(world.Patch(path, {{"description", "x"}}, admin).status,
              std::string(path).contains("roles") ? 404 : 400);
    EXPECT_EQ(world.Delete(path, admin).status, 404);
  }
}

TEST_P(PointUsersTest, ANewRoleActsOnLiveTokens) {
  const std::string id = world.AddUser("operator1", "operator", admin);
  const std::string token = world.TokenOf("operator1", kPassword);
  EXPECT_EQ(world.Get("/api/users", token).status, 403);
  EXPECT_EQ(world.Patch("/api/users/" + id, {{"role", "supervisor"}}, admin).status, 200);
  EXPECT_EQ(world.Get("/api/users", token).status, 200);
}

TEST_P(PointUsersTest, ChangedPermissionsActOnLiveTokens) {
  const std::string token = TokenWith({{"users", {"read"}}});
  EXPECT_EQ(world.Get("/api/users", token).status, 200);
  const Answer changed =
      world.Patch("/api/roles/" + RoleIdOf("limited"), {{"permissions", {{"slots", {"read"}}}}}, admin);
  EXPECT_EQ(changed.status, 200) << ToText(changed.body);
  EXPECT_EQ(world.Get("/api/users", token).status, 403);
}

TEST_P(PointUsersTest, DisablingDeletingAndNewPasswordsEndSessions) {
  const std::string id = world.AddUser("operator1", "operator", admin);
  std::string token = world.TokenOf("operator1", kPassword);
  EXPECT_EQ(world.Patch("/api/users/" + id, {{"password", "another good password"}}, admin).status, 200);
  EXPECT_EQ(world.StatusOf(token), 401);
  token = world.TokenOf("operator1", "another good password");
  EXPECT_EQ(world.Patch("/api/users/" + id, {{"active", false}}, admin).status, 200);
  EXPECT_EQ(world.StatusOf(token), 401);
  EXPECT_EQ(world.Login("operator1", "another good password").status, 401);
  EXPECT_EQ(world.Patch("/api/users/" + id, {{"active", true}}, admin).status, 200);
  EXPECT_EQ(world.StatusOf(token), 401) << "an ended session must not come back";
  token = world.TokenOf("operator1", "another good password");
  EXPECT_EQ(world.Delete("/api/users/" + id, admin).status, 200);
  EXPECT_EQ(world.StatusOf(token), 401);
  EXPECT_EQ(world.Login("operator1", "another good password").status, 401);
  EXPECT_EQ(
      Number(
          "SELECT count(*) FROM sessions s JOIN users u ON u.id = s.user_id WHERE u.username = 'operator1'"),
      0);
}

TEST_P(PointUsersTest, TheLastActiveAdminStays) {
  const std::string first = IdOf("admin");
  const auto refused = [&] {
    EXPECT_EQ(world.Delete("/api/users/" + first, admin).status, 409);
    EXPECT_EQ(world.Patch("/api/users/" + first, {{"role", "operator"}}, admin).status, 409);
    EXPECT_EQ(world.Patch("/api/users/" + first, {{"active", false}}, admin).status, 409);
  };
  refused();
  const std::string second = world.AddUser("admin2", "admin", admin);
  EXPECT_EQ(world.Patch("/api/users/" + second, {{"active", false}}, admin).status, 200);
  refused();  // one who is disabled does not count
  EXPECT_EQ(world.Patch("/api/users/" + second, {{"active", true}}, admin).status, 200);
  EXPECT_EQ(world.Patch("/api/users/" + first, {{"role", "operator"}}, admin).status, 200);
}

TEST_P(PointUserRulesTest, NobodyHandsOutMoreThanTheyHold) {
  const std::string token = TokenWith({{"users", true}, {"roles", true}, {"slots", {"read"}}});
  EXPECT_EQ(CreateUser({{"role", "admin"}}, token).status, 403);
  EXPECT_EQ(CreateUser({{"role", "operator"}}, token).status, 403);
  EXPECT_EQ(CreateRole("mighty", {{"all", true}}, token).status, 403);
  EXPECT_EQ(CreateRole("mighty", {{"slots", {"use"}}}, token).status, 403);
  EXPECT_EQ(CreateRole("reader", {{"slots", {"read"}}}, token).status, 201);
  const Answer made = CreateUser({{"role", "reader"}}, token);
  EXPECT_EQ(made.status, 201);
  EXPECT_EQ(world.Patch("/api/users/" + made.Text("id"), {{"role", "admin"}}, token).status, 403);
  EXPECT_EQ(world.Patch("/api/roles/" + RoleIdOf("reader"), {{"permissions", {{"all", true}}}}, token).status,
            403);
}

TEST_P(PointUserRulesTest, NobodyTouchesWhoHoldsMoreThanThey) {
  const std::string token = TokenWith({{"users", true}});
  const std::string admin_id = IdOf("admin");
  EXPECT_EQ(world.Patch("/api/users/" + admin_id, {{"password", "taken over by others"}}, token).status, 403);
  EXPECT_EQ(world.Patch("/api/users/" + admin_id, {{"active", false}}, token).status, 403);
  EXPECT_EQ(world.Delete("/api/users/" + admin_id, token).status, 403);
  EXPECT_EQ(world.Patch("/api/users/" + IdOf("limited"), {{"role", "admin"}}, token).status, 403);
  EXPECT_EQ(world.StatusOf(admin), 200);
}

TEST_P(PointUserRulesTest, BuiltInRolesStayAsTheyAre) {
  for (const char* name : {"admin", "operator", "seller", "supervisor"}) {
    const std::string path = "/api/roles/" + RoleIdOf(name);
    EXPECT_EQ(world.Get(path, admin).body.at("built_in"), true);
    EXPECT_EQ(world.Delete(path, admin).status, 409);
    EXPECT_EQ(world.Patch(path, {{"permissions", {{"slots", true}}}}, admin).status, 409);
    EXPECT_EQ(world.Patch(path, {{"name", "renamed"}}, admin).status, 409);
  }
}

TEST_P(PointUsersTest, ARoleInUseStaysAndANewNameIsCarriedOver) {
  const std::string token = TokenWith({{"users", {"read"}}});
  const std::string path = "/api/roles/" + RoleIdOf("limited");
  EXPECT_EQ(world.Delete(path, admin).status, 409);
  EXPECT_EQ(world.Patch(path, {{"name", "renamed"}}, admin).status, 200);
  EXPECT_EQ(world.Get("/api/users?username=limited", admin).body.at(0).at("role"), "renamed");
  EXPECT_EQ(world.Get("/api/users", token).status, 200);
  EXPECT_EQ(world.Delete("/api/users/" + IdOf("limited"), admin).status, 200);
  EXPECT_EQ(world.Delete(path, admin).status, 200);
  EXPECT_EQ(world.Get(path, admin).status, 404);
}

TEST_P(PointUserRulesTest, BadPermissionsAreNamed) {
  EXPECT_EQ(BadField(CreateRole("custom", {{"slotz", {"read"}}})), "permissions.slotz");
  EXPECT_EQ(BadField(CreateRole("custom", {{"slots", {"fly"}}})), "permissions.slots");
  EXPECT_EQ(BadField(CreateRole("custom", {{"slots", false}})), "permissions.slots");
  EXPECT_EQ(BadField(CreateRole("custom", 5)), "permissions");
  EXPECT_EQ(BadField(world.Post("/api/roles", {{"name", "custom"}}, admin)), "permissions");
  EXPECT_EQ(BadField(CreateRole("no spaces", {{"slots", true}})), "name");
}

TEST_P(PointUserRulesTest, BuiltInRolesGrantWhatTheDomainSays) {
  const auto permissions_of = [&](std::string_view name) {
    return PermissionSet::Parse(world.Get("/api/roles/" + RoleIdOf(name), admin).body.at("permissions"))
        .List();
  };
  std::vector<std::string> everything, reading{"calls.monitor", "reports.generate"};
  for (const auto& [resource, actions] : PermissionCatalogue()) {
    for (const std::string_view action : actions) {
      everything.push_back(fmt::format("{}.{}", resource, action));
      if (action == "read") reading.push_back(everything.back());
    }
  }
  EXPECT_EQ(permissions_of("admin"), everything);
  EXPECT_THAT(permissions_of("supervisor"), testing::UnorderedElementsAreArray(reading));
  EXPECT_THAT(permissions_of("operator"),
              testing::UnorderedElementsAre("slots.read", "slots.use", "calls.read", "calls.create",
                                            "calls.end", "calls.control", "campaigns.read", "crm.read",
                                            "crm.write", "notes.create", "notes.read", "agents.self",
                                            "guacamole.connect", "gacs.run", "recordings.read"));
  EXPECT_THAT(
      permissions_of("seller"),
      testing::UnorderedElementsAre("crm.read", "crm.write", "crm.delete", "notes.create", "notes.read",
                                    "notes.update", "calls.read", "recordings.read", "dashboard.read"));
}

TEST_P(PointUsersTest, ListsArePagedFilteredAndSorted) {
  for (int i = 0; i < 5; ++i) world.AddUser(fmt::format("seller{}", i), "seller", admin);
  const Answer first = world.Get("/api/users?role=seller&limit=2&sort=-username", admin);
  EXPECT_EQ(first.body.as_array().size(), 2);
  EXPECT_EQ(first.body.at(0).at("username"), "seller4");
  EXPECT_EQ(first.headers.Find("X-Total-Count").value(), "5");
  const std::string link(first.headers.Find("Link").value());
  const Answer second = world.Get(link.substr(1, link.find('>') - 1), admin);
  EXPECT_EQ(second.body.at(0).at("username"), "seller2");
  EXPECT_EQ(world.Get("/api/users?active=false", admin).body.as_array().size(), 0);
  EXPECT_EQ(world.Get("/api/users?rolle=seller", admin).status, 400);
}

TEST_P(PointUsersTest, AFileOfUsersIsShownBeforeItIsTaken) {
  world.AddUser("known", "seller", admin);
  const std::string file =
      "username,email,role,password\nanna,anna@example.com,seller,a password of her own\nboris,,,\n"
      "KNOWN,,seller,\nclara,,emperor,\nx,,,\n";
  const Answer preview = world.PostText("/api/users/bulk?mode=preview&role=operator", file, admin);
  ASSERT_EQ(preview.status, 200) << ToText(preview.body);
  EXPECT_EQ(preview.body.at("good"), 2);
  EXPECT_EQ(preview.body.at("refused"), 3);
  EXPECT_EQ(preview.body.at("rows").at(1).at("role"), "operator");
  EXPECT_EQ(preview.body.at("rows").at(2).at("problems").at("username"), "is taken");
  EXPECT_TRUE(preview.body.at("rows").at(3).at("problems").as_object().contains("role"));
  EXPECT_EQ(world.Get("/api/users", admin).body.as_array().size(), 2) << "nothing was made";

  const Answer created = world.PostText("/api/users/bulk?mode=create&role=operator", file, admin);
  ASSERT_EQ(created.status, 200) << ToText(created.body);
  EXPECT_EQ(created.body.at("good"), 2);
  const json::value& anna = created.body.at("rows").at(0);
  EXPECT_EQ(anna.at("result"), "created");
  EXPECT_FALSE(anna.as_object().contains("password")) << "the file has it";
  const std::string made_up(created.body.at("rows").at(1).at("password").as_string());
  EXPECT_EQ(world.Login("anna", "a password of her own").status, 200);
  EXPECT_EQ(world.Login("boris", made_up).status, 200);
  EXPECT_EQ(world.Get("/api/users", admin).body.as_array().size(), 4);
  EXPECT_EQ(world.Get("/api/security/audit?action=users.create", admin).body.as_array().size(), 4);
  EXPECT_EQ(world.PostText("/api/users/bulk?mode=create&role=operator", file, admin).body.at("good"), 0);
}

TEST_P(PointUserRulesTest, AFileGivesNoMoreThanItsSenderHas) {
  world.Post("/api/roles", {{"name", "maker"}, {"permissions", {{"users", {"create", "read"}}}}}, admin);
  world.AddUser("maker1", "maker", admin);
  const std::string maker = world.TokenOf("maker1", std::string(PointWorld::kUserPassword));
  const Answer answer =
      world.PostText("/api/users/bulk?mode=create", "username,role\nanna,admin\nboris,maker\n", maker);
  ASSERT_EQ(answer.status, 200) << ToText(answer.body);
  EXPECT_EQ(answer.body.at("good"), 1);
  EXPECT_TRUE(answer.body.at("rows").at(0).at("problems").as_object().contains("role"));
  EXPECT_EQ(world.PostText("/api/users/bulk", "username\nanna\n", admin).status, 400);
  EXPECT_EQ(world.PostText("/api/users/bulk?mode=create", "nonsense", admin).status, 400);
}

TEST_P(PointUsersTest, TheAuditShowsWhoDidWhatAndFilters) {
  clock.Advance(minutes(10));
  const std::string since = FormatRfc3339(clock.Now());
  const std::string id = CreateUser({}).Text("id");
  CreateUser({{"role", "emperor"}});  // refused before anything happened
  world.Delete("/api/users/" + id, admin);
  const Answer all = world.Get("/api/security/audit?from=" + since, admin);
  ASSERT_EQ(all.status, 200) << ToText(all.body);
  ASSERT_EQ(all.body.as_array().size(), 2);
  const json::value& newest = all.body.at(0);
  EXPECT_EQ(newest.at("action"), "users.delete");
  EXPECT_EQ(newest.at("target"), "user operator1");
  EXPECT_EQ(newest.at("username"), "admin");
  EXPECT_EQ(newest.at("user_id").as_string(), IdOf("admin"));
  EXPECT_EQ(newest.at("address"), "192.0.2.1");
  EXPECT_EQ(newest.at("success"), true);
  EXPECT_EQ(newest.at("hash").as_string().size(), 64);
  EXPECT_EQ(world.Get("/api/security/audit?action=users.create&from=" + since, admin).body.as_array().size(),
            1);
  EXPECT_EQ(world.Get("/api/security/audit?success=false", admin).body.as_array().size(), 0);
  EXPECT_EQ(world.Get("/api/security/audit?to=2001-01-01", admin).body.as_array().size(), 0);
  EXPECT_EQ(world.Get("/api/security/audit?user_id=" + id, admin).body.as_array().size(), 0);
  EXPECT_EQ(world.Get("/api/security/audit?from=yesterday", admin).status, 400);
  EXPECT_THAT(ToText(world.Get("/api/security/audit", admin).body),
              testing::Not(testing::HasSubstr(kPassword)));
}

TEST_P(PointUsersTest, FirstStartMakesTheAdminOnceOnly) {
  const auto again = world.loop.RunUntilDone(world.point().EnsureFirstAdmin(std::nullopt));
  EXPECT_FALSE(again.has_value());
  Write("DELETE FROM users");
  const auto generated = world.loop.RunUntilDone(world.point().EnsureFirstAdmin(std::nullopt));
  ASSERT_TRUE(generated.has_value());
  EXPECT_EQ(world.Login("admin", generated->Reveal()).status, 200);
}

TEST_P(PointUserRulesTest, FirstStartRefusesAWeakPasswordByTheNameOfItsVariable) {
  Write("DELETE FROM users");
  try {
    world.loop.RunUntilDone(world.point().EnsureFirstAdmin(Secret("short")));
    FAIL() << "it was accepted";
  } catch (const Error& error) {
    EXPECT_TRUE(error.details().contains("VSS_ADMIN_PASSWORD"));
  }
}
}  // namespace
}  // namespace vss
