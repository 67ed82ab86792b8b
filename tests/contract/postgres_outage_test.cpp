// What PostgresDatabase does while its server is away.
#include <gmock/gmock.h>

#include <csignal>

#include "adapters/storage_postgres/postgres_database.hpp"
#include "base/error.hpp"
#include "support/postgres_server.hpp"
#include "support/test_database.hpp"

namespace vss::postgres {
namespace {
using namespace std::chrono_literals;

class PostgresOutageTest : public testing::Test {
 protected:
  PostgresOutageTest() {
    database().WriteNow([](sql::Session& s) { s.Execute("CREATE TABLE t (id BIGINT PRIMARY KEY)"); });
  }
  sql::Database& database() { return *database_; }
  void Insert(std::int64_t id) {
    database().WriteNow([id](sql::Session& s) { s.Execute("INSERT INTO t VALUES ($1)", {id}); });
  }
  std::int64_t Count() {
    std::int64_t count = 0;
    database().ReadNow([&](sql::Session& s) { count = s.Query("SELECT COUNT(*) FROM t").at(0).Int(0); });
    return count;
  }
  template <class Condition>
  static bool Eventually(Condition condition) {
    const auto until = std::chrono::steady_clock::now() + 15s;
    while (!condition()) {
      if (std::chrono::steady_clock::now() > until) return false;
      std::this_thread::sleep_for(5ms);
    }
    return true;
  }
  template <class Call>
  static bool Answers(Call call) {
    try {
      call();
      return true;
    } catch (const Error&) {  // the workers may have seen the server away, and look again soon
      return false;
    }
  }
  /// The code of the answer and that it came at once.
  template <class Call>
  void ExpectUnavailable(Call call, std::chrono::milliseconds within) {
    const auto before = std::chrono::steady_clock::now();
    try {
      call();
      ADD_FAILURE() << "it answered";
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::kServiceUnavailable) << error.internal();
      EXPECT_TRUE(error.retry_after().has_value());
    }
    EXPECT_LT(std::chrono::steady_clock::now() - before, within);
  }

  /// One of its own: what has fewer databases recovers sooner.
  static test::PostgresServer& Server() {
    static test::PostgresServer server;
    return server;
  }

  test::PostgresServer& server_ = Server();
  test::TestDatabase files_{server_};
  std::unique_ptr<sql::Database> database_ = files_.Open();
};

TEST_F(PostgresOutageTest, RunsWorkAgainWhenTheServerWasRestartedInBetween) {
  Insert(1);
  server_.StopImmediately();
  server_.Start();
  EXPECT_TRUE(Eventually([&] { return Answers([&] { Insert(2); }); }));
  EXPECT_TRUE(Eventually([&] { return Answers([&] { EXPECT_EQ(Count(), 2); }); }));
}

TEST_F(PostgresOutageTest, AnswersUnavailableAtOnceWhileTheServerIsAwayAndRecoversByItself) {
  Insert(1);
  server_.StopImmediately();
  ExpectUnavailable([&] { Insert(2); }, 2s);
  ExpectUnavailable([&] { Count(); }, 2s);
  EXPECT_FALSE(database().stats().healthy);
  EXPECT_THAT(database().stats().problem, testing::HasSubstr("PostgreSQL"));
  for (int i = 0; i < 100; ++i) ExpectUnavailable([&] { Insert(2); }, 500ms);
  server_.Start();
  EXPECT_TRUE(Eventually([&] { return database().stats().healthy; }));
  EXPECT_TRUE(Eventually([&] { return Answers([&] { EXPECT_EQ(Count(), 1); }); }));
  Insert(2);
  EXPECT_EQ(Count(), 2);
}

TEST_F(PostgresOutageTest, NoticesWithoutTrafficThatTheServerWentAway) {
  server_.StopImmediately();
  EXPECT_TRUE(Eventually([&] { return !database().stats().healthy; }));
  server_.Start();
  EXPECT_TRUE(Eventually([&] { return database().stats().healthy; }));
}

TEST_F(PostgresOutageTest, NeverReportsSuccessForWhatIsNotThereAfterACrash) {
  std::vector<std::int64_t> acknowledged;
  std::atomic<bool> stop = false;
  std::thread client([&] {
    for (std::int64_t id = 1; !stop; ++id) {
      try {
        Insert(id);
        acknowledged.push_back(id);
      } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::kServiceUnavailable);
        std::this_thread::sleep_for(10ms);
      }
    }
  });
  for (int round = 0; round < 3; ++round) {
    std::this_thread::sleep_for(100ms);
    server_.StopImmediately();
    server_.Start();
  }
  stop = true;
  client.join();
  EXPECT_TRUE(Eventually([&] { return database().stats().healthy && Answers([&] { Count(); }); }));
  database().ReadNow([&](sql::Session& s) {
    for (const std::int64_t id : acknowledged)
      EXPECT_TRUE(s.QueryOne("SELECT id FROM t WHERE id = $1", {id})) << id;
  });
  EXPECT_GT(acknowledged.size(), 0U);
}

TEST_F(PostgresOutageTest, GivesUpOnAServerThatStoppedAnswering) {
  const PostgresDatabase impatient(
      {.connection = {.url = Secret(files_.url()), .connect_limit = 2s, .silence_limit = 500ms}});
  auto& frozen = const_cast<PostgresDatabase&>(impatient);
  server_.Signal(SIGSTOP);
  ExpectUnavailable([&] { frozen.WriteNow([](sql::Session& s) { s.Query("SELECT 1"); }); }, 8s);
  server_.Signal(SIGCONT);
  EXPECT_TRUE(Eventually([&] { return frozen.stats().healthy; }));
}

TEST(PostgresDatabase, SaysWhyItCannotConnectWithoutThePassword) {
  const auto open = [](std::string url) {
    try {
      PostgresDatabase({.connection = {.url = Secret(std::move(url))}, .startup_wait = 0ms});
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::kServiceUnavailable);
      return error.message() + error.internal();
    }
    return std::string("it opened");
  };
  const std::string refused = open("postgresql://vss:s3cret@127.0.0.1:1/vss_db");
  EXPECT_THAT(refused, testing::HasSubstr("127.0.0.1"));
  EXPECT_THAT(refused, testing::Not(testing::HasSubstr("s3cret")));
  EXPECT_THAT(open("postgresql://vss:p:s3cret@host:x/db"), testing::Not(testing::HasSubstr("s3cret")));
}
}  // namespace
}  // namespace vss::postgres
