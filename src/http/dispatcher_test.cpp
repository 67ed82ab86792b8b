#include "http/dispatcher.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/async/loop.hpp"
#include "base/log.hpp"
#include "http/compression.hpp"

namespace vss::http {
namespace {
using testing::HasSubstr;

class OneToken final : public TokenVerifier {
 public:
  Principal Verify(std::string_view token) override {
    if (token == "old") throw Error(ErrorCode::kTokenExpired, "expired");
    if (token != "good") throw Error(ErrorCode::kAuthFail, "not a token");
    Principal principal{.user_id = "u1", .username = "ann", .role = "reader"};
    principal.permissions = std::make_shared<PermissionSet>(PermissionSet::Parse({{"slots", {"read"}}}));
    return principal;
  }
};

class MemoryIdempotency final : public IdempotencyStore {
 public:
  bool stalls = false;

  Task<Claim> Begin(std::string scope, std::string key, std::string fingerprint) override {
    while (stalls) co_await SleepFor(std::chrono::milliseconds(1));
    auto [entry, fresh] = known_.try_emplace(scope + key, fingerprint, std::nullopt);
    if (fresh) co_return Claim{Claim::Kind::kFresh, std::nullopt};
    if (entry->second.first != fingerprint) co_return Claim{Claim::Kind::kMismatch, std::nullopt};
    if (!entry->second.second) co_return Claim{Claim::Kind::kUnfinished, std::nullopt};
    co_return Claim{Claim::Kind::kReplay, entry->second.second};
  }
  Task<void> Finish(std::string scope, std::string key, const Response& response) override {
    known_[scope + key].second = response;
    co_return;
  }
  Task<void> Abandon(std::string scope, std::string key) override {
    known_.erase(scope + key);
    co_return;
  }

 private:
  std::map<std::string, std::pair<std::string, std::optional<Response>>> known_;
};

struct Edge {
  Loop loop;
  OneToken tokens;
  MemoryIdempotency idempotency;
  Metrics metrics;
  SystemRandom random;
  SystemClock clock;
  std::vector<AuditEntry> refusals;
  EdgeDependencies dependencies{tokens,  idempotency,
                                metrics, random,
                                clock,   [this](AuditEntry e) { refusals.push_back(std::move(e)); }};
  Router router{"ottb"};
  int created = 0;

