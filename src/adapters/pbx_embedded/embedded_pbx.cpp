#include "adapters/pbx_embedded/embedded_pbx.hpp"

#include <algorithm>
#include <thread>

#include "adapters/pbx_embedded/call_values.hpp"
#include "adapters/pbx_embedded/default_sounds.hpp"
#include "adapters/pbx_embedded/local_address.hpp"
#include "base/log.hpp"
#include "base/port_check.hpp"

namespace vss::pbx_embedded {
namespace {
using ottb::HangupReason;
constexpr std::size_t kMaxCalls = 20'000;
constexpr std::uint16_t kProviderShard = 0;  ///< watches over the way to the provider
constexpr std::size_t kNonceKeyBytes = 32;

std::uint16_t ShardCount(const Settings& settings) {
  const int cores = static_cast<int>(std::thread::hardware_concurrency());
  return static_cast<std::uint16_t>(std::clamp(settings.shards > 0 ? settings.shards : cores, 1, 8));
}

// Shards share the port by SO_REUSEPORT, which lets another process of the same user in too: so ask first.
void RequireFreePort(std::uint16_t port) {
  if (port == 0) return;
  for (const Transport transport : {Transport::kUdp, Transport::kTcp}) {
    if (const auto holder = FindPortHolder(port, transport))
      throw PortInUse(DescribePortInUse(port, *holder));
  }
}

std::string_view NameOf(sip::Reachability reachability) {
  switch (reachability) {
    case sip::Reachability::kReachable:
      return "up";
    case sip::Reachability::kUnreachable:
      return "down";
    case sip::Reachability::kUnknown:
      break;
  }
  return "unknown";
}

std::optional<sip::TrunkGate::Limits> LimitsOf(const Settings& settings) {
  if (!settings.provider) return std::nullopt;
  const Provider& provider = *settings.provider;
  if (provider.calls_per_second <= 0 && provider.concurrent_calls <= 0) return std::nullopt;
  return sip::TrunkGate::Limits{.calls_per_second = provider.calls_per_second,
                                .concurrent = provider.concurrent_calls};
}
}  // namespace

EmbeddedPbx::EmbeddedPbx(Loop& loop, const Clock& clock, Random& random, Metrics& metrics, Settings settings)
    : loop_(loop),
      clock_(clock),
      random_(random),
      settings_(std::move(settings)),
      metrics_(metrics, ShardCount(settings_)),
      reports_(ShardCount(settings_)) {
  RequireFreePort(settings_.port);
  if (settings_.provider) provider_.emplace(loop, *settings_.provider);
  if (const auto limits = LimitsOf(settings_)) gate_.emplace(*limits);
  OpenShards(ShardCount(settings_));
}

EmbeddedPbx::~EmbeddedPbx() { CloseShards(); }

void EmbeddedPbx::OpenShards(std::uint16_t count) {
  std::vector<Loop*> loops;
  for (std::uint16_t i = 0; i < count; ++i) {
    shards_.push_back(std::make_unique<sip::Shard>(i));
    loops.push_back(&shards_.back()->loop());
  }
  between_ = std::make_unique<sip::ShardSwitch>(loops, random_);
  recordings_ = std::make_unique<media::RecordingWriter>();
  world_ = std::make_unique<ShardWorld>(
      ShardWorld{.settings = settings_,
                 .plan = plan_,
                 .clock = clock_,
                 .random = random_,
                 .between = *between_,
                 .gate = gate_ ? &*gate_ : nullptr,
                 .sounds = MakeSounds(settings_.prompt),
                 .recordings = recordings_.get(),
                 .nonce_key = random_.Bytes(kNonceKeyBytes),
                 .outbox = MakeOutbox(),
                 .connections = std::make_shared<ConnectionBudget>(settings_.connections)});
  units_.resize(count);
  try {
    for (std::uint16_t i = 0; i < count; ++i) {
      const std::uint16_t port = i == 0 ? settings_.port : edge_.port;
      shards_[i]->Start();
      shards_[i]->Call([this, i, count, port] {
        units_[i] = std::make_unique<ShardUnit>(*world_, i, count, port, shards_[i]->loop().context());
      });
      if (i == 0) edge_ = units_[0]->edge();
    }
  } catch (...) {
    CloseShards();
    throw;
  }
}

void EmbeddedPbx::CloseShards() {
  for (std::size_t i = 0; i < units_.size(); ++i) {
    shards_[i]->Stop([unit = &units_[i]] { unit->reset(); });
  }
  units_.clear();
  recordings_.reset();
}

ShardOutbox EmbeddedPbx::MakeOutbox() {
  return {.tell =
              [this](std::move_only_function<void(ottb::PbxObserver&)> tell) {
                PostHere([this, tell = std::move(tell)]() mutable { tell(*this); });
              },
          .ended = [this](sip::BridgeOutcome outcome) { PostHere([this, outcome] { Ended(outcome); }); },
          .report = [this](ShardReport report) { PostHere([this, report] { Take(report); }); }};
}

template <class Work>
void EmbeddedPbx::PostHere(Work work) {
  loop_.Post([alive = std::weak_ptr(alive_), work = std::move(work)]() mutable {
    if (!alive.expired()) work();
  });
}

template <class Work>
void EmbeddedPbx::PostTo(std::uint16_t shard, Work work) {
  if (units_.empty()) return;
  shards_[shard]->Post([unit = &units_[shard], work = std::move(work)]() mutable {
    if (*unit) work(**unit);
  });
}

void EmbeddedPbx::Start(std::vector<ottb::LineAccount> lines, std::vector<ottb::Registration> registrations) {
  if (provider_) {
    provider_->Start([this](const std::vector<boost::asio::ip::address>& there) {
      for (std::uint16_t shard = 0; shard < units_.size(); ++shard)
        PostTo(shard, [there](ShardUnit& unit) { unit.TrustProvider(there); });
      PostTo(kProviderShard, [there = *provider_->Current()](ShardUnit& unit) { unit.LinkProvider(there); });
    });
  }
  for (std::uint16_t shard = 0; shard < units_.size(); ++shard) {
    std::vector<ottb::LineAccount> its_lines;
    std::vector<ottb::Registration> its_registrations;
    std::ranges::copy_if(lines, std::back_inserter(its_lines),
                         [&](const auto& line) { return ShardOf(line.number) == shard; });
    std::ranges::copy_if(registrations, std::back_inserter(its_registrations),
                         [&](const auto& registration) { return ShardOf(registration.number) == shard; });
    PostTo(shard, [its_lines = std::move(its_lines), its_registrations = std::move(its_registrations)](
                      ShardUnit& unit) { unit.Restore(its_lines, its_registrations); });
  }
  log::Info("PBX", "the SIP engine runs",
            {{"address", edge_.str()},
             {"shards", units_.size()},
             {"lines", lines.size()},
             {"calls_leave_to", settings_.provider ? settings_.provider->host : "test exchange"}});
}

void EmbeddedPbx::PutLine(const ottb::LineAccount& line) {
  PostTo(ShardOf(line.number), [line](ShardUnit& unit) { unit.PutLine(line, {}); });
}

void EmbeddedPbx::RemoveLine(int number) {
  PostTo(ShardOf(number), [number](ShardUnit& unit) { unit.RemoveLine(number); });
}

void EmbeddedPbx::ReRegister(int number) {
  PostTo(ShardOf(number), [number](ShardUnit& unit) { unit.ReRegister(number); });
}

void EmbeddedPbx::StartCall(const ottb::CallOrder& order) {
  if (running_.contains(order.id)) return;
  const std::uint16_t shard = ShardOf(order.line);
  const bool full = running_.size() >= kMaxCalls;
  const Timeline times = order.times.value_or(Timeline(clock_));
  running_.insert_or_assign(order.id, Running{.shard = shard, .ordered = std::nullopt, .times = times});
  metrics_.SetRunning(running_.size());
  if (stopping_) return EndUnplaced(order.id, HangupReason::kSystem);
  if (full) return EndUnplaced(order.id, HangupReason::kCongestion);
  PlacedCall call{.order = order, .provider = std::nullopt};
  call.order.times = times;
  if (provider_) {
    call.provider = provider_->Current();
    if (!call.provider) return EndUnplaced(order.id, HangupReason::kNetworkError);
  }
  PostTo(shard, [call = std::move(call)](ShardUnit& unit) { unit.StartCall(call); });
}

// Told later, as every end is: the caller of StartCall() is not called back from inside it.
void EmbeddedPbx::EndUnplaced(ottb::CallId id, HangupReason reason) {
  PostHere([this, id, reason] { EndNow(id, reason); });
}

void EmbeddedPbx::EndNow(ottb::CallId id, HangupReason reason) {
  const auto found = running_.find(id);
  if (found == running_.end()) return;
  OnCallEnded({.id = id, .reason = reason, .ended_at = found->second.times.Now(clock_)});
}

void EmbeddedPbx::EndCall(ottb::CallId id, HangupReason reason) {
  const auto found = running_.find(id);
  if (found == running_.end()) return;
  if (!found->second.ordered) found->second.ordered = reason;
  PostTo(found->second.shard, [id](ShardUnit& unit) { unit.EndCall(id); });
}

void EmbeddedPbx::OnCallProgress(const ottb::CallProgress& progress) {
  if (running_.contains(progress.id)) observer_->OnCallProgress(progress);
}

void EmbeddedPbx::Ended(const sip::BridgeOutcome& outcome) {
  const auto found = running_.find(ottb::CallId{outcome.id});
  if (found != running_.end()) OnCallEnded(ToResult(outcome, found->second.ordered));
}

void EmbeddedPbx::OnCallEnded(const ottb::CallResult& result) {
  if (running_.erase(result.id) == 0) return;
  qualities_.erase(result.id);
  metrics_.SetRunning(running_.size());
  metrics_.CallEnded(result);
  observer_->OnCallEnded(result);
}

void EmbeddedPbx::Take(const ShardReport& report) {
  metrics_.Take(report);
  for (const auto& [id, quality] : report.qualities) {
    if (running_.contains(id)) qualities_[id] = quality;
  }
  reports_.at(report.shard) = report;
  reports_.at(report.shard).qualities.clear();
}

std::optional<ottb::CallQuality> EmbeddedPbx::QualityOf(ottb::CallId id) const {
  const auto found = qualities_.find(id);
  return found == qualities_.end() ? std::nullopt : std::optional(found->second);
}

ottb::PbxStatus EmbeddedPbx::Status() const {
  std::uint64_t bindings = 0, unreachable = 0, softphones = 0, transactions = 0, streams = 0, dropped = 0,
                phone_calls = 0;
  for (const ShardReport& report : reports_) {
    bindings += report.bindings;
    unreachable += report.unreachable;
    softphones += report.softphones;
    transactions += report.edge.client_transactions + report.edge.server_transactions;
    streams += report.media.streams;
    dropped += report.kernel_drops + report.edge.malformed + report.admission.garbage +
               report.admission.banned + report.admission.rate_limited;
    phone_calls += report.phone_calls;
  }
  const ProviderState provider = reports_.at(kProviderShard).provider.value_or(ProviderState{});
  return {.up = !stopping_ && !units_.empty(),
          .kind = "embedded",
          .provider = settings_.provider ? settings_.provider->host : "test exchange",
          .test_exchange = !settings_.provider,
          .provider_down = provider.reachability == sip::Reachability::kUnreachable,
          .detail = {{"address", edge_.str()},
                     {"shards", units_.size()},
                     {"registrations", bindings},
                     {"unreachable", unreachable},
                     {"softphones", softphones},
                     {"calls", running_.size()},
                     {"service_calls_total", phone_calls},
                     {"transactions", transactions},
                     {"streams", streams},
                     {"dropped", dropped},
                     {"between_shards", between_->counters().handed_over},
                     {"between_shards_dropped", between_->counters().dropped},
                     {"provider_resolved", provider_ ? provider_->Current().has_value() : false},
                     {"provider_state", NameOf(provider.reachability)},
                     {"provider_registered",
                      provider.registered ? json::value(*provider.registered) : json::value(nullptr)}}};
}

Task<void> EmbeddedPbx::Stop(std::chrono::milliseconds grace) {
  stopping_ = true;
  if (provider_) provider_->Stop();
  for (auto& [id, call] : running_) {
    if (!call.ordered) call.ordered = HangupReason::kSystem;
  }
  for (std::uint16_t shard = 0; shard < units_.size(); ++shard) {
    PostTo(shard, [](ShardUnit& unit) { unit.EndAll(); });
  }
  const Steady deadline = clock_.SteadyNow() + grace;
  while (!running_.empty() && clock_.SteadyNow() < deadline) co_await SleepFor(std::chrono::milliseconds(10));
  std::vector<ottb::CallId> left;
  for (const auto& [id, call] : running_) left.push_back(id);
  for (const ottb::CallId id : left) EndNow(id, HangupReason::kSystem);
  CloseShards();
}
}  // namespace vss::pbx_embedded
