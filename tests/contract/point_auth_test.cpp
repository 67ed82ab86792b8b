// Signing in and out, on each engine, through the real dispatcher.
#include <gmock/gmock.h>

#include "adapters/storage_sql/audit_chain.hpp"
#include "base/error.hpp"
#include "protocols/jwt/jwt.hpp"
#include "support/point_world.hpp"
#include "support/test_database.hpp"

namespace vss {
namespace {
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using test::Answer;
using test::PointWorld;

constexpr std::string_view kAdmin = PointWorld::kAdminPassword;

class PointAuthTest : public test::EngineTest {
 protected:
  FakeClock clock;
  PointWorld world{loop(), database(), clock};

  Answer Login(std::string_view password, std::string username = "admin") {
    return world.Login(std::move(username), std::string(password));
  }
  Answer Refresh(const std::string& refresh_token) {
    return world.Post("/api/auth/refresh", {{"refresh_token", refresh_token}});
  }
  void FailUntilLocked() {
    for (int i = 0; i < 5; ++i) EXPECT_EQ(Login("a wrong password").status, 401);
    EXPECT_EQ(Login("a wrong password").status, 429);
  }
  static std::string CookieOf(const Answer& answer, const std::string& name) {
    for (const auto& [header, value] : answer.headers.all()) {
      if (header == "Set-Cookie" && value.starts_with(name + "="))
        return value.substr(name.size() + 1, value.find(';') - name.size() - 1);
    }
    return {};
  }
  std::int64_t Count(std::string_view what) { return Number(fmt::format("SELECT count(*) FROM {}", what)); }
};
VSS_ON_EACH_ENGINE(PointAuthTest);

// Rules that no engine has a part in run on the quicker one.
class PointAuthRulesTest : public PointAuthTest {};
INSTANTIATE_TEST_SUITE_P(Engines, PointAuthRulesTest, testing::Values(sql::Dialect::kSqlite),
                         test::EngineName);

TEST_P(PointAuthTest, LoginAnswersAsTheManualShowsAndSetsTheCookie) {
  const Answer answer = Login(kAdmin);
  ASSERT_EQ(answer.status, 200) << ToText(answer.body);
  EXPECT_EQ(answer.body.at("expires_in").as_int64(), 3600);
  EXPECT_EQ(answer.body.at("user").at("username"), "admin");
  EXPECT_EQ(answer.body.at("user").at("role"), "admin");
  EXPECT_TRUE(answer.body.at("user").at("email").is_null());
  EXPECT_EQ(answer.body.at("permissions").as_array().size(),
            PermissionSet::Parse({{"all", true}}).List().size());
  const std::string cookie(answer.headers.Find("Set-Cookie").value());
  EXPECT_THAT(cookie, testing::StartsWith("vss_token=" + answer.Text("token") + ";"));
  EXPECT_THAT(cookie,
              testing::AllOf(testing::HasSubstr("HttpOnly"), testing::HasSubstr("SameSite=Lax"),
                             testing::HasSubstr("Path=/"), testing::Not(testing::HasSubstr("Secure"))));
  EXPECT_EQ(world.StatusOf(answer.Text("token")), 200);
}

TEST_P(PointAuthTest, NamesOfUsersMatchWithoutRegardToCase) { EXPECT_EQ(Login(kAdmin, "ADMIN").status, 200); }

TEST_P(PointAuthRulesTest, WrongPasswordAndUnknownUserLookTheSame) {
  const Answer wrong = Login("a wrong password"), unknown = Login("a wrong password", "nobody");
  EXPECT_EQ(wrong.status, 401);
  EXPECT_EQ(unknown.status, 401);
  EXPECT_EQ(wrong.Text("message"), unknown.Text("message"));
  EXPECT_EQ(wrong.Text("code"), "AUTH_FAIL");
}

TEST_P(PointAuthRulesTest, LoginNamesTheBadFields) {
  const Answer answer = world.Post("/api/auth/login", {{"username", 5}, {"extra", 1}});
  EXPECT_EQ(answer.status, 400);
  for (const char* field : {"username", "password", "extra"}) {
    EXPECT_TRUE(answer.body.at("details").as_object().contains(field)) << field;
  }
}

TEST_P(PointAuthTest, EveryLoginAndFailureIsAudited) {
  Login("a wrong password");
  Login("a wrong password", "nobody");
  Login(kAdmin);
  EXPECT_EQ(Count("audit WHERE action = 'auth.login' AND success = 0 AND username = 'admin'"), 1);
  EXPECT_EQ(Count("audit WHERE action = 'auth.login' AND success = 0 AND username = 'nobody'"), 1);
  EXPECT_EQ(Count("audit WHERE action = 'auth.login' AND success = 1 AND user_id IS NOT NULL"), 1);
  database().ReadNow([](sql::Session& session) {
    EXPECT_FALSE(sql::VerifyAuditChain(session, Secret("an audit key for the tests")).broken);
  });
}

TEST_P(PointAuthRulesTest, LoginSaysThatTheDiskIsFullAndLocksNobodyOut) {
  FillDisk();
  Answer answer = Login(kAdmin);
  for (int i = 0; i < 500 && answer.status == 200; ++i) answer = Login(kAdmin);
  ASSERT_EQ(answer.status, 503) << ToText(answer.body);
  EXPECT_EQ(answer.Text("message"), kDiskIsFull);
  for (int i = 0; i < 10; ++i) EXPECT_EQ(Login(kAdmin).status, 503);
  FreeDisk();
  EXPECT_EQ(Login(kAdmin).status, 200);
}

TEST_P(PointAuthRulesTest, PasswordsAreNotCutAt72Bytes) {
  const std::string admin = world.AdminToken();
  const std::string longest(72, 'x');
  ASSERT_EQ(
      world.Post("/api/users", {{"username", "longest"}, {"password", longest}, {"role", "seller"}}, admin)
          .status,
      201);
  EXPECT_EQ(Login(longest, "longest").status, 200);
  EXPECT_EQ(Login(longest + "y", "longest").status, 401);
}

TEST_P(PointAuthRulesTest, LocksTheAccountForTheAddressAfterFiveFailures) {
  FailUntilLocked();
  const Answer locked = Login(kAdmin);
  EXPECT_EQ(locked.status, 429);
  EXPECT_EQ(locked.Text("code"), "RATE_LIMITED");
  EXPECT_EQ(locked.headers.Find("Retry-After").value(), "30");
  clock.Advance(seconds(30));
  EXPECT_EQ(Login(kAdmin).status, 200);
}

TEST_P(PointAuthRulesTest, LockOutDoublesWithEachFurtherFailureUpToTheLongest) {
  FailUntilLocked();
  for (const int expected : {60, 120, 240, 480, 900, 900}) {
    clock.Advance(minutes(15));
    EXPECT_EQ(Login("a wrong password").status, 401);
    EXPECT_EQ(Login(kAdmin).headers.Find("Retry-After").value(), std::to_string(expected));
  }
}

TEST_P(PointAuthRulesTest, OtherAddressesAreNotLockedOutWithTheFirst) {
  FailUntilLocked();
  world.address = "192.0.2.2";
  EXPECT_EQ(Login(kAdmin).status, 200);
}

TEST_P(PointAuthRulesTest, UnknownNamesAreLockedLikeKnownOnes) {
  for (int i = 0; i < 5; ++i) EXPECT_EQ(Login("a wrong password", "nobody").status, 401);
  EXPECT_EQ(Login("a wrong password", "nobody").status, 429);
}

TEST_P(PointAuthRulesTest, SuccessForgivesTheFailures) {
  for (int i = 0; i < 4; ++i) EXPECT_EQ(Login("a wrong password").status, 401);
  EXPECT_EQ(Login(kAdmin).status, 200);
  for (int i = 0; i < 4; ++i) EXPECT_EQ(Login("a wrong password").status, 401);
  EXPECT_EQ(Login(kAdmin).status, 200);
}

TEST_P(PointAuthTest, LockOutOutlivesARestart) {
  FailUntilLocked();
  PointWorld restarted(loop(), database(), clock);
  EXPECT_EQ(restarted.Login("admin", std::string(kAdmin)).status, 429);
}

TEST_P(PointAuthTest, GuessesFromManyAddressesSlowDownStrangersButNotTheUser) {
  EXPECT_EQ(Login(kAdmin).status, 200);  // 192.0.2.1 is where the user works
  for (int i = 0; i < 50; ++i) {
    world.address = fmt::format("198.51.100.{}", i);
    EXPECT_EQ(Login("a wrong password").status, 401);
  }
  world.address = "203.0.113.7";
  EXPECT_EQ(Login(kAdmin).status, 429);
  world.address = "192.0.2.1";
  EXPECT_EQ(Login(kAdmin).status, 200);
}

TEST_P(PointAuthTest, RefreshRotatesTheTokens) {
  const Answer first = Login(kAdmin);
  const Answer second = Refresh(first.Text("refresh_token"));
  ASSERT_EQ(second.status, 200) << ToText(second.body);
  EXPECT_NE(second.Text("refresh_token"), first.Text("refresh_token"));
  EXPECT_NE(second.Text("token"), first.Text("token"));
  EXPECT_EQ(world.StatusOf(second.Text("token")), 200);
  EXPECT_EQ(Refresh(second.Text("refresh_token")).status, 200);
}

TEST_P(PointAuthTest, ReuseOfARefreshTokenAfterTheGraceEndsTheFamily) {
  const Answer first = Login(kAdmin), other = Login(kAdmin);
  const Answer second = Refresh(first.Text("refresh_token"));
  clock.Advance(seconds(31));
  EXPECT_EQ(Refresh(first.Text("refresh_token")).status, 401);
  EXPECT_EQ(Refresh(second.Text("refresh_token")).status, 401);
  EXPECT_EQ(world.StatusOf(first.Text("token")), 401);
  EXPECT_EQ(world.StatusOf(second.Text("token")), 401);
  EXPECT_EQ(world.StatusOf(other.Text("token")), 200);
  EXPECT_EQ(Count("audit WHERE action = 'auth.refresh' AND success = 0 AND detail LIKE '%used twice%'"), 1);
}

TEST_P(PointAuthTest, RefreshesAtTheSameMomentAllStaySignedIn) {
  const Answer first = Login(kAdmin);
  const json::value body{{"refresh_token", first.Text("refresh_token")}};
  EXPECT_THAT(world.PostTogether("/api/auth/refresh", body, 8), testing::Each(200));
  EXPECT_EQ(world.StatusOf(first.Text("token")), 200);
  EXPECT_EQ(Count("refresh_tokens"), 2) << "all were given the same one";
}

TEST_P(PointAuthTest, WhoLostTheAnswerAsksAgainAndGetsTheTokenThatIsNewestByThen) {
  const std::string first = Login(kAdmin).Text("refresh_token");
  const Answer lost = Refresh(first);
  clock.Advance(seconds(30));
  const Answer again = Refresh(first);
  ASSERT_EQ(again.status, 200) << ToText(again.body);
  EXPECT_EQ(again.Text("refresh_token"), lost.Text("refresh_token"));
  EXPECT_NE(again.Text("token"), lost.Text("token"));
  EXPECT_EQ(world.StatusOf(again.Text("token")), 200);
  const std::string newest = Refresh(lost.Text("refresh_token")).Text("refresh_token");
  EXPECT_EQ(Refresh(first).Text("refresh_token"), newest);
  // What was passed over is used up: it shows a theft as any other.
  clock.Advance(seconds(31));
  EXPECT_EQ(Refresh(lost.Text("refresh_token")).status, 401);
  EXPECT_EQ(Refresh(newest).status, 401);
}

TEST_P(PointAuthTest, ATabThatComesSecondIsTold409AndGetsTheCookieOfTheFirst) {
  const Answer login =
      world.Post("/api/auth/login", {{"username", "admin"}, {"password", kAdmin}, {"refresh", "cookie"}});
  const std::string old = CookieOf(login, "vss_refresh");
  const auto by_cookie = [&](const std::string& token) {
    world.headers = {{"Cookie", "vss_refresh=" + token}, {"Host", "vss"}, {"Origin", "http://vss"}};
    Answer answer = world.Post("/api/auth/refresh", json::object());
    world.headers.clear();
    return answer;
  };
  const Answer first = by_cookie(old), second = by_cookie(old);
  EXPECT_EQ(first.status, 200) << ToText(first.body);
  EXPECT_EQ(second.status, 409);
  EXPECT_EQ(second.Text("code"), "CONFLICT");
  EXPECT_FALSE(second.body.as_object().contains("token"));
  EXPECT_EQ(CookieOf(second, "vss_refresh"), CookieOf(first, "vss_refresh"));
  EXPECT_EQ(by_cookie(CookieOf(second, "vss_refresh")).status, 200);
  EXPECT_EQ(world.StatusOf(first.Text("token")), 200);
}

TEST_P(PointAuthTest, ATokenOfAnUnknownSessionIsRefusedHoweverWellItIsSigned) {
  const std::string token = world.AdminToken();
  jwt::Trust trust{.key = PointWorld::CheapSettings().jwt_key};
  auto claims = jwt::Verify(token, trust, std::chrono::floor<seconds>(clock.Now())).value();
  EXPECT_EQ(world.StatusOf(jwt::Sign(claims, trust)), 200);
  claims.session_id = "00000000-0000-4000-8000-000000000000";
  const Answer answer = world.Get("/api/auth/me", jwt::Sign(claims, trust));
  EXPECT_EQ(answer.status, 401);
  EXPECT_EQ(answer.Text("code"), "AUTH_FAIL");
  // A session that is gone, as after an older copy of the database was put back, is one of those.
  Write("DELETE FROM sessions");
  PointWorld restarted(loop(), database(), clock);
  EXPECT_EQ(restarted.StatusOf(token), 401);
}

TEST_P(PointAuthTest, ARestartKeepsWhoIsSignedIn) {
  const std::string token = world.AdminToken();
  PointWorld restarted(loop(), database(), clock);
  EXPECT_EQ(restarted.StatusOf(token), 200);
}

// Not one of the headers and bodies that a form or a foreign page can make a browser send.
TEST_P(PointAuthRulesTest, NoForeignPageSignsAnybodyIn) {
  const json::value login{{"username", "admin"}, {"password", kAdmin}};
  const json::value refresh{{"refresh_token", Login(kAdmin).Text("refresh_token")}};
  const auto status = [&](std::map<std::string, std::string> headers) {
    world.headers = std::move(headers);
    const int status_of_login = world.Post("/api/auth/login", login).status;
    const int status_of_refresh = world.Post("/api/auth/refresh", refresh).status;
    world.headers.clear();
    return std::pair(status_of_login, status_of_refresh);
  };
  for (const char* type : {"text/plain", "application/x-www-form-urlencoded",
                           "multipart/form-data; boundary=x", "text/plain; application/json", ""}) {
    EXPECT_EQ(status({{"Content-Type", type}}), std::pair(415, 415)) << type;
  }
  for (const char* origin : {"http://evil.example", "null", "http://vss.evil.example", "http://vss:81"}) {
    EXPECT_EQ(status({{"Host", "vss"}, {"Origin", origin}}), std::pair(401, 401)) << origin;
  }
  EXPECT_EQ(status({{"Sec-Fetch-Site", "cross-site"}}), std::pair(401, 401));
  EXPECT_EQ(
      status(
          {{"Content-Type", "Application/JSON; charset=utf-8"}, {"Host", "vss"}, {"Origin", "http://vss"}}),
      std::pair(200, 200));
}

TEST_P(PointAuthRulesTest, ListedPagesMaySignPeopleIn) {
  point::PointSettings settings = PointWorld::CheapSettings();
  settings.cors_origins = {"https://crm.example"};
  PointWorld listed(loop(), database(), clock, std::move(settings));
  listed.headers = {{"Host", "vss"}, {"Origin", "https://crm.example"}};
  EXPECT_EQ(listed.Login("admin", std::string(kAdmin)).status, 200);
  listed.headers = {{"Host", "vss"}, {"Origin", "https://evil.example"}};
  EXPECT_EQ(listed.Login("admin", std::string(kAdmin)).status, 401);
}

TEST_P(PointAuthTest, NamesThatLookAlikeAreOneAccountWithOneCounter) {
  const std::string admin = world.AdminToken();
  world.AddUser("kate.smith", "seller", admin);
  const char* const kAlike[] = {"Kate.Smith", "\u212Aate.smith", "ｋａｔｅ.smith", "kate.\u017Fmith",
                                "ka\u00ADte.smith"};
  for (const char* name : kAlike) EXPECT_EQ(Login(PointWorld::kUserPassword, name).status, 200) << name;
  EXPECT_EQ(Login(PointWorld::kUserPassword, "к\u0430te.smith").status, 401) << "Cyrillic letters are others";
  EXPECT_EQ(
      world
          .Post("/api/users",
                {{"username", "KATE.smith"}, {"password", "one more long password"}, {"role", "seller"}},
                admin)
          .status,
      409);
  for (const char* name : kAlike) EXPECT_EQ(Login("a wrong password", name).status, 401) << name;
  for (const char* name : kAlike) EXPECT_EQ(Login("a wrong password", name).status, 429) << name;
  EXPECT_EQ(Count("login_throttle WHERE key LIKE 'account:kate.smith %'"), 1);
}

TEST_P(PointAuthTest, ANameThatPlainSqlWroteIsFound) {
  Write("UPDATE users SET username = 'Boss' WHERE username = 'admin'");
  EXPECT_EQ(Login(kAdmin, "bOSS").status, 200);
  EXPECT_EQ(Login(kAdmin).status, 401);
}

TEST_P(PointAuthRulesTest, ABurstOfParallelGuessesIsBounded) {
  const json::value guess{{"username", "admin"}, {"password", "a wrong password"}};
  const std::vector<int> statuses = world.PostTogether("/api/auth/login", guess, 60);
  EXPECT_LE(std::ranges::count(statuses, 401), 16);
  EXPECT_EQ(std::ranges::count(statuses, 401) + std::ranges::count(statuses, 429), 60);
  EXPECT_EQ(Login(kAdmin).status, 429);
}

TEST_P(PointAuthTest, RefreshTokensExpireAndAreStoredAsHashesOnly) {
  const std::string token = Login(kAdmin).Text("refresh_token");
  EXPECT_EQ(Count(fmt::format("refresh_tokens WHERE hash = '{}'", token)), 0);
  EXPECT_EQ(Count("refresh_tokens WHERE length(hash) = 64"), 1);
  clock.Advance(hours(24 * 30));
  EXPECT_EQ(Refresh(token).status, 401);
  EXPECT_EQ(Refresh("nonsense").status, 401);
}

TEST_P(PointAuthTest, LogoutActsAtOnceOnBothKindsOfToken) {
  const Answer mine = Login(kAdmin), other = Login(kAdmin);
  const Answer out = world.Post("/api/auth/logout", nullptr, mine.Text("token"));
  EXPECT_EQ(out.status, 204);
  EXPECT_THAT(std::string(out.headers.Find("Set-Cookie").value()), testing::HasSubstr("Max-Age=0"));
  EXPECT_EQ(world.StatusOf(mine.Text("token")), 401);
  EXPECT_EQ(Refresh(mine.Text("refresh_token")).status, 401);
  EXPECT_EQ(world.StatusOf(other.Text("token")), 200);
}

TEST_P(PointAuthTest, LogoutReachesAnotherProcessWithItsNextPoll) {
  PointWorld second(loop(), database(), clock);
  const auto poll = [&] {
    second.loop.RunUntilDone(dynamic_cast<point::AccessDirectory&>(second.point().tokens()).Poll());
  };
  const std::string token = world.AdminToken();
  poll();
  EXPECT_EQ(second.StatusOf(token), 200);
  world.Post("/api/auth/logout", nullptr, token);
  poll();
  EXPECT_EQ(second.StatusOf(token), 401);
}

TEST_P(PointAuthTest, TokensExpire) {
  const std::string token = world.AdminToken();
  clock.Advance(seconds(3599));
  EXPECT_EQ(world.StatusOf(token), 200);
  clock.Advance(seconds(1));
  const Answer answer = world.Get("/api/auth/me", token);
  EXPECT_EQ(answer.status, 401);
  EXPECT_EQ(answer.Text("code"), "TOKEN_EXPIRED");
}

TEST_P(PointAuthRulesTest, TamperedTokensAreRefused) {
  std::string token = world.AdminToken();
  token[token.size() / 2] = token[token.size() / 2] == 'A' ? 'B' : 'A';
  const Answer answer = world.Get("/api/auth/me", token);
  EXPECT_EQ(answer.status, 401);
  EXPECT_EQ(answer.Text("code"), "AUTH_FAIL");
}

TEST_P(PointAuthTest, NewPasswordEndsTheOtherSessionsOnly) {
  const std::string mine = world.AdminToken(), other = world.AdminToken();
  const Answer changed =
      world.Post("/api/auth/password", {{"current", kAdmin}, {"new", "fifteen letters"}}, mine);
  ASSERT_EQ(changed.status, 200) << ToText(changed.body);
  EXPECT_TRUE(changed.body.as_object().contains("warning"));
  EXPECT_EQ(world.StatusOf(mine), 200);
  EXPECT_EQ(world.StatusOf(other), 401);
  EXPECT_EQ(Login(kAdmin).status, 401);
  EXPECT_EQ(Login("fifteen letters").status, 200);
}

TEST_P(PointAuthRulesTest, NewPasswordNeedsTheCurrentOneAndThePolicy) {
  const std::string token = world.AdminToken();
  const auto field_of = [&](std::string_view current, std::string_view chosen) {
    const Answer answer = world.Post("/api/auth/password", {{"current", current}, {"new", chosen}}, token);
    EXPECT_EQ(answer.status, 400);
    return std::string(answer.body.at("details").as_object().begin()->key());
  };
  EXPECT_EQ(field_of("not the password", "a new and long password"), "current");
  EXPECT_EQ(field_of(kAdmin, "too short"), "new");
  EXPECT_EQ(field_of(kAdmin, std::string(73, 'x')), "new");
  EXPECT_EQ(field_of(kAdmin, std::string("long enough but \0 it", 20)), "new");
  EXPECT_EQ(field_of(kAdmin, kAdmin), "new");
}

TEST_P(PointAuthRulesTest, GuessingThePasswordWithAStolenTokenIsThrottled) {
  const std::string token = world.AdminToken();
  const json::value guess{{"current", "a wrong guess"}, {"new", "a new and long password"}};
  for (int i = 0; i < 5; ++i) EXPECT_EQ(world.Post("/api/auth/password", guess, token).status, 400);
  EXPECT_EQ(world.Post("/api/auth/password", guess, token).status, 429);
}

TEST_P(PointAuthTest, PasswordSetByPlainSqlWorksAndEndsTheSessions) {
  const std::string token = world.AdminToken();
  // bcrypt of "set with plain SQL"
  BlockingPool pool("cpu", 1, 4);
  test::CountingRandom random;
  point::PasswordHasher hasher(pool, random, 4);
  const Secret hash = world.loop.RunUntilDone(hasher.Hash(Secret("set with plain SQL")));
  Write(fmt::format("UPDATE users SET password = '{}' WHERE username = 'admin'", hash.Reveal()));
  world.loop.RunUntilDone(dynamic_cast<point::AccessDirectory&>(world.point().tokens()).Poll());
  EXPECT_EQ(world.StatusOf(token), 401);
  EXPECT_EQ(Login(kAdmin).status, 401);
  EXPECT_EQ(Login("set with plain SQL").status, 200);
}

TEST_P(PointAuthTest, HashesOfOtherBcryptKindsAreAccepted) {
  // John the Ripper's test vector for "U*U*U" (crypt_blowfish), as PHP's $2y$ and the old $2a$ write it.
  for (const char* prefix : {"$2a$", "$2b$", "$2y$"}) {
    Write(fmt::format(
        "UPDATE users SET password = '{}05$XXXXXXXXXXXXXXXXXXXXXOAcXxm9kjPGEMsLznoKqmqw7tc8WCx4a' "
        "WHERE username = 'admin'",
        prefix));
    EXPECT_EQ(Login("U*U*U").status, 200) << prefix;
  }
}

TEST_P(PointAuthRulesTest, RoleCheckAnswersForTheCaller) {
  const std::string admin = world.AdminToken();
  world.AddUser("seller1", "seller", admin);
  const std::string token = world.TokenOf("seller1", std::string(PointWorld::kUserPassword));
  Answer answer = world.Get("/api/point/rolecheck?action=crm.delete", token);
  EXPECT_EQ(answer.body.at("allowed"), true);
  EXPECT_EQ(answer.body.at("action"), "crm.delete");
  EXPECT_EQ(answer.body.at("role"), "seller");
  EXPECT_EQ(world.Get("/api/point/rolecheck?action=slots.read", token).body.at("allowed"), false);
  EXPECT_EQ(world.Get("/api/point/rolecheck?action=slots.fly", token).status, 400);
  EXPECT_EQ(world.Get("/api/point/rolecheck", token).status, 400);
}
}  // namespace
}  // namespace vss
