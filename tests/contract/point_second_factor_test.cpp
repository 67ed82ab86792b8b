// Second factors, on each engine, through the real dispatcher.
#include <gmock/gmock.h>

#include "base/crypto.hpp"
#include "point/second_factor/totp.hpp"
#include "support/point_world.hpp"
#include "support/test_database.hpp"

namespace vss {
namespace {
using std::chrono::seconds;
using test::Answer;
using test::PointWorld;

constexpr std::string_view kAnnasPassword = PointWorld::kUserPassword;

class SecondFactorTest : public test::EngineTest {
 protected:
  FakeClock clock;
  PointWorld world{loop(), database(), clock};
  std::string admin = world.AdminToken();
  std::string anna_id = world.AddUser("anna", "operator", admin);
  std::string anna = world.TokenOf("anna", std::string(kAnnasPassword));
  Secret secret;

  std::string Code(int steps = 0) {
    return point::totp::CodeOf(secret, point::totp::StepAt(clock.Now()) + steps);
  }
  static std::string FromBase32(std::string_view text) {
    constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    std::string bytes;
    std::uint32_t bits = 0;
    int held = 0;
    for (const char c : text) {
      bits = (bits << 5) | static_cast<std::uint32_t>(kLetters.find(c));
      if ((held += 5) >= 8) bytes += static_cast<char>(bits >> (held -= 8));
    }
    return bytes;
  }
  Answer Begin() {
    Answer begun = world.Post("/api/auth/second-factor", {{"password", kAnnasPassword}}, anna);
    if (begun.status == 200) secret = Secret(FromBase32(begun.Text("secret")));
    return begun;
  }
  Answer Confirm(const std::string& code) {
    return world.Post("/api/auth/second-factor/confirm", {{"code", code}}, anna);
  }
  /// Set up; the recovery codes. The code that confirmed it is spent, so the clock moves on.
  std::vector<std::string> Enrol() {
    EXPECT_EQ(Begin().status, 200);
    const Answer confirmed = Confirm(Code());
    EXPECT_EQ(confirmed.status, 200) << ToText(confirmed.body);
    clock.Advance(seconds(60));
    std::vector<std::string> codes;
    for (const json::value& code : confirmed.body.at("recovery_codes").as_array())
      codes.emplace_back(code.as_string());
    return codes;
  }
  Answer Login(std::optional<std::string> code = std::nullopt, std::string_view password = kAnnasPassword) {
    json::object body{{"username", "anna"}, {"password", password}};
    if (code) body["code"] = *code;
    return world.Post("/api/auth/login", std::move(body));
  }
  std::string State(std::string_view token) {
    return std::string(world.Get("/api/auth/me", token).Text("second_factor"));
  }
  void Require(json::array roles) {
    EXPECT_EQ(
        world.Call(http::Method::kPut, "/api/security/second-factor", {{"roles", std::move(roles)}}, admin)
            .status,
        200);
  }
  std::int64_t Audited(std::string_view action, int success) {
    return Number(
        fmt::format("SELECT count(*) FROM audit WHERE action = '{}' AND success = {}", action, success));
  }
};
VSS_ON_EACH_ENGINE(SecondFactorTest);

TEST_P(SecondFactorTest, CountsOnceACodeHasConfirmedIt) {
  const Answer begun = Begin();
  ASSERT_EQ(begun.status, 200) << ToText(begun.body);
  EXPECT_THAT(begun.Text("uri"),
              testing::HasSubstr("otpauth://totp/VSS:anna?secret=" + begun.Text("secret")));
  EXPECT_EQ(Login().status, 200) << "not confirmed yet";
  EXPECT_EQ(Confirm("000000").status, 400);
  EXPECT_EQ(State(anna), "off");
  const Answer confirmed = Confirm(Code());
  ASSERT_EQ(confirmed.status, 200) << ToText(confirmed.body);
  EXPECT_EQ(confirmed.body.at("recovery_codes").as_array().size(), 10);
  EXPECT_EQ(State(anna), "on");
  EXPECT_EQ(Confirm(Code()).status, 409);
  EXPECT_EQ(Begin().status, 409);
  EXPECT_EQ(Audited("second_factor.confirm", 1), 1);
  EXPECT_EQ(world.Get("/api/users/" + anna_id, admin).body.at("second_factor"), true);
}

TEST_P(SecondFactorTest, ConfirmingEndsTheSessionsThatKnewAPasswordOnly) {
  const std::string other = world.TokenOf("anna", std::string(kAnnasPassword));
  Enrol();
  EXPECT_EQ(world.StatusOf(anna), 200);
  EXPECT_EQ(world.StatusOf(other), 401);
}

TEST_P(SecondFactorTest, TheLoginOfTheManualAsksForACodeOnlyWhereThereIsOne) {
  Enrol();
  const Answer without = Login();
  EXPECT_EQ(without.status, 401);
  EXPECT_EQ(without.Text("code"), "SECOND_FACTOR_REQUIRED");
  EXPECT_FALSE(without.headers.Find("Set-Cookie"));
  EXPECT_EQ(Login(std::nullopt, "a wrong password").Text("code"), "AUTH_FAIL");
  const Answer with = Login(Code());
  ASSERT_EQ(with.status, 200) << ToText(with.body);
  EXPECT_EQ(with.Text("second_factor"), "on");
  EXPECT_EQ(world.StatusOf(with.Text("token")), 200);
  const Answer admins = world.Login("admin", std::string(PointWorld::kAdminPassword));
  EXPECT_EQ(admins.status, 200);
  EXPECT_EQ(admins.Text("second_factor"), "off");
}

TEST_P(SecondFactorTest, NoCodeWorksTwice) {
  Enrol();
  const std::string code = Code();
  EXPECT_EQ(Login(code).status, 200);
  const Answer again = Login(code);
  EXPECT_EQ(again.status, 401);
  EXPECT_THAT(again.Text("message"), testing::HasSubstr("used before"));
  EXPECT_EQ(Login(Code(-1)).status, 401) << "older than the one that was used";
  EXPECT_EQ(Login(Code(1)).status, 200);
  EXPECT_EQ(Login(Code(1)).status, 401);
}

TEST_P(SecondFactorTest, OfTwoLoginsWithOneCodeAtOnceOneWins) {
  Enrol();
  const json::value body{{"username", "anna"}, {"password", kAnnasPassword}, {"code", Code()}};
  const std::vector<int> statuses = world.PostTogether("/api/auth/login", body, 4);
  EXPECT_EQ(std::ranges::count(statuses, 200), 1);
}

TEST_P(SecondFactorTest, WrongCodesLockLikeWrongPasswords) {
  Enrol();
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(Login().Text("code"), "SECOND_FACTOR_REQUIRED") << "a right password forgives no code";
    EXPECT_EQ(Login("00000" + std::to_string(i)).status, 401);
  }
  EXPECT_EQ(Login(Code()).status, 429);
  EXPECT_EQ(Audited("auth.login", 0), 5);
  clock.Advance(seconds(60));
  EXPECT_EQ(Login(Code()).status, 200);
}

TEST_P(SecondFactorTest, ARecoveryCodeWorksOnceHoweverItIsWritten) {
  const std::vector<std::string> codes = Enrol();
  ASSERT_EQ(codes.size(), 10U);
  EXPECT_EQ(Login(codes[0]).status, 200);
  EXPECT_EQ(Login(codes[0]).status, 401);
  std::string plain = codes[1];
  std::erase(plain, '-');
  EXPECT_EQ(Login(" " + plain + " ").status, 200);
  EXPECT_EQ(world.Get("/api/auth/second-factor", anna).body.at("recovery_codes"), 8);
}

TEST_P(SecondFactorTest, NewRecoveryCodesReplaceTheOldOnes) {
  const std::vector<std::string> old = Enrol();
  const auto renew = [&](std::string_view password, const std::string& code) {
    return world.Post("/api/auth/second-factor/recovery-codes", {{"password", password}, {"code", code}},
                      anna);
  };
  EXPECT_EQ(renew("a wrong password", Code()).status, 400);
  EXPECT_EQ(renew(kAnnasPassword, "000000").status, 400);
  const Answer renewed = renew(kAnnasPassword, Code());
  ASSERT_EQ(renewed.status, 200) << ToText(renewed.body);
  EXPECT_EQ(Login(old[0]).status, 401);
  EXPECT_EQ(Login(std::string(renewed.body.at("recovery_codes").at(0).as_string())).status, 200);
}

TEST_P(SecondFactorTest, SecretsAreEncryptedAndRecoveryCodesHashed) {
  const std::vector<std::string> codes = Enrol();
  const auto row = [&](std::string_view sql) {
    std::string text;
    database().ReadNow([&](sql::Session& s) { text = s.QueryOne(sql).value().Text(0); });
    return text;
  };
  const std::string sealed = row("SELECT sealed_secret FROM second_factors");
  EXPECT_THAT(sealed, testing::Not(testing::HasSubstr(point::totp::Base32(secret.Reveal()))));
  EXPECT_EQ(crypto::Base64UrlDecode(sealed).value().find(secret.Reveal()), std::string::npos);
  EXPECT_EQ(Number("SELECT count(*) FROM recovery_codes WHERE length(hash) = 64"), 10);
  // Under another key the server says who can help.
  point::PointSettings settings = PointWorld::CheapSettings();
  settings.second_factor_key = Secret("a key that somebody lost the other one for");
  PointWorld other(loop(), database(), clock, std::move(settings));
  const Answer lost =
      other.Post("/api/auth/login", {{"username", "anna"}, {"password", kAnnasPassword}, {"code", Code()}});
  EXPECT_EQ(lost.status, 409);
  EXPECT_THAT(lost.Text("message"), testing::HasSubstr("administrator"));
}

TEST_P(SecondFactorTest, IsRemovedWithPasswordAndCode) {
  Enrol();
  const auto remove = [&](std::string_view password, const std::string& code) {
    return world.Post("/api/auth/second-factor/remove", {{"password", password}, {"code", code}}, anna)
        .status;
  };
  EXPECT_EQ(remove("a wrong password", Code()), 400);
  EXPECT_EQ(remove(kAnnasPassword, "000000"), 400);
  EXPECT_EQ(remove(kAnnasPassword, Code()), 204);
  EXPECT_EQ(Login().status, 200);
  EXPECT_EQ(Number("SELECT count(*) FROM recovery_codes"), 0);
  EXPECT_EQ(Audited("second_factor.remove", 1), 1);
}

TEST_P(SecondFactorTest, GuessingCodesWithAStolenTokenAndThePasswordIsThrottled) {
  Enrol();
  const json::value guess{{"password", kAnnasPassword}, {"code", "000000"}};
  for (int i = 0; i < 5; ++i)
    EXPECT_EQ(world.Post("/api/auth/second-factor/remove", guess, anna).status, 400);
  EXPECT_EQ(world.Post("/api/auth/second-factor/remove", guess, anna).status, 429);
}

TEST_P(SecondFactorTest, AnAdministratorResetsItAndTheSessionsEnd) {
  Enrol();
  const std::string path = "/api/users/" + anna_id + "/second-factor";
  EXPECT_EQ(world.Delete(path, anna).status, 403);
  EXPECT_EQ(world.Delete(path, admin).status, 204);
  EXPECT_EQ(world.Delete(path, admin).status, 404);
  EXPECT_EQ(world.StatusOf(anna), 401);
  EXPECT_EQ(Login().status, 200);
  EXPECT_EQ(Audited("second_factor.reset", 1), 1);
}

TEST_P(SecondFactorTest, ARoleThatNeedsOneLetsItsUsersSetItUpAndNothingElse) {
  EXPECT_EQ(world.Get("/api/users", admin).status, 200);
  world.AddUser("boss", "supervisor", admin);
  const std::string boss = world.TokenOf("boss", std::string(kAnnasPassword));
  EXPECT_EQ(world.Get("/api/users", boss).status, 200);
  Require({"operator", "Supervisor"});
  EXPECT_EQ(State(boss), "required");
  const Answer refused = world.Get("/api/users", boss);
  EXPECT_EQ(refused.status, 403);
  EXPECT_EQ(refused.body.at("details").at("second_factor"), "required");
  EXPECT_TRUE(world.Get("/api/auth/me", boss).body.at("permissions").as_array().empty());
  EXPECT_EQ(Login().Text("second_factor"), "required");
  Enrol();
  EXPECT_EQ(State(anna), "on");
  EXPECT_FALSE(world.Get("/api/auth/me", anna).body.at("permissions").as_array().empty());
  EXPECT_EQ(
      world.Post("/api/auth/second-factor/remove", {{"password", kAnnasPassword}, {"code", Code()}}, anna)
          .status,
      409);
  Require({});
  EXPECT_EQ(world.Get("/api/users", boss).status, 200);
  EXPECT_EQ(State(boss), "off");
}

TEST_P(SecondFactorTest, OnlyRolesThatExistMayNeedOne) {
  const Answer answer =
      world.Call(http::Method::kPut, "/api/security/second-factor", {{"roles", {"pilot"}}}, admin);
  EXPECT_EQ(answer.status, 400);
  EXPECT_TRUE(answer.body.at("details").as_object().contains("roles"));
}
}  // namespace
}  // namespace vss
