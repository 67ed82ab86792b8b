#include "support/point_world.hpp"

#include "base/crypto.hpp"

namespace vss::test {

std::string CountingRandom::Bytes(std::size_t count) {
  std::string out;
  const std::uint64_t call = calls_++;
  for (int block = 0; out.size() < count; ++block) out += crypto::Sha256(fmt::format("{} {}", call, block));
  return out.substr(0, count);
}

point::PointSettings PointWorld::CheapSettings() {
  return {.jwt_key = Secret("a key for the tests, of more than 32 bytes"),
          .second_factor_key = Secret("another key for the tests, as long as that"),
          .bcrypt_cost = 4};
}

PointWorld::PointWorld(Loop& its_loop, sql::Database& database, FakeClock& clock,
                       point::PointSettings settings)
    : loop(its_loop),
      journal_{clock, random_, Secret("an audit key for the tests")},
      store_(database, journal_),
      module_({.store = store_, .cpu = cpu_, .clock = clock, .random = random_}, std::move(settings)),
      edge_{module_.tokens(), idempotency_, metrics_, random_, clock, nullptr} {
  module_.Mount(router_);
  dispatcher_.emplace(router_, edge_, http::EdgeOptions{});
  loop.RunUntilDone(module_.Prepare());
  loop.RunUntilDone(module_.EnsureFirstAdmin(Secret(std::string(kAdminPassword))));
}

http::Request PointWorld::Request(http::Method method, std::string target, const json::value& body,
                                  std::string_view token) {
  http::Request request{.method = method, .target = target, .remote_address = address};
  request.parsed = http::ParseTarget(target).value();
  if (!body.is_null()) {
    request.body = ToText(body);
    request.headers.Set("Content-Type", "application/json");
  }
  for (const auto& [name, value] : headers) request.headers.Set(name, value);
  if (!token.empty()) request.headers.Set("Authorization", "Bearer " + std::string(token));
  return request;
}

Answer PointWorld::Call(http::Method method, std::string target, json::value body, std::string_view token) {
  return AnswerTo(Request(method, std::move(target), body, token));
}

Answer PointWorld::PostText(std::string target, std::string body, std::string_view token) {
  http::Request request = Request(http::Method::kPost, std::move(target), nullptr, token);
  request.body = std::move(body);
  request.headers.Set("Content-Type", "text/csv");
  return AnswerTo(std::move(request));
}

Answer PointWorld::AnswerTo(http::Request request) {
  http::Response response = loop.RunUntilDone(dispatcher_->Handle(std::move(request)));
  return {response.status, response.body.empty() ? json::value() : ParseJson(response.body),
          response.headers};
}

std::vector<int> PointWorld::PostTogether(std::string target, const json::value& body, int times) {
  std::vector<int> statuses(static_cast<std::size_t>(times));
  TaskScope scope(loop, "together");
  auto call = [](http::Dispatcher& dispatcher, http::Request request, int& status) -> Task<void> {
    status = (co_await dispatcher.Handle(std::move(request))).status;
  };
  for (int& status : statuses) {
    scope.Spawn("call", call(*dispatcher_, Request(http::Method::kPost, target, body, {}), status));
  }
  auto all = [](TaskScope& calls) -> Task<void> {
    while (calls.running() > 0) co_await SleepFor(std::chrono::milliseconds(1));
  };
  loop.RunUntilDone(all(scope));
  return statuses;
}

std::string PointWorld::TokenOf(std::string username, std::string password) {
  const Answer answer = Login(std::move(username), std::move(password));
  if (answer.status != 200) throw std::runtime_error("the login failed: " + ToText(answer.body));
  return answer.Text("token");
}

std::string PointWorld::AddUser(std::string username, std::string role, std::string_view admin_token) {
  const Answer answer =
      Post("/api/users", {{"username", username}, {"password", kUserPassword}, {"role", role}}, admin_token);
  if (answer.status != 201) throw std::runtime_error("the user was not made: " + ToText(answer.body));
  return answer.Text("id");
}
}  // namespace vss::test
