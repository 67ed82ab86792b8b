#include "base/config/load.hpp"

#include <gmock/gmock.h>

#include "base/config/option.hpp"
#include "base/config/value.hpp"

namespace vss::config {
namespace {
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

Config FromEnvironment(Environment environment) { return Load({std::move(environment), ".env", ""}).config; }

std::vector<std::string> Problems(Environment environment, std::string file = "") {
  try {
    Load({std::move(environment), ".env", std::move(file)});
  } catch (const ConfigError& e) {
    return e.problems();
  }
  return {};
}

TEST(Config, HasTheDocumentedDefaults) {
  const Config config = FromEnvironment({});
  EXPECT_EQ(config.data_dir, "var");
  EXPECT_EQ(config.bind, "127.0.0.1");
  EXPECT_EQ(config.port_workspace, 3000);
  EXPECT_EQ(config.port_point, 8081);
  EXPECT_EQ(config.port_dci, 8082);
  EXPECT_EQ(config.port_ottb, 8083);
  EXPECT_EQ(config.port_guacamole, 8080);
  EXPECT_EQ(config.sip_domain, "vss.internal");
  EXPECT_EQ(config.rtp_ports.first, 20000);
  EXPECT_EQ(config.rtp_ports.last, 29999);
  EXPECT_EQ(config.pbx, PbxKind::kEmbedded);
  EXPECT_EQ(config.log_level, Severity::kInfo);
  EXPECT_EQ(config.log_format, log::Format::kAuto);
  EXPECT_EQ(config.bcrypt_cost, 10);
  EXPECT_EQ(config.number_rest, std::chrono::hours(24));
  EXPECT_EQ(config.backup_every, std::chrono::seconds(0));
  EXPECT_TRUE(config.jwt_secret.empty());
  EXPECT_TRUE(config.postgres_url.empty());
  EXPECT_TRUE(IsTimeZone(config.timezone));
}

TEST(Config, TakesEnvironmentBeforeFileBeforeDefault) {
  const Loaded loaded = Load({{{"PORT_OTTB", "9001"}}, ".env", "PORT_OTTB=9002\n\nPORT_DCI=9003\n"});
  EXPECT_EQ(loaded.config.port_ottb, 9001);
  EXPECT_EQ(loaded.config.port_dci, 9003);
  EXPECT_EQ(loaded.config.port_point, 8081);
  EXPECT_EQ(loaded.origins.at("PORT_OTTB"), "environment");
  EXPECT_EQ(loaded.origins.at("PORT_DCI"), ".env line 3");
  EXPECT_EQ(loaded.origins.at("PORT_POINT"), "default");
}

TEST(Config, TreatsEmptyAsNotSet) {
  EXPECT_EQ(Load({{{"PORT_OTTB", ""}}, ".env", "PORT_OTTB=9002"}).config.port_ottb, 9002);
  EXPECT_EQ(FromEnvironment({{"PORT_OTTB", ""}}).port_ottb, 8083);
}

TEST(Config, ParsesEveryType) {
  const Config config = FromEnvironment({{"VSS_PBX", "freeswitch"},
                                         {"VSS_LOG_LEVEL", "debug"},
                                         {"VSS_LOG_FORMAT", "json"},
                                         {"VSS_RTP_PORTS", "30000-30100"},
                                         {"VSS_NUMBER_REST", "7d"},
                                         {"VSS_BACKUP_EVERY", "90m"},
                                         {"VSS_TIMEZONE", "Europe/Moscow"},
                                         {"VSS_CORS_ORIGINS", "https://a.example, http://[::1]:5173"},
                                         {"VSS_TRUSTED_PROXIES", "127.0.0.1, ::1"},
                                         {"VSS_SIP_BIND", "::"},
                                         {"VSS_ADMIN_PASSWORD", "twelve chars"}});
  EXPECT_EQ(config.pbx, PbxKind::kFreeswitch);
  EXPECT_EQ(config.log_level, Severity::kDebug);
  EXPECT_EQ(config.log_format, log::Format::kJson);
  EXPECT_EQ(config.rtp_ports.first, 30000);
  EXPECT_EQ(config.number_rest, std::chrono::hours(24 * 7));
  EXPECT_EQ(config.backup_every, std::chrono::minutes(90));
  EXPECT_EQ(config.timezone, "Europe/Moscow");
  EXPECT_THAT(config.cors_origins, ElementsAre("https://a.example", "http://[::1]:5173"));
  EXPECT_THAT(config.trusted_proxies, ElementsAre("127.0.0.1", "::1"));
  EXPECT_EQ(config.sip_bind, "::");
  EXPECT_EQ(config.admin_password.Reveal(), "twelve chars");
}

struct Bad {
  const char* name;
  const char* value;
  const char* wants;
};
class BadValue : public testing::TestWithParam<Bad> {};

TEST_P(BadValue, IsRefusedWithNameAndWhatItWants) {
  const auto& [name, value, wants] = GetParam();
  EXPECT_THAT(Problems({{name, value}}),
              ElementsAre(AllOf(HasSubstr(std::string(name) + ":"), HasSubstr(wants))));
}

INSTANTIATE_TEST_SUITE_P(
    Config, BadValue,
    testing::Values(
        Bad{"PORT_OTTB", "0", "a port (1 to 65535)"}, Bad{"PORT_OTTB", "65536", "a port"},
        Bad{"PORT_OTTB", "80x", "not \"80x\""}, Bad{"PORT_OTTB", " 80", "a port"},
        Bad{"PORT_OTTB", "-1", "a port"}, Bad{"VSS_BCRYPT_COST", "9", "from 10 to 14"},
        Bad{"VSS_BCRYPT_COST", "15", "from 10 to 14"}, Bad{"VSS_BIND", "localhost", "an IP address"},
        Bad{"VSS_BIND", "256.1.1.1", "an IP address"}, Bad{"VSS_SIP_DOMAIN", "-a.example", "a host name"},
        Bad{"VSS_SIP_DOMAIN", "a..b", "a host name"}, Bad{"VSS_SIP_DOMAIN", "1.2.3", "a host name"},
        Bad{"VSS_SIP_DOMAIN", "a_b", "a host name"}, Bad{"VSS_RTP_PORTS", "20000", "a range of ports"},
        Bad{"VSS_RTP_PORTS", "30000-20000", "a range"}, Bad{"VSS_RTP_PORTS", "80-90", "from 1024 up"},
        Bad{"VSS_NUMBER_REST", "24", "30s, 15m, 24h or 7d"}, Bad{"VSS_NUMBER_REST", "off", "from 0s to 365d"},
        Bad{"VSS_NUMBER_REST", "-1h", "from 0s"}, Bad{"VSS_BACKUP_EVERY", "1m", "from 5m to 365d, or off"},
        Bad{"VSS_BACKUP_EVERY", "99999999999d", "5m"},
        Bad{"VSS_PBX", "Asterisk", "one of embedded, asterisk, freeswitch"},
        Bad{"VSS_TIMEZONE", "Moscow", "a time zone"}, Bad{"VSS_TIMEZONE", "../../etc/passwd", "a time zone"},
        Bad{"VSS_TIMEZONE", "Europe", "a time zone"}, Bad{"VSS_COUNTRY", "ru", "two capital letters"},
        Bad{"VSS_CORS_ORIGINS", "*", "origins"},
        Bad{"VSS_CORS_ORIGINS", "https://a.example/", "without a path"},
        Bad{"VSS_CORS_ORIGINS", "https://a.example,", "origins"},
        Bad{"VSS_CORS_ORIGINS", "a.example", "origins"},
        Bad{"VSS_TRUSTED_PROXIES", "10.0.0.0/8", "IP addresses"},
        Bad{"POSTGRES_URL", "mysql://a/b", "begins with postgresql://"},
        Bad{"REDIS_URL", "redis://", "begins with redis://"},
        Bad{"RABBITMQ_URL", "amqp://u:a b@h/", "is not a URL"},
        Bad{"JWT_SECRET", "too-short", "a secret of 32 to 1024 characters"}));

TEST(Config, ReportsAllProblemsAtOnce) {
  EXPECT_THAT(
      Problems({{"PORT_OTTB", "x"}, {"VSS_COUNTRY", "x"}, {"VSS_NOPE_NOPE", "1"}}, "nonsense\n").size(), 4U);
}

TEST(Config, RefusesUnknownNamesAndSaysWhatWasMeant) {
  EXPECT_THAT(Problems({{"VSS_DATADIR", "/x"}}), ElementsAre(HasSubstr("did you mean VSS_DATA_DIR?")));
  EXPECT_THAT(Problems({{"PORT_OTBT", "1"}}), ElementsAre(HasSubstr("did you mean PORT_OTTB?")));
  EXPECT_THAT(Problems({{"VSS_SOMETHING_ELSE", "1"}}), ElementsAre(Not(HasSubstr("did you mean"))));
  EXPECT_THAT(Problems({{"HOME", "/root"}, {"JWT_SECRTE", "x"}}), IsEmpty());
  EXPECT_THAT(Problems({}, "HOME=/root\nJWT_SECRTE=x\n"),
              ElementsAre(AllOf(HasSubstr(".env line 2"), HasSubstr("did you mean JWT_SECRET?"))));
  EXPECT_THAT(Problems({}, "VSS_ENV_FILE=/etc/x\n"), ElementsAre(HasSubstr("from the environment only")));
}

TEST(Config, RefusesPlaceholdersOfTheManualAsSecrets) {
  for (const char* text : {"your_secure_password_here", "your_jwt_secret_here_change_in_production",
                           "your_ami_password_here", "your_password", "change_me", "changeme",
                           "CHANGE-ME-please", "Password", "<secret>", "${DB_PASSWORD}"}) {
    for (const Option& option : AllOptions()) {
      if (option.type != Type::kSecret) continue;
      const auto problems =
          Problems({{std::string(option.name), text}, {"PROVIDER_HOST", "sip.provider.com"}});
      EXPECT_THAT(problems, ElementsAre(AllOf(HasSubstr(std::string(option.name)), HasSubstr("placeholder"),
                                              Not(HasSubstr(text)))))
          << option.name << " " << text;
    }
  }
  EXPECT_THAT(Problems({{"POSTGRES_URL", "postgresql://vss:changeme@db/vss_db"}}),
              ElementsAre(HasSubstr("placeholder")));
}

TEST(Config, RefusesShortSecretsWithoutRepeatingThem) {
  EXPECT_THAT(Problems({{"JWT_SECRET", "0123456789abcdef0123456789abcde"}}),
              ElementsAre(AllOf(HasSubstr("32 to 1024 characters"), Not(HasSubstr("0123")))));
  EXPECT_THAT(Problems({{"JWT_SECRET", "0123456789abcdef0123456789abcdef"}}), IsEmpty());
  EXPECT_THAT(Problems({{"VSS_ADMIN_PASSWORD", "elevenchars"}}),
              ElementsAre(HasSubstr("12 to 72 characters")));
}

TEST(Config, ChecksOptionsTogether) {
  EXPECT_THAT(Problems({{"PORT_OTTB", "3000"}}),
              ElementsAre("PORT_OTTB: must differ from PORT_WORKSPACE, both are 3000"));
  EXPECT_THAT(Problems({{"VSS_SIP_PORT", "20500"}}), ElementsAre(HasSubstr("must not lie in VSS_RTP_PORTS")));
  EXPECT_THAT(Problems({{"VSS_TLS_CERT", "a.crt"}}), ElementsAre(HasSubstr("VSS_TLS_CERT and VSS_TLS_KEY")));
  EXPECT_THAT(Problems({{"PROVIDER_USER", "7812"}}),
              ElementsAre(HasSubstr("PROVIDER_HOST: must be set too")));
  EXPECT_THAT(Problems({{"PROVIDER_HOST", "sip.provider.com"}, {"PROVIDER_REGISTER", "on"}}),
              ElementsAre("PROVIDER_USER: must be set when PROVIDER_REGISTER is on"));
  EXPECT_THAT(Problems({{"VSS_PBX", "asterisk"}}), ElementsAre(HasSubstr("AMI_PASSWORD: must be set")));
}

TEST(Config, PutsThePasswordIntoAUrlThatHasNone) {
  const Config config = FromEnvironment({{"POSTGRES_URL", "postgresql://vss@db:5432/vss_db"},
                                         {"DB_PASSWORD", "p@ss/word:#1"},
                                         {"REDIS_URL", "redis://:own@cache:6379/0"},
                                         {"REDIS_PASSWORD", "another"}});
  EXPECT_EQ(config.postgres_url.Reveal(), "postgresql://vss:p%40ss%2Fword:%231@db:5432/vss_db");
  EXPECT_EQ(config.redis_url.Reveal(), "redis://:own@cache:6379/0");
}

TEST(Config, DoesNotChooseAServerBecauseItsPasswordIsSet) {
  EXPECT_TRUE(FromEnvironment({{"DB_PASSWORD", "a good one"}}).postgres_url.empty());
}

TEST(Options, AllHaveANameOfTheirOwnADocSentenceAndAValidDefault) {
  std::map<std::string_view, int> names;
  for (const Option& option : AllOptions()) {
    EXPECT_EQ(++names[option.name], 1) << option.name;
    EXPECT_TRUE(option.doc.ends_with('.')) << option.name;
    EXPECT_FALSE(Wants(option).empty()) << option.name;
    Config config;
    for (const std::string_view text : {option.fallback, option.example}) {
      EXPECT_TRUE(text.empty() || Assign(option, text, config)) << option.name << "=" << text;
    }
  }
}

TEST(Options, IncludeEveryVariableOfTheManual) {
  for (const char* name : {"RABBITMQ_PASSWORD", "DB_PASSWORD", "REDIS_PASSWORD", "JWT_SECRET",
                           "GRAFANA_PASSWORD", "AMI_PASSWORD", "PROVIDER_HOST", "PROVIDER_PORT",
                           "PROVIDER_DOMAIN", "PROVIDER_USER", "PROVIDER_PASSWORD", "WEB_PORT"}) {
    EXPECT_NE(FindOption(name), nullptr) << name;
  }
}
}  // namespace
}  // namespace vss::config
