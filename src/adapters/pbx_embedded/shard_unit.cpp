#include "adapters/pbx_embedded/shard_unit.hpp"

#include <ranges>

#include "adapters/pbx_embedded/call_values.hpp"
#include "base/log.hpp"
#include "sip/registrar/flow_text.hpp"

namespace vss::pbx_embedded {
namespace {
using std::chrono::milliseconds;
constexpr milliseconds kReportEvery{1'000};
constexpr milliseconds kBetweenRefusals{60'000};
// Thousands of lines at a start do not come at once: 250 REGISTERs a second for each shard.
constexpr milliseconds kBetweenLines{4};
constexpr int kInnerBuffer = 2 << 20;

/// This shard's part of the range: an even number of ports, from an even one.
media::Settings MediaSettings(const Settings& settings, std::uint16_t number, std::uint16_t shards) {
  const int first = (settings.first_rtp_port + 1) / 2, last = (settings.last_rtp_port - 1) / 2;
  const int pairs = std::max(1, (last - first + 1) / shards);
  const int from = first + number * pairs;
  return {.bind = settings.bind,
          .first_port = static_cast<std::uint16_t>(2 * from),
          .last_port = static_cast<std::uint16_t>(2 * (from + pairs) - 1),
          .media_timeout = settings.media_timeout};
}

std::optional<int> LineOf(std::string_view user) {
  const auto number = sip::ParseNumber(user);
  return number && *number < 100'000 ? std::optional(static_cast<int>(*number)) : std::nullopt;
}

ottb::Registration ToRegistration(const sip::Binding& binding, int number) {
  return {.number = number,
          .contact = binding.contact,
          .source = sip::FormatFlow(binding.flow),
          .call_id = binding.call_id,
          .cseq = binding.cseq,
          .user_agent = binding.user_agent,
          .registered_at = binding.registered_at,
          .expires_at = binding.expires_at};
}

std::optional<sip::Binding> ToBinding(const ottb::Registration& registration) {
  const auto flow = sip::ParseFlow(registration.source);
  if (!flow) return std::nullopt;
  return sip::Binding{.user = std::to_string(registration.number),
                      .contact = registration.contact,
                      .flow = *flow,
                      .call_id = registration.call_id,
                      .cseq = registration.cseq,
                      .user_agent = registration.user_agent,
                      .registered_at = registration.registered_at,
                      .expires_at = registration.expires_at};
}

sip::digest::Ha1 ToHa1(const ottb::SipCredential& credential) {
  return {.md5 = credential.ha1_md5.Reveal(), .sha256 = credential.ha1_sha256.Reveal()};
}

std::vector<sip::LinePlace> OthersOf(const std::vector<sip::Registrar::Place>& places) {
  std::vector<sip::LinePlace> others;
  for (const auto& place : places | std::views::drop(1)) others.push_back({place.request_uri, place.target});
  return others;
}
}  // namespace

ShardUnit::ShardUnit(ShardWorld& world, std::uint16_t number, std::uint16_t shards, std::uint16_t port,
                     boost::asio::io_context& io)
    : world_(world),
      number_(number),
      local_addresses_(world.clock, world.settings.bind, world.settings.external_ip),
      host_names_(io, world.clock) {
  media_ = media::MakeEngine(io, MediaSettings(world.settings, number, shards), world.clock, world.random,
                             world.recordings);
  OpenEdge(port, io);
  softphone_stack_ = OpenInner(io);
  exchange_stack_ = OpenInner(io);
  BuildEdge();
  BuildExchange();
  BuildSoftphones();
  reporting_ = std::make_unique<sip::Timer>(edge_->stack());
  Report();
}

// Sessions go before their layers, layers before their stacks, streams before the engine.
ShardUnit::~ShardUnit() {
  reporting_.reset();
  provider_.reset();
  b2bua_.reset();
  softphones_->Close();
  exchange_->Close();
  edge_sessions_.reset();
  softphone_sessions_.reset();
  exchange_sessions_.reset();
}

void ShardUnit::OpenEdge(std::uint16_t port, boost::asio::io_context& io) {
  sip::EdgeStack::Settings settings;
  settings.bound.stack.shard = number_;
  settings.bound.local = {world_.settings.bind, port};
  settings.bound.tcp = sip::BoundStack::Settings::Tcp::kSamePort;
  settings.bound.tcp_limits.budget = world_.connections;
  if (port != 0) {
    const sip::Endpoint own{LoopbackOf(world_.settings.bind), port};
    settings.bound.stack.sent_by = own.str();
    settings.bound.stack.sent_by_for = [this, port](const boost::asio::ip::address& peer) {
      return sip::Endpoint{boost::asio::ip::make_address(local_addresses_.Towards(peer)), port}.str();
    };
  }
  settings.admission.has_registration = [&registered = *world_.registered](const auto& address) {
    return registered.Has(address);
  };
  settings.admission.is_registered = [&registered = *world_.registered](const sip::Endpoint& phone) {
    return registered.Has(phone);
  };
  settings.admission.exempt = world_.settings.trusted;
  auto opened = sip::EdgeStack::Open(io, world_.clock, world_.random, world_.between, std::move(settings));
  if (!opened) throw PortInUse(opened.error());
  edge_ = std::move(*opened);
  reach_ = {LoopbackOf(world_.settings.bind), edge_->local().port};
}

std::unique_ptr<sip::BoundStack> ShardUnit::OpenInner(boost::asio::io_context& io) const {
  sip::BoundStack::Settings settings;
  settings.stack.shard = number_;
  settings.local = {reach_.address, 0};
  settings.udp.buffer_bytes = kInnerBuffer;
  auto opened = sip::BoundStack::Open(io, world_.clock, world_.random, std::move(settings));
  if (!opened) throw PortInUse(opened.error());
  return std::move(*opened);
}

void ShardUnit::BuildEdge() {
  sip::Stack& stack = edge_->stack();
  sip::RegistrarListener& listener = *this;
  authenticator_ = std::make_unique<sip::Authenticator>(
      sip::Authenticator::Settings{.realm = world_.settings.domain, .offer = world_.settings.digest},
      world_.nonce_key, [&stack] { return stack.now(); });
  registrar_ = std::make_unique<sip::Registrar>(
      stack, *authenticator_, world_.clock, world_.random, listener,
      sip::Registrar::Settings{
          .domain = world_.settings.domain,
          .is_hosted = [this](const std::string& user) { return softphones_->Has(user); },
          .make_tag = [this] { return Tag(); }});
  core_ = std::make_unique<EdgeCore>(EdgeCore::Parts{
      .stack = stack,
      .authenticator = *authenticator_,
      .registrar = *registrar_,
      .plan = world_.plan,
      .exchange = exchange_stack_->local(),
      .make_tag = [this] { return Tag(); },
      .incoming =
          [this](const ottb::IncomingCall& call) {
            world_.outbox.tell([call](ottb::PbxObserver& observer) { observer.OnIncomingCall(call); });
          }});
  edge_sessions_ =
      sip::MakeSessionLayer(stack, *core_, world_.random, {.make_tag = [this] { return Tag(); }});
  auto local_address = [this](const sip::Endpoint& peer) { return local_addresses_.Towards(peer.address); };
  b2bua_ = std::make_unique<sip::B2bua>(sip::BridgeWorld{.sessions = *edge_sessions_,
                                                         .media = *media_,
                                                         .stack = stack,
                                                         .clock = world_.clock,
                                                         .random = world_.random,
                                                         .local_address = std::move(local_address),
                                                         .port = reach_.port,
                                                         .sounds = world_.sounds,
                                                         .gate = world_.gate,
                                                         .media_rules = RulesOfMedia(),
                                                         .names = &host_names_,
                                                         .user = *this});
  core_->Use(*b2bua_);
  edge_->stack().Serve(*edge_sessions_);
}

sip::MediaRules ShardUnit::RulesOfMedia() {
  const Settings& settings = world_.settings;
  sip::MediaRules rules{.phone_networks = settings.phone_networks,
                        .is_ours = [this](const auto& to) { return IsOurs(to); }};
  if (settings.provider) {
    rules.provider_source = settings.provider->media;
    rules.provider_networks = settings.provider->media_networks;
  }
  return rules;
}

bool ShardUnit::IsOurs(const boost::asio::ip::udp::endpoint& to) {
  const Settings& settings = world_.settings;
  const bool bound = to.port() == reach_.port ||
                     (to.port() >= settings.first_rtp_port && to.port() <= settings.last_rtp_port);
  if (!bound) return false;
  const std::string address = to.address().to_string();
  if (address == settings.external_ip || to.address() == settings.bind) return true;
  // From an address of this machine the kernel reaches itself by that address.
  return settings.bind.is_unspecified() &&
         (to.address().is_loopback() || address == local_addresses_.Towards(to.address()));
}

void ShardUnit::BuildExchange() {
  const sip::Endpoint& local = exchange_stack_->local();
  exchange_ = std::make_unique<sip::TestExchange>(sip::ExchangeWorld{.stack = exchange_stack_->stack(),
                                                                     .media = *media_,
                                                                     .random = world_.random,
                                                                     .sounds = world_.sounds,
                                                                     .address = local.address.to_string(),
                                                                     .port = local.port},
                                                  reach_);
  exchange_sessions_ = sip::MakeSessionLayer(exchange_stack_->stack(), *exchange_, world_.random,
                                             {.user_agent = std::string(sip::kExchangeName)});
  exchange_->Use(*exchange_sessions_);
  exchange_stack_->stack().Serve(*exchange_sessions_);
}

void ShardUnit::BuildSoftphones() {
  sip::SoftphoneUser& user = *this;
  const sip::Endpoint& local = softphone_stack_->local();
  softphones_ =
      std::make_unique<sip::SoftphoneHost>(softphone_stack_->stack(), *media_, world_.random, world_.sounds,
                                           sip::SoftphoneSettings{.edge = reach_,
                                                                  .domain = world_.settings.domain,
                                                                  .address = local.address.to_string(),
                                                                  .port = local.port,
                                                                  .expires = world_.settings.line_expiry},
                                           user);
  softphone_sessions_ = sip::MakeSessionLayer(softphone_stack_->stack(), *softphones_, world_.random,
                                              {.user_agent = "VSS softphone"});
  softphones_->Use(*softphone_sessions_);
  softphone_stack_->stack().Serve(*softphone_sessions_);
}

void ShardUnit::Restore(const std::vector<ottb::LineAccount>& lines,
                        const std::vector<ottb::Registration>& registrations) {
  milliseconds delay{0};
  std::unordered_map<int, ottb::TrunkType> types;
  for (const ottb::LineAccount& line : lines) {
    types[line.number] = line.type;
    PutLine(line, delay);
    if (line.type == ottb::TrunkType::kAuto) delay += kBetweenLines;
  }
  // The softphones have new ports: their old contacts lead nowhere.
  std::vector<sip::Binding> bindings;
  for (const ottb::Registration& registration : registrations) {
    const auto type = types.find(registration.number);
    if (type == types.end() || type->second == ottb::TrunkType::kAuto) continue;
    if (auto binding = ToBinding(registration)) bindings.push_back(std::move(*binding));
  }
  registrar_->Restore(bindings);
}

void ShardUnit::PutLine(const ottb::LineAccount& line, milliseconds delay) {
  const std::string user = std::to_string(line.number);
  authenticator_->Put(user, ToHa1(line.credential));
  if (line.type != ottb::TrunkType::kAuto) return;
  softphones_->Put(
      user, {.username = line.credential.username, .ha1 = ToHa1(line.credential), .password = {}}, delay);
}

void ShardUnit::RemoveLine(int number) {
  const std::string user = std::to_string(number);
  softphones_->Remove(user);
  authenticator_->Remove(user);
  refusals_told_.erase(user);
  registrar_->Unbind(user);
}

void ShardUnit::ReRegister(int number) {
  const std::string user = std::to_string(number);
  if (softphones_->Has(user)) return softphones_->ReRegister(user);
  registrar_->Unbind(user);
}

void ShardUnit::TrustProvider(std::vector<boost::asio::ip::address> addresses) {
  core_->SetProvider(addresses);
  edge_->admission().SetProvider(std::move(addresses));
}

void ShardUnit::LinkProvider(const sip::Endpoint& there) {
  if (!provider_) {
    provider_.emplace(ProviderLink::World{
        .stack = edge_->stack(),
        .random = world_.random,
        .provider = *world_.settings.provider,
        .local_address = [this](const sip::Endpoint& peer) { return local_addresses_.Towards(peer.address); },
        .port = reach_.port,
        .make_tag = [this] { return Tag(); }});
  }
  provider_->MoveTo(there);
}

void ShardUnit::StartCall(const PlacedCall& call) {
  const std::string user = std::to_string(call.order.line);
  const auto places = registrar_->Places(user);
  if (places.empty()) {
    return world_.outbox.ended({.id = call.order.id.value,
                                .end = sip::BridgeEnd::kLineMissing,
                                .ended_at = call.order.times->Now(world_.clock),
                                .recording = std::nullopt});
  }
  const bool hosted = call.order.line_type == ottb::TrunkType::kAuto;
  b2bua_->Start(ToOrder(call, {.kind = hosted ? sip::LineKind::kHosted : sip::LineKind::kPhone,
                               .aor = world_.plan.AorOf(user),
                               .request_uri = places.front().request_uri,
                               .target = places.front().target,
                               .others = OthersOf(places)}));
}

sip::BridgeOrder ShardUnit::ToOrder(const PlacedCall& call, sip::LineLeg line) const {
  const ottb::CallOrder& order = call.order;
  const std::string caller = order.caller_id.empty() ? std::to_string(order.line) : order.caller_id;
  return {.id = order.id.value,
          .line = std::move(line),
          .number = call.provider
                        ? world_.plan.ToProvider(*call.provider, order.callee, order.caller_id, order.line)
                        : world_.plan.ToExchange(exchange_stack_->local(), order.callee, caller),
          .ring_line = order.ring_near,
          .ring_number = order.ring_far,
          .max_duration = order.max_duration,
          .recording = order.recording,
          .times = order.times};
}

void ShardUnit::OnBound(const sip::Binding& binding) {
  const auto number = LineOf(binding.user);
  if (!number) return;
  world_.registered->Put(binding.user, binding.flow.remote);
  TellPreferred(binding.user, *number);
  // Its calls are with it, also when the registration that they began under is gone with its connection.
  b2bua_->Follow({.aor = world_.plan.AorOf(binding.user),
                  .contact_before = binding.contact,
                  .contact = binding.contact,
                  .flow_before = binding.flow,
                  .flow = binding.flow});
}

void ShardUnit::OnMoved(const sip::Binding& before, const sip::Binding& now) {
  b2bua_->Follow({.aor = world_.plan.AorOf(now.user),
                  .contact_before = before.contact,
                  .contact = now.contact,
                  .flow_before = before.flow,
                  .flow = now.flow});
}

void ShardUnit::OnLineSilent(const std::string& aor, const std::string& contact) {
  const auto uri = sip::ParseUri(aor);
  if (uri) registrar_->Suspect(std::string(uri->user), contact);
}

/// A line has one registration to the outside: the contact that calls go to.
void ShardUnit::TellPreferred(const std::string& user, int number) {
  const auto preferred = registrar_->Preferred(user);
  if (!preferred) return;
  const bool there = registrar_->Reaches(user);
  world_.outbox.tell([registration = ToRegistration(*preferred, number), there](ottb::PbxObserver& observer) {
    observer.OnRegistered(registration);
    if (!there) observer.OnReachability(registration.number, ottb::PhoneReachability::kUnreachable);
  });
}

void ShardUnit::OnUnbound(const sip::Binding& binding, sip::UnboundReason reason, std::size_t left) {
  const auto number = LineOf(binding.user);
  if (!number) return;
  if (left > 0) return TellPreferred(binding.user, *number);
  world_.registered->Remove(binding.user);
  world_.outbox.tell([number = *number, reason = std::string(ToString(reason))](ottb::PbxObserver& observer) {
    observer.OnUnregistered(number, reason);
  });
}

void ShardUnit::OnReachability(const sip::Binding& binding, sip::Reachability) {
  const auto number = LineOf(binding.user);
  if (!number) return;
  const bool there = registrar_->Reaches(binding.user);
  if (there) TellPreferred(binding.user, *number);
  world_.outbox.tell([number = *number, there](ottb::PbxObserver& observer) {
    observer.OnReachability(
        number, there ? ottb::PhoneReachability::kReachable : ottb::PhoneReachability::kUnreachable);
  });
}

// Whoever guesses fills neither the log nor the database.
void ShardUnit::OnRefused(const std::string& user, const sip::Flow& flow) {
  const auto number = LineOf(user);
  const milliseconds now = edge_->stack().now();
  const auto told = refusals_told_.find(user);
  if (!number || (told != refusals_told_.end() && now - told->second < kBetweenRefusals)) return;
  refusals_told_.insert_or_assign(user, now);
  const std::string source = sip::FormatFlow(flow);
  log::Warning("PBX", "a phone's password is wrong", {{"line", *number}, {"source", source}});
  // A phone that is registered stays so, whoever guesses its password.
  if (softphones_->Has(user) || registrar_->Preferred(user)) return;
  world_.outbox.tell([line = *number, source](ottb::PbxObserver& observer) {
    observer.OnUnregistered(line, fmt::format("wrong password from {}", source));
  });
}

void ShardUnit::OnBridgeProgress(const sip::BridgeReport& report) {
  if (report.id < 0) return;
  world_.outbox.tell(
      [progress = ToProgress(report)](ottb::PbxObserver& observer) { observer.OnCallProgress(progress); });
}

void ShardUnit::OnBridgeOutcome(const sip::BridgeOutcome& outcome) {
  const sip::LegFacts& line = outcome.line;
  const bool silent = outcome.end == sip::BridgeEnd::kLineNoAnswer || outcome.end == sip::BridgeEnd::kNoReply;
  // A phone that dials itself is there: then it was the number that did not reply.
  if (outcome.id < 0) {
    ++phone_calls_;
    return;
  }
  if (silent && line.invited_at && !line.ringing_at && !line.answered_at) SuspectLine(line.uri);
  world_.outbox.ended(outcome);
}

void ShardUnit::SuspectLine(const std::string& aor) {
  const auto uri = sip::ParseUri(aor);
  if (uri) registrar_->Suspect(std::string(uri->user));
}

void ShardUnit::OnSoftphoneRefused(const std::string& number, std::string reason) {
  const auto line = LineOf(number);
  if (!line) return;
  world_.outbox.tell([line = *line, reason = std::move(reason)](ottb::PbxObserver& observer) {
    observer.OnRegistrationFailed(line, reason);
  });
}

void ShardUnit::OnSoftphoneDigit(const std::string& number, char digit) {
  log::Debug("PBX", "a line heard a digit", {{"line", number}, {"digit", std::string(1, digit)}});
}

void ShardUnit::Report() {
  ShardReport report{.shard = number_,
                     .bindings = registrar_->bindings(),
                     .unreachable = registrar_->unreachable(),
                     .softphones = softphones_->lines(),
                     .bridges = b2bua_->size(),
                     .sessions = edge_sessions_->sessions(),
                     .edge = edge_->stack().counters(),
                     .admission = edge_->admission().counters(),
                     .dialogs = edge_sessions_->counters(),
                     .auth_failures = authenticator_->counters().refused,
                     .kernel_drops = edge_->bound().udp().counters().kernel_drops,
                     .phone_calls = phone_calls_,
                     .media = media_->counters(),
                     .provider = provider_ ? std::optional(provider_->state()) : std::nullopt,
                     .qualities = {}};
  b2bua_->ForEach([&report](const sip::BridgeCall& call) {
    const sip::BridgeReport now = call.Report();
    if (now.id > 0 && now.stage == sip::BridgeStage::kTalking) {
      report.qualities.emplace_back(ottb::CallId{now.id}, ToQuality(now));
    }
  });
  world_.outbox.report(std::move(report));
  reporting_->Start(kReportEvery, [this] { Report(); });
}
}  // namespace vss::pbx_embedded
