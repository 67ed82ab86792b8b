#include "dci/dci_module.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/log.hpp"
#include "dci/testing/memory_store.hpp"

namespace vss::dci {
namespace {
using http::Method;
using std::chrono::milliseconds;
using ::testing::HasSubstr;

class FixedSystem final : public SystemView {
 public:
  std::vector<ServiceState> Services() override { return {{"dci", "ok", 8082}}; }
  OutboxState Outbox() override { return {.depth = 4, .lag = milliseconds(1500), .published = 9}; }
  DatabaseState Database() override { return {.version = "SQLite 3.40.1"}; }
};

class DciModuleTest : public ::testing::Test {
 protected:
  DciModuleTest() { dci.Mount(router); }

  http::Response Call(Method method, std::string target, std::string body = {}) {
    http::Request request{
        .method = method, .target = target, .parsed = *http::ParseTarget(target), .body = std::move(body)};
    const auto match = router.Find(method, request.parsed.path);
    if (match.route == nullptr) throw std::logic_error("no route " + target);
    http::Context context(std::move(request), "r-1");
    context.set_principal({.username = "ann"});
    return loop.RunUntilDone(match.route->handler(context));
  }
  // The details of the Error(kInvalidParams) that the call must end with.
  json::object Problems(Method method, std::string target, std::string body = {}) {
    try {
      Call(method, std::move(target), std::move(body));
    } catch (const Error& e) {
      EXPECT_EQ(e.code(), ErrorCode::kInvalidParams);
      return e.details();
    }
    ADD_FAILURE() << "was accepted: " << target << " " << body;
    return {};
  }

  Loop loop;
  FakeClock clock;
  testing::MemoryStore store;
  FixedSystem system;
  Metrics metrics;
  http::Router router{"dci"};
  DciModule dci{loop, store, system, clock, metrics, {.version = "0.1.0"}};
};

TEST_F(DciModuleTest, AnswersTheStoredLine) {
  const auto response = Call(Method::kPost, "/api/dci/log-event",
                             R"({"module":"CRON_1","severity":"warning","message":"late","fields":{"s":7}})");
  EXPECT_EQ(response.status, 201);
  const json::object line = ParseTrustedJson(response.body).as_object();
  EXPECT_EQ(line.at("id"), 1);
  EXPECT_EQ(line.at("module"), "CRON_1");
  EXPECT_EQ(line.at("severity"), "warning");
  EXPECT_EQ(line.at("message"), "late");
  EXPECT_EQ(line.at("fields").as_object().at("s"), 7);
  EXPECT_EQ(line.at("username"), "ann");
  EXPECT_EQ(line.at("request_id"), "r-1");
  EXPECT_TRUE(line.at("event_id").is_null());
  EXPECT_EQ(store.lines.size(), 1u);
}

TEST_F(DciModuleTest, NamesEachBadFieldOfALine) {
  const std::string path = "/api/dci/log-event";
  const auto all = Problems(Method::kPost, path, "{}");
  for (const char* field : {"module", "severity", "message"}) EXPECT_TRUE(all.contains(field)) << field;
  const auto with = [&](std::string field, std::string value) {
    json::object body{{"module", "M"}, {"severity", "info"}, {"message", "m"}};
    body[field] = ParseJson(value);
    const auto problems = Problems(Method::kPost, path, ToText(body));
    EXPECT_TRUE(problems.contains(field)) << field << " " << value.substr(0, 50);
  };
  with("module", R"("two words")");
  with("module", R"("точка")");
  with("module", '"' + std::string(33, 'm') + '"');
  with("module", R"("")");
  with("severity", R"("fatal")");
  with("message", '"' + std::string(4097, 'm') + '"');
  with("message", "7");
  with("fields", "[]");
  with("fields", R"({"big":")" + std::string(16 * 1024, 'x') + "\"}");
  with("unknown", "1");
  EXPECT_TRUE(store.lines.empty());
}

TEST_F(DciModuleTest, RefusesFiltersThatItDoesNotKnow) {
  EXPECT_TRUE(Problems(Method::kGet, "/api/dci/logs?modul=OTTB").contains("modul"));
  EXPECT_TRUE(Problems(Method::kGet, "/api/dci/logs?severity=fatal").contains("severity"));
  EXPECT_TRUE(Problems(Method::kGet, "/api/dci/logs?from=yesterday").contains("from"));
  EXPECT_TRUE(Problems(Method::kGet, "/api/dci/logs?limit=0").contains("limit"));
  EXPECT_TRUE(Problems(Method::kGet, "/api/dci/logs?sort=message").contains("sort"));
}

TEST_F(DciModuleTest, ListsWithTheTotal) {
  Call(Method::kPost, "/api/dci/log-event", R"({"module":"M","severity":"info","message":"m"})");
  const auto response =
      Call(Method::kGet, "/api/dci/logs?module=m&severity=info&from=2025-01-15&q=m&limit=5");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(ParseTrustedJson(response.body).as_array().size(), 1u);
  EXPECT_EQ(response.headers.Find("X-Total-Count"), "1");
}

TEST_F(DciModuleTest, ShowsTheStatus) {
  clock.Advance(milliseconds(2500));
  const json::object status = ParseTrustedJson(Call(Method::kGet, "/api/dci/status").body).as_object();
  EXPECT_EQ(status.at("version"), "0.1.0");
  EXPECT_DOUBLE_EQ(status.at("uptime_s").as_double(), 2.5);
  EXPECT_EQ(status.at("services").as_array().at(0).as_object().at("port"), 8082);
  EXPECT_EQ(status.at("outbox").as_object().at("depth"), 4);
  EXPECT_DOUBLE_EQ(status.at("outbox").as_object().at("lag_s").as_double(), 1.5);
  EXPECT_EQ(status.at("database").as_object().at("state"), "ok");
  EXPECT_EQ(status.at("event_log").as_object().at("rows"), 0);
  EXPECT_TRUE(status.at("event_log").as_object().at("oldest").is_null());
}

TEST_F(DciModuleTest, KeepsLogLinesOfTheProcessUntilItsStop) {
  TaskScope scope(loop, "test");
  dci.Start(scope);
  log::Info("OTTB", "kept", {{"slot", 4}});
  log::Debug("OTTB", "not kept");
  EXPECT_TRUE(loop.RunUntilDone(scope.Stop(milliseconds(5000))));
  loop.RunUntilDone(dci.Stop());
  log::Info("OTTB", "too late");
  ASSERT_EQ(store.lines.size(), 1u);
  EXPECT_EQ(store.lines[0].line.message, "kept");
  EXPECT_EQ(store.lines[0].line.fields.at("slot"), 4);
  EXPECT_THAT(metrics.Scrape(), HasSubstr("vss_event_log_queue 0"));
}
}  // namespace
}  // namespace vss::dci
