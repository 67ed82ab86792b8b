#pragma once
#include <map>
#include <string>

#include "adapters/storage_sql/point_store.hpp"
#include "base/async/blocking_pool.hpp"
#include "base/async/loop.hpp"
#include "base/clock.hpp"
#include "http/dispatcher.hpp"
#include "point/point_module.hpp"

namespace vss::test {

/// Random that repeats: every call gives other bytes, every run the same ones.
class CountingRandom final : public Random {
 public:
  std::string Bytes(std::size_t count) override;

 private:
  std::atomic<std::uint64_t> calls_{0};
};

/// No request of these tests carries an Idempotency-Key.
class NoIdempotency final : public http::IdempotencyStore {
 public:
  Task<Claim> Begin(std::string, std::string, std::string) override {
    co_return Claim{.kind = Claim::Kind::kFresh};
  }
  Task<void> Finish(std::string, std::string, const http::Response&) override { co_return; }
  Task<void> Abandon(std::string, std::string) override { co_return; }
};

struct Answer {
  int status = 0;
  json::value body;
  http::Headers headers;
  std::string Text(std::string_view field) const {
    return std::string(body.as_object().at(field).as_string());
  }
};

/// POINT on a migrated database behind the real dispatcher, as one process has it. Bcrypt costs the least
/// there is.
class PointWorld {
 public:
  PointWorld(Loop& its_loop, sql::Database& database, FakeClock& clock,
             point::PointSettings settings = CheapSettings());

  static point::PointSettings CheapSettings();

  Answer Call(http::Method method, std::string target, json::value body = nullptr,
              std::string_view token = {});
  Answer Get(std::string target, std::string_view token) {
    return Call(http::Method::kGet, target, nullptr, token);
  }
  Answer Post(std::string target, json::value body, std::string_view token = {}) {
    return Call(http::Method::kPost, target, std::move(body), token);
  }
  /// A body that is no JSON.
  Answer PostText(std::string target, std::string body, std::string_view token);
  Answer Patch(std::string target, json::value body, std::string_view token) {
    return Call(http::Method::kPatch, target, std::move(body), token);
  }
  Answer Delete(std::string target, std::string_view token) {
    return Call(http::Method::kDelete, target, nullptr, token);
  }
  Answer Login(std::string username, std::string password) {
    return Post("/api/auth/login", {{"username", username}, {"password", password}});
  }
  /// The same request `times` times at once; the statuses in order.
  std::vector<int> PostTogether(std::string target, const json::value& body, int times);
  /// The access token of a login that must succeed.
  std::string TokenOf(std::string username, std::string password);
  /// The token of `admin`, who has kAdminPassword.
  std::string AdminToken() { return TokenOf("admin", std::string(kAdminPassword)); }
  /// Makes a user with kUserPassword and returns the id.
  std::string AddUser(std::string username, std::string role, std::string_view admin_token);
  /// The status that a token gets from GET /api/auth/me.
  int StatusOf(std::string_view token) { return Get("/api/auth/me", token).status; }

  static constexpr std::string_view kAdminPassword = "the admin's long password";
  static constexpr std::string_view kUserPassword = "some user's long password";

  Loop& loop;                                  ///< outlives the database's threads
  std::string address = "192.0.2.1";           ///< where calls come from
  std::map<std::string, std::string> headers;  ///< that calls have besides their own
  point::PointModule& point() { return module_; }

 private:
  Answer AnswerTo(http::Request request);
  http::Request Request(http::Method method, std::string target, const json::value& body,
                        std::string_view token);

  CountingRandom random_;
  BlockingPool cpu_{"cpu", 1, 64};
  sql::JournalContext journal_;
  sql::PointStore store_;
  point::PointModule module_;
  NoIdempotency idempotency_;
  Metrics metrics_;
  http::Router router_{"point"};
  http::EdgeDependencies edge_;
  std::optional<http::Dispatcher> dispatcher_;
};
}  // namespace vss::test
