#pragma once
#include <gtest/gtest.h>

#include "base/async/loop.hpp"
#include "realtime/client.hpp"
#include "realtime/link_server.hpp"

/// A realtime server in a test: a clock that stands still, links without sockets.
namespace vss::realtime::testing {

/// Tokens are "<user>:<role>"; what a role may do is set here.
class FakeTokens final : public TokenVerifier {
 public:
  Principal Verify(std::string_view token) override {
    const std::size_t colon = token.find(':');
    if (colon == std::string_view::npos || revoked.contains(std::string(token)))
      throw Error(ErrorCode::kAuthFail, "not a token");
    const std::string role(token.substr(colon + 1));
    Principal principal{.user_id = std::string(token.substr(0, colon)), .username = "x", .role = role};
    principal.permissions = std::make_shared<PermissionSet>(PermissionSet::Parse(roles.at(role)));
    principal.expires_at = expires_at;
    principal.scopes = ScopeSet::Parse(scopes.contains(role) ? scopes.at(role) : json::value(json::object()));
    if (teams.contains(principal.user_id)) principal.teams = {teams.at(principal.user_id)};
    return principal;
  }
  std::int64_t Revision() const override { return revision; }

  std::map<std::string, json::value> roles{
      {"admin", {{"all", true}}},
      {"seller", {{"calls", {"read"}}, {"crm", {"read"}}, {"notes", {"read"}}, {"recordings", {"read"}}}}};
  std::map<std::string, json::value> scopes;  ///< of roles; else the narrowest
  std::map<std::string, std::string> teams;   ///< of users
  std::set<std::string> revoked;
  std::int64_t revision = 1;
  Instant expires_at = Instant::max();
};

class FakeLeads final : public LeadDirectory {
 public:
  Task<std::optional<LeadOwner>> OwnerOf(std::string lead_id) override {
    ++asked;
    if (fails) throw Error(ErrorCode::kServiceUnavailable, "away");
    const auto found = owners.find(lead_id);
    co_return found == owners.end() ? std::nullopt : std::optional(found->second);
  }
  bool Remembers(std::string_view, std::optional<LeadOwner>&) override { return false; }
  std::map<std::string, LeadOwner> owners;
  bool fails = false;
  int asked = 0;
};

/// A list that a test writes; reading waits until `open`.
class FakeSnapshots final : public SnapshotSource {
 public:
  Task<Page> Read(Topic topic, const Principal&, std::string next) override {
    ++reads;
    while (!open) co_await SleepFor(std::chrono::milliseconds(1));
    if (fails) throw Error(ErrorCode::kServiceUnavailable, "away");
    if (topic != Topic::kSlots) co_return Page{};
    if (next.empty()) co_return Page{R"([{"id":1}])", "more"};
    co_return Page{R"([{"id":2}])", {}};
  }
  bool open = true, fails = false;
  int reads = 0;
};

/// One client without a socket: what it sends is passed in, what it is sent is taken from its queue by
/// polling.
class World;
struct Peer {
  std::shared_ptr<Link> link;
  Client* client() const { return static_cast<Client*>(&link->user()); }
};

class World {
 public:
  World() : scope(loop, "test") {
    hub.Start(scope);
    links.Start(scope);
    services.on_refused = [this](const AuditEntry& entry) { refusals.push_back(entry.action); };
  }

  Peer Open(const std::string& address = "127.0.0.1") {
    return {links.Open(address, [&](Link& link) {
      return std::make_unique<Client>(services, link, Handshake{"", address});
    })};
  }
  Peer Connect(const std::string& token, const std::string& more = {}) {
    Peer peer = Open();
    peer.client()->OnText(fmt::format(R"(0{{"token":"{}"{}}})", token, more));
    return peer;
  }
  /// Lets everything run that is ready, and what waits for a moment.
  void Run(std::chrono::milliseconds span = std::chrono::milliseconds(10)) {
    loop.RunUntilDone(SleepFor(span));
  }

  /// The packets that wait for the peer, in order.
  std::vector<std::string> Received(const Peer& peer) {
    Run();
    std::vector<std::string> out;
    if (peer.link->end() != LinkEnd::kNone || peer.link->queue_bytes() == 0) return out;
    const std::string payload = loop.RunUntilDone(peer.link->Poll());
    const auto packets = engineio::SplitPayload(payload, 10'000);
    for (const std::string_view packet : *packets) out.emplace_back(packet);
    return out;
  }
  /// Only the events called `name`.
  std::vector<std::string> Events(const Peer& peer, std::string_view name) {
    std::vector<std::string> out = Received(peer);
    std::erase_if(
        out, [&](const std::string& packet) { return !packet.starts_with(fmt::format(R"(42["{}")", name)); });
    return out;
  }
  void Publish(std::string name, json::object data) {
    loop.RunUntilDone(hub.OnEvents({Event{
        .id = "e", .event = std::move(name), .at = clock.Now(), .source = "T", .data = std::move(data)}}));
  }

  Loop loop;
  FakeClock clock;
  SystemRandom random;
  Metrics metrics;
  Settings settings;
  FakeTokens tokens;
  FakeLeads leads;
  FakeSnapshots snapshots;
  RealtimeMetrics counters{metrics};
  Identities identities{tokens, clock};
  TaskScope scope;
  Hub hub{leads, snapshots, clock, settings, counters};
  ClientServices services{hub, identities, random, settings, counters, {}};
  LinkServer links{loop, clock, random, settings, counters};
  std::vector<std::string> refusals;
};
}  // namespace vss::realtime::testing