  Edge() {
    router.Get("/api/slots", Requires("slots.read"),
               [](Context&) -> Task<Response> { co_return Ok(json::array{1, 2}); });
    router.Get("/api/slots/:id", Requires("slots.read"),
               [](Context& context) -> Task<Response> { co_return Ok({{"id", context.IntParam("id")}}); });
    router.Post("/api/slots", Requires("slots.create"),
                [](Context&) -> Task<Response> { co_return NoContent(); });
    router.Post("/api/count", SignedIn(),
                [this](Context&) -> Task<Response> { co_return Created("/x", {{"n", ++created}}); });
    router.Get("/api/bug", Public(), [](Context&) -> Task<Response> {
      throw std::runtime_error("secret detail");
      co_return NoContent();
    });
    router.Get("/api/slow", Public(),
               [](Context&) -> Task<Response> {
                 co_await SleepFor(std::chrono::seconds(3));
                 co_return NoContent();
               },
               {.deadline = std::chrono::seconds(0)});
    router.Get("/api/large", Public(),
               [](Context&) -> Task<Response> { co_return Text(std::string(100'000, 'x')); });
  }

  Response Send(Method method, std::string target,
                std::vector<std::pair<std::string, std::string>> headers = {}, std::string body = "",
                EdgeOptions options = {}) {
    Request request{.method = method,
                    .target = target,
                    .parsed = *ParseTarget(target),
                    .headers = {},
                    .body = std::move(body),
                    .remote_address = "127.0.0.9"};
    for (auto& [name, value] : headers) request.headers.Add(name, value);
    Dispatcher dispatcher(router, dependencies, options);
    return loop.RunUntilDone(dispatcher.Handle(std::move(request)));
  }
  Response Send(Method method, std::string target, std::string token) {
    return Send(method, std::move(target), {{"Authorization", "Bearer " + token}});
  }
};

std::string Code(const Response& response) {
  return std::string(ParseJson(response.body).as_object().at("code").as_string());
}

TEST(Dispatcher, AnswersAnAllowedRequest) {
  Edge edge;
  const Response response = edge.Send(Method::kGet, "/api/slots", "good");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body, "[1,2]");
  EXPECT_TRUE(response.headers.Find("X-Request-Id"));
}

TEST(Dispatcher, TellsApartNoTokenBadTokenOldTokenAndNoPermission) {
  Edge edge;
  EXPECT_EQ(Code(edge.Send(Method::kGet, "/api/slots")), "AUTH_FAIL");
  EXPECT_EQ(Code(edge.Send(Method::kGet, "/api/slots", "bad")), "AUTH_FAIL");
  EXPECT_EQ(Code(edge.Send(Method::kGet, "/api/slots", "old")), "TOKEN_EXPIRED");
  const Response denied = edge.Send(Method::kPost, "/api/slots", "good");
  EXPECT_EQ(denied.status, 403);
  EXPECT_THAT(denied.body, HasSubstr("slots.create"));
  ASSERT_EQ(edge.refusals.size(), 2U);
  EXPECT_EQ(edge.refusals.back().action, "permission.denied");
  EXPECT_EQ(edge.refusals.back().username, "ann");
}

TEST(Dispatcher, KnowsUnknownPathsFromWrongMethods) {
  Edge edge;
  EXPECT_EQ(edge.Send(Method::kGet, "/api/nothing").status, 404);
  const Response wrong = edge.Send(Method::kDelete, "/api/slots");
  EXPECT_EQ(wrong.status, 405);
  EXPECT_EQ(wrong.headers.Find("Allow"), "OPTIONS, GET, HEAD, POST");
  EXPECT_EQ(edge.Send(Method::kGet, "/api/slots/x", "good").status, 404);
}

TEST(Dispatcher, AnswersUnderTheServiceAlias) {
  Edge edge;
  EXPECT_EQ(edge.Send(Method::kGet, "/api/ottb/slots/7", "good").body, R"({"id":7})");
  EXPECT_EQ(edge.Send(Method::kGet, "/api/dci/slots", "good").status, 404);
}

TEST(Dispatcher, HidesTheReasonOfAnUnexpectedError) {
  Edge edge;
  const Response response = edge.Send(Method::kGet, "/api/bug");
  EXPECT_EQ(response.status, 500);
  EXPECT_EQ(Code(response), "INTERNAL");
  EXPECT_THAT(response.body, testing::Not(HasSubstr("secret detail")));
}

TEST(Dispatcher, AnswersWhenAHandlerIsLate) {
  Edge edge;
  const Response response = edge.Send(Method::kGet, "/api/slow");
  EXPECT_EQ(response.status, 503);
  EXPECT_TRUE(response.headers.Find("Retry-After"));
}

TEST(Dispatcher, RepeatsTheAnswerForTheSameIdempotencyKey) {
  Edge edge;
  const std::vector<std::pair<std::string, std::string>> headers = {
      {"Authorization", "Bearer good"}, {"Content-Type", "application/json"}, {"Idempotency-Key", "k1"}};
  const Response first = edge.Send(Method::kPost, "/api/count", headers, "{}");
  const Response again = edge.Send(Method::kPost, "/api/count", headers, "{}");
  EXPECT_EQ(first.status, 201);
  EXPECT_EQ(again.status, 201);
  EXPECT_EQ(again.body, first.body);
  EXPECT_EQ(again.headers.Find("Location"), "/x");
  EXPECT_EQ(edge.created, 1);
  EXPECT_EQ(edge.Send(Method::kPost, "/api/count", headers, R"({"other":1})").status, 409);
}

/// One dispatcher for requests that outlive their answers.
struct LateEdge : Edge {
  Dispatcher dispatcher{router, dependencies, {}};
  bool released = false;

  Response Post(std::string target, std::string key) {
    Request request{.method = Method::kPost,
                    .target = target,
                    .parsed = *ParseTarget(target),
                    .headers = {},
                    .body = "{}",
                    .remote_address = "127.0.0.9"};
    request.headers.Add("Authorization", "Bearer good");
    request.headers.Add("Content-Type", "application/json");
    if (!key.empty()) request.headers.Add("Idempotency-Key", key);
    return loop.RunUntilDone(dispatcher.Handle(std::move(request)));
  }
  /// The answer once the key has one.
  Response Outcome(const std::string& target, const std::string& key) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    Response answer = Post(target, key);
    while (answer.status == 409 && std::chrono::steady_clock::now() < deadline) answer = Post(target, key);
    return answer;
  }
};

TEST(Dispatcher, KeepsWhatCameOfALateRequestUnderItsKey) {
  LateEdge edge;
  std::vector<bool> waited_for;
  edge.router.Post("/api/late", SignedIn(),
                   [&](Context& context) -> Task<Response> {
                     while (!edge.released) co_await SleepFor(std::chrono::milliseconds(1));
                     waited_for.push_back(!context.caller().patience.over());
                     co_return Created("/x", {{"n", ++edge.created}});
                   },
                   {.deadline = std::chrono::seconds(1)});
  EXPECT_EQ(edge.Post("/api/late", "k1").status, 503);
  EXPECT_EQ(edge.Post("/api/late", "k1").status, 409) << "it still runs";
  edge.released = true;
  const Response outcome = edge.Outcome("/api/late", "k1");
  EXPECT_EQ(outcome.status, 201);
  EXPECT_EQ(outcome.headers.Find("Idempotency-Replayed"), "true");
  EXPECT_EQ(edge.created, 1);
  EXPECT_EQ(edge.Post("/api/late", "k2").status, 201);
  EXPECT_EQ(waited_for, (std::vector<bool>{false, true}));
}

TEST(Dispatcher, GivesAKeyBackWhenTheLateRequestCameToNothing) {
  LateEdge edge;
  edge.router.Post("/api/withdrawn", SignedIn(),
                   [&](Context& context) -> Task<Response> {
                     while (!edge.released) co_await SleepFor(std::chrono::milliseconds(1));
                     if (context.caller().patience.over())
                       throw Error(ErrorCode::kServiceUnavailable, "too late");
                     co_return Created("/x", {{"n", ++edge.created}});
                   },
                   {.deadline = std::chrono::seconds(1)});
  EXPECT_EQ(edge.Post("/api/withdrawn", "k1").status, 503);
  edge.released = true;
  const Response again = edge.Outcome("/api/withdrawn", "k1");
  EXPECT_EQ(again.status, 201);
  EXPECT_FALSE(again.headers.Find("Idempotency-Replayed"));
  EXPECT_EQ(edge.created, 1);
}

// The claim of the key is a write, too, and the database may stall in it.
TEST(Dispatcher, BeginsNothingBehindTheDeadline) {
  LateEdge edge;
  edge.router.Post("/api/now", SignedIn(),
                   [&](Context&) -> Task<Response> { co_return Created("/x", {{"n", ++edge.created}}); },
                   {.deadline = std::chrono::seconds(0)});
  edge.idempotency.stalls = true;
  EXPECT_EQ(edge.Post("/api/now", "k1").status, 503);
  edge.idempotency.stalls = false;
  const Response again = edge.Outcome("/api/now", "k1");
  EXPECT_EQ(again.status, 201) << "the key is free again";
  EXPECT_FALSE(again.headers.Find("Idempotency-Replayed"));
  EXPECT_EQ(edge.created, 1);
}

TEST(Dispatcher, TakesOnlyPlainRequestIds) {
  Edge edge;
  EXPECT_EQ(edge.Send(Method::kGet, "/api/slots", {{"X-Request-Id", "abc-1"}}).headers.Find("X-Request-Id"),
            "abc-1");
  EXPECT_NE(edge.Send(Method::kGet, "/api/slots", {{"X-Request-Id", "a b\n"}}).headers.Find("X-Request-Id"),
            "a b\n");
}

TEST(Dispatcher, AnswersOnlyTheConfiguredOrigins) {
  Edge edge;
  const EdgeOptions options{.cors_origins = {"https://crm.example"}};
  const Response mine =
      edge.Send(Method::kOptions, "/api/slots", {{"Origin", "https://crm.example"}}, "", options);
  EXPECT_EQ(mine.status, 204);
  EXPECT_EQ(mine.headers.Find("Access-Control-Allow-Origin"), "https://crm.example");
  const Response other =
      edge.Send(Method::kOptions, "/api/slots", {{"Origin", "https://evil.example"}}, "", options);
  EXPECT_FALSE(other.headers.Find("Access-Control-Allow-Origin"));
}

TEST(Dispatcher, AnswersNavigationsOutsideTheApiWithThePages) {
  Edge edge;
  const std::pair<std::string, std::string> navigation{"Accept", "text/html,*/*;q=0.8"};
  EXPECT_EQ(edge.Send(Method::kGet, "/slots/7", {navigation}).status, 404);
  edge.router.Pages([](Context&) -> Task<Response> { co_return Text("the page", "text/html"); });
  EXPECT_EQ(edge.Send(Method::kGet, "/slots/7", {navigation}).body, "the page");
  EXPECT_EQ(edge.Send(Method::kHead, "/slots/7", {navigation}).status, 200);
  EXPECT_EQ(edge.Send(Method::kGet, "/slots/7", {{"Accept", "application/json"}}).status, 404);
  EXPECT_EQ(edge.Send(Method::kGet, "/slots/7").status, 404);
  EXPECT_EQ(edge.Send(Method::kPost, "/slots/7", {navigation}).status, 404);
  EXPECT_EQ(edge.Send(Method::kGet, "/api/none", {navigation}).status, 404);
  EXPECT_EQ(edge.Send(Method::kGet, "/api", {navigation}).status, 404);
}

TEST(Dispatcher, TakesTheCookieForReadsOfTheSameOriginOnly) {
  Edge edge;
  const std::pair<std::string, std::string> cookie{"Cookie", "a=b; vss_token=good"},
      host{"Host", "localhost:3000"};
  EXPECT_EQ(edge.Send(Method::kGet, "/api/slots", {cookie}).status, 200);
  EXPECT_EQ(edge.Send(Method::kGet, "/api/slots", {cookie, host, {"Origin", "http://localhost:3000"}}).status,
            200);
  EXPECT_EQ(edge.Send(Method::kGet, "/api/slots", {cookie, host, {"Origin", "http://evil.example"}}).status,
            401);
  EXPECT_EQ(edge.Send(Method::kGet, "/api/slots", {cookie, {"Sec-Fetch-Site", "cross-site"}}).status, 401);
  EXPECT_EQ(edge.Send(Method::kPost, "/api/count", {cookie}).status, 401);
}

TEST(Dispatcher, CompressesLargeAnswersForThoseWhoTakeIt) {
  Edge edge;
  const Response packed = edge.Send(Method::kGet, "/api/large", {{"Accept-Encoding", "br, gzip"}});
  EXPECT_EQ(packed.headers.Find("Content-Encoding"), "gzip");
  EXPECT_LT(packed.body.size(), 2'000U);
  EXPECT_EQ(edge.Send(Method::kGet, "/api/large").body.size(), 100'000U);
}

TEST(AcceptsGzip, ReadsWeights) {
  EXPECT_TRUE(AcceptsGzip("gzip"));
  EXPECT_TRUE(AcceptsGzip("deflate, gzip;q=0.5"));
  EXPECT_TRUE(AcceptsGzip("*"));
  EXPECT_FALSE(AcceptsGzip("gzip;q=0"));
  EXPECT_FALSE(AcceptsGzip("identity"));
  EXPECT_FALSE(AcceptsGzip(""));
}

// Forms, foreign pages and curl -d without a header send other types.
TEST(Dispatcher, TakesABodyThatSaysItIsJson) {
  Edge edge;
  const auto status = [&](std::optional<std::string> type, std::string body = "{}") {
    std::vector<std::pair<std::string, std::string>> headers = {{"Authorization", "Bearer good"}};
    if (type) headers.emplace_back("Content-Type", *type);
    return edge.Send(Method::kPost, "/api/count", headers, std::move(body)).status;
  };
  for (const char* type :
       {"application/json", "Application/JSON; Charset=UTF-8", "application/json;charset=\"utf-8\"",
        "application/merge-patch+json", "application/json ; x=1"}) {
    EXPECT_EQ(status(type), 201) << type;
  }
  for (const char* type :
       {"text/plain", "application/x-www-form-urlencoded", "application/json; charset=koi8-r",
        "text/plain; application/json", "application/jsonx", ""}) {
    EXPECT_EQ(status(type), 415) << type;
  }
  EXPECT_EQ(status(std::nullopt), 415);
  EXPECT_EQ(status("text/plain", ""), 201) << "there is no body to read";
  const Response refused = edge.Send(Method::kPost, "/api/count",
                                     {{"Authorization", "Bearer good"}, {"Content-Type", "text/csv"}}, "{}");
  EXPECT_EQ(Code(refused), "UNSUPPORTED_MEDIA_TYPE");
  EXPECT_THAT(refused.body, HasSubstr("Content-Type is text/csv"));
  EXPECT_EQ(edge.Send(Method::kPost, "/api/count", {}, "{}").status, 401)
      << "whoever may not ask learns that first";
}

TEST(Dispatcher, RefusesParametersOfARouteThatHasNone) {
  Edge edge;
  const Response refused = edge.Send(Method::kGet, "/api/slots/7?zz=1", "good");
  EXPECT_EQ(refused.status, 400);
  EXPECT_THAT(refused.body, HasSubstr("\"zz\":"));
  EXPECT_EQ(edge.Send(Method::kGet, "/api/large?probe=1").status, 200);
}

TEST(Dispatcher, TakesWhatItsHandlerReadsByItself) {
  Edge edge;
  edge.router.Post("/api/file", Public(), [](Context&) -> Task<Response> { co_return NoContent(); },
                   {.body = BodyKind::kOwn});
  EXPECT_EQ(edge.Send(Method::kPost, "/api/file", {{"Content-Type", "text/csv"}}, "a,b").status, 204);
}

TEST(Dispatcher, LogsTheRouteNotWhoseNumberIsInTheAddress) {
  Edge edge;
  std::vector<std::string> lines;
  log::Configure(Severity::kDebug, log::Format::kJson);
  log::AddSink([&](const log::Line& line) { lines.push_back(ToText(line.fields)); });
  edge.router.Get("/api/persons/:phone/calls", Public(), [](Context&) -> Task<Response> {
    throw NotFound("such person");
    co_return NoContent();
  });
  edge.Send(Method::kGet, "/api/persons/+79161234567/calls?q=%2B79161234567");
  edge.Send(Method::kPost, "/api/persons/+79161234567/calls");
  edge.Send(Method::kGet, "/api/persons/+79161234567/else");
  log::RemoveSinks();
  log::Configure(Severity::kInfo, log::Format::kAuto);
  const std::string all = fmt::format("{}", fmt::join(lines, "\n"));
  EXPECT_THAT(all, HasSubstr("/api/persons/{phone}/calls"));
  EXPECT_THAT(all, testing::Not(HasSubstr("9161234567")));
}

TEST(Dispatcher, CountsUnknownPathsUnderOneLabel) {
  Edge edge;
  edge.Send(Method::kGet, "/api/nothing");
  edge.Send(Method::kGet, "/api/nothing-else");
  EXPECT_THAT(edge.metrics.Scrape(), HasSubstr(R"(route="none")"));
  EXPECT_THAT(edge.metrics.Scrape(), testing::Not(HasSubstr("nothing")));
}
}  // namespace
}  // namespace vss::http
