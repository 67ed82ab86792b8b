#include "platform.hpp"

#include <boost/asio/signal_set.hpp>
#include <boost/system/system_error.hpp>
#include <csignal>

#include "api/embedded_api.hpp"
#include "base/config/load.hpp"
#include "base/log.hpp"
#include "base/port_check.hpp"
#include "base/process_metrics.hpp"
#include "exit_code.hpp"
#include "file_shares.hpp"
#include "http/common_routes.hpp"
#include "tls_files.hpp"
#include "version.hpp"
#include "workspace/forwarding.hpp"

namespace vss::embedded {
/// What the web build made (web/).
std::span<const File> WebApp();
}  // namespace vss::embedded

namespace vss {
namespace {
constexpr std::chrono::seconds kStopGrace{10};
constexpr std::chrono::seconds kHangUpGrace{5};
constexpr std::size_t kMaxQueuedCpuJobs = 256;

std::shared_ptr<ConnectionBudget> MakeHttpPlaces(const Config& config) {
  ConnectionBudget::Limits limits{.total = OpenFileShares(config).http,
                                  .per_source = static_cast<std::size_t>(config.http_max_per_address)};
  for (const std::string& proxy : config.trusted_proxies)
    limits.trusted.push_back(boost::asio::ip::make_address(proxy));
  return std::make_shared<ConnectionBudget>(std::move(limits));
}

std::string_view OpenApiOf(std::string_view service) {
  for (const embedded::File& file : embedded::OpenApi()) {
    if (file.path == fmt::format("{}.json", service)) return file.bytes;
  }
  throw InternalError(fmt::format("the binary holds no OpenAPI document of {}", service));
}

http::HealthCheck DatabaseHealth(const sql::Database& database) {
  const sql::Database::Stats stats = database.stats();
  http::HealthCheck check;
  check.detail = {
      {"version", database.version()}, {"read_queue", stats.read_queue}, {"write_queue", stats.write_queue}};
  if (!stats.healthy) {
    check.status = http::HealthCheck::Status::kDown;
    check.detail["problem"] = stats.problem;
  }
  return check;
}

http::HealthCheck BusHealth(const sql::OutboxDispatcher& outbox) {
  http::HealthCheck check;
  const auto& stats = outbox.stats();
  check.detail = {{"kind", "memory"},
                  {"outbox_depth", stats.depth},
                  {"outbox_lag_s", std::chrono::duration<double>(stats.lag).count()}};
  if (stats.lag > std::chrono::seconds(30)) check.status = http::HealthCheck::Status::kDegraded;
  return check;
}

point::PointSettings PointSettingsOf(const Config& config) {
  point::PointSettings settings;
  settings.jwt_key = config.jwt_secret;
  settings.second_factor_key = config.second_factor_key;
  settings.bcrypt_cost = static_cast<unsigned>(config.bcrypt_cost);
  settings.cookie = FindTlsFiles(config) ? point::CookieTransport::kTlsOnly : point::CookieTransport::kAny;
  settings.throttle.pair.free_failures = config.login_attempts;
  settings.throttle.pair.first_lock = config.login_lockout;
  settings.cors_origins = config.cors_origins;
  return settings;
}

ottb::RecordBasis BasisOf(RecordBasisOption option) {
  switch (option) {
    case RecordBasisOption::kUndecided:
      break;
    case RecordBasisOption::kAnnouncement:
      return ottb::RecordBasis::kAnnouncement;
    case RecordBasisOption::kConsent:
      return ottb::RecordBasis::kConsent;
    case RecordBasisOption::kNotNeeded:
      return ottb::RecordBasis::kNotNeeded;
  }
  return ottb::RecordBasis::kUndecided;
}

ottb::Settings OttbSettingsOf(const Config& config) {
  ottb::Settings settings;
  settings.sip_domain = config.sip_domain;
  settings.sip_port = config.sip_port;
  settings.number_rest = config.number_rest;
  settings.data_dir = config.data_dir;
  settings.dial = {.country = config.country,
                   .regions = config.call_regions,
                   .prefixes = config.call_prefixes,
                   .user_a_day = std::chrono::minutes(config.daily_minutes_user),
                   .trunk_a_day = std::chrono::minutes(config.daily_minutes_trunk)};
  settings.calls.max_duration = std::chrono::seconds(config.max_call_seconds);
  using Recording = ottb::CallSettings::Recording;
  settings.calls.record_basis = BasisOf(config.record_basis);
  settings.calls.recording = config.record_calls == RecordCalls::kOn ? Recording::kOn : Recording::kOff;
  return settings;
}

crm::Settings CrmSettingsOf(const Config& config) {
  return {.country = config.country, .data_dir = config.data_dir};
}

dci::DciSettings DciSettingsOf(const Config& config) {
  dci::DciSettings settings;
  settings.version = kVersion;
  settings.retention.keep = std::chrono::days(config.log_retention_days);
  settings.retention.max_bytes = std::int64_t{config.log_max_mb} * 1024 * 1024;
  return settings;
}

realtime::Settings RealtimeSettingsOf(const Config& config) {
  realtime::Settings settings;
  settings.cors_origins = config.cors_origins;
  settings.max_clients = static_cast<std::size_t>(config.realtime_max_clients);
  settings.events_per_second = config.realtime_events_per_second;
  return settings;
}

std::string AccessText(const http::Access& access) {
  switch (access.kind) {
    case http::Access::Kind::kPublic:
    case http::Access::Kind::kOptional:
      return "public";
    case http::Access::Kind::kSignedIn:
      return "signed-in";
    case http::Access::Kind::kPermission:
      return access.permission;
  }
  return {};
}
}  // namespace

Service::Service(std::string service_name, Clock& clock)
    : name(std::move(service_name)), router(name), health(name, std::string(kVersion), clock) {}

struct Platform::Signals {
  explicit Signals(Loop& loop) : set(loop.context(), SIGINT, SIGTERM) {}
  boost::asio::signal_set set;
};

Platform::Platform(const Config& config, sql::Database& database, Kind kind)
    : config_(config),
      http_places_(MakeHttpPlaces(config)),
      database_(database),
      cpu_pool_("cpu", std::max(1U, std::thread::hardware_concurrency()), kMaxQueuedCpuJobs),
      scope_(loop_, "platform"),
      publishing_(loop_, "publishing"),
      stopping_(loop_, "stopping"),
      journal_{clock_, random_, config.audit_key},
      point_store_(database, journal_),
      ottb_store_(database, journal_, config.do_not_call_key),
      dci_store_(database),
      crm_store_(database, journal_, config.do_not_call_key),
      reports_store_(database, journal_),
      idempotency_(database, clock_),
      bus_(metrics_),
      outbox_(loop_, database, bus_, clock_, metrics_),
      system_view_(database, outbox_, [this] { return ServiceStates(); }),
      telephony_(loop_, clock_, random_, metrics_),
      crm_({loop_, crm_store_, clock_, random_, cpu_pool_}, CrmSettingsOf(config)),
      point_({point_store_, cpu_pool_, clock_, random_}, PointSettingsOf(config)),
      ottb_({loop_, ottb_store_, clock_, random_, cpu_pool_, telephony_, crm_.directory()},
            OttbSettingsOf(config)),
      dci_(loop_, dci_store_, system_view_, clock_, metrics_, DciSettingsOf(config)),
      view_(database, outbox_, telephony_, ottb_),
      reports_({reports_store_, clock_, view_}, config.timezone),
      workspace_(embedded::WebApp(), {.country = config.country, .timezone = config.timezone}),
      backups_(config, clock_),
      edge_{point_.tokens(), idempotency_,
            metrics_,        random_,
            clock_,          [this](AuditEntry entry) { point_.NoteRefusal(std::move(entry)); }},
      workspace_service_("workspace", clock_),
      point_service_("point", clock_),
      dci_service_("dci", clock_),
      ottb_service_("ottb", clock_),
      snapshots_({&ottb_service_.router, &dci_service_.router}),
      realtime_(
          {loop_, clock_, random_, metrics_, point_.tokens(), crm_.directory(), snapshots_, edge_.on_refused},
          RealtimeSettingsOf(config)) {
  if (kind == Kind::kDemo) {
    telephony_.HostAllLines();
    demo_ = std::make_unique<demo::DemoDriver>(PartsOfDemo());
  }
  MountAll();
}

Platform::~Platform() = default;

void Platform::MountAll() {
  workspace_.Mount(workspace_service_.router);
  realtime_.Mount(workspace_service_.router);
  crm_.drafts().OnChange([this](const std::string& user, const json::object& change) {
    realtime_.Tell(user, "draft.update", change);
  });
  crm_.Mount(workspace_service_.router);
  reports_.Mount(workspace_service_.router);
  point_.Mount(point_service_.router);
  dci_.Mount(dci_service_.router);
  ottb_.Mount(ottb_service_.router);
  for (Service* service : {&workspace_service_, &point_service_, &dci_service_, &ottb_service_})
    BuildService(*service);
  workspace::AddForwarding(
      *workspace_service_.dispatcher,
      {{"point", &point_service_.router}, {"dci", &dci_service_.router}, {"ottb", &ottb_service_.router}});
}

void Platform::BuildService(Service& service) {
  service.health.Add("database", [this] { return DatabaseHealth(database_); });
  service.health.Add("bus", [this] { return BusHealth(outbox_); });
  http::MountCommon(service.router, service.health, metrics_,
                    {OpenApiOf(service.name), embedded::DocsAssets()});
  http::EdgeOptions options{.cors_origins = config_.cors_origins};
  if (FindTlsFiles(config_)) options.transport = http::EdgeOptions::Transport::kTls;
  service.dispatcher = std::make_unique<http::Dispatcher>(service.router, edge_, std::move(options));
}

http::ServerOptions Platform::ServerOptionsFor(std::uint16_t port) const {
  http::ServerOptions options;
  options.address = config_.bind;
  options.port = port;
  options.tls = FindTlsFiles(config_);
  options.max_connections = static_cast<std::size_t>(config_.http_max_connections);
  options.budget = http_places_;
  options.trusted_proxies = config_.trusted_proxies;
  return options;
}

std::optional<Secret> Platform::EnsureFirstAdmin() {
  const auto given = config_.admin_password.empty() ? std::nullopt : std::optional(config_.admin_password);
  try {
    auto generated = loop_.RunUntilDone(point_.EnsureFirstAdmin(given));
    loop_.RunUntilDone(point_.Prepare());
    return generated;
  } catch (const Error& error) {
    if (error.code() == ErrorCode::kInvalidParams) throw ConfigError({error.message()});
    throw;
  }
}

demo::DemoParts Platform::PartsOfDemo() {
  return {database_,    point_.users(), ottb_.trunks(), ottb_.slots(), ottb_.calls(),
          crm_.leads(), crm_.notes(),   telephony_,     clock_,        random_};
}

void Platform::MakeDemoUsers(std::vector<demo::DemoAccount> accounts) {
  demo::DemoCentre centre(PartsOfDemo());
  loop_.RunUntilDone(centre.MakeUsers(std::move(accounts)));
}

void Platform::Listen() {
  const std::pair<Service*, std::uint16_t> ports[] = {{&workspace_service_, config_.port_workspace},
                                                      {&point_service_, config_.port_point},
                                                      {&dci_service_, config_.port_dci},
                                                      {&ottb_service_, config_.port_ottb}};
  for (const auto& [service, port] : ports) {
    service->server =
        std::make_unique<http::Server>(loop_, *service->dispatcher, metrics_, ServerOptionsFor(port));
    try {
      service->server->Start();
    } catch (const boost::system::system_error& error) {
      const auto holder = FindPortHolder(port, Transport::kTcp);
      throw PortInUse(error.code() == boost::system::errc::address_in_use && holder
                          ? DescribePortInUse(port, *holder)
                          : fmt::format("{} cannot listen on {}:{}: {}", service->name, config_.bind, port,
                                        error.code().message()));
    }
  }
  telephony_.Open(config_);
}

/// What a stop in mid-call left of recordings, made playable.
std::vector<ottb::RecordingInfo> Platform::RecoverRecordings() const {
  std::vector<ottb::RecordingInfo> saved;
  for (const media::RecordingResult& part : media::RecoverPartials(config_.data_dir / "recordings"))
    saved.push_back({part.file.string(), part.bytes, part.duration, part.truncated});
  return saved;
}

/// Times of what is running are safe from it; what was stored stands as it was told then.
void Platform::TellOfClock(std::chrono::milliseconds step) {
  const double seconds = std::chrono::duration<double>(std::chrono::abs(step)).count();
  log::Warning(
      "VSS",
      fmt::format("the machine's clock was set {:.1f} s {}", seconds, step.count() > 0 ? "forward" : "back"),
      {{"step_ms", step.count()}});
}

void Platform::StartBackground() {
  loop_.RunUntilDone(ottb_.Open(RecoverRecordings()));
  ExportProcessMetrics(metrics_);
  ExportLoopLag(metrics_, scope_, "http");
  ExportPool(metrics_, cpu_pool_);
  ExportDatabase();
  dci_.Subscribe(bus_);
  ottb_.Subscribe(bus_);
  crm_.Subscribe(bus_);
  realtime_.Subscribe(bus_);
  publishing_.Spawn("outbox", outbox_.Run());
  point_.Start(scope_);
  ottb_.Start(scope_);
  crm_.Start(scope_);
  reports_.Start(scope_);
  dci_.Start(scope_);
  realtime_.Start(scope_);
  backups_.Start(scope_);
  if (demo_) demo_->Start(scope_);
  scope_.Every("watch over the clock", std::chrono::seconds(1), [this]() -> Task<void> {
    if (const auto step = clock_watch_.Look()) TellOfClock(*step);
    co_return;
  });
  scope_.Every("idempotency keys", std::chrono::hours(1), [this] { return idempotency_.Purge(); });
}

void Platform::ExportDatabase() {
  auto& reads = metrics_.Gauge("vss_database_queue", "Jobs that wait for the database.", {{"kind", "read"}});
  auto& writes =
      metrics_.Gauge("vss_database_queue", "Jobs that wait for the database.", {{"kind", "write"}});
  auto& commits = metrics_.Counter("vss_database_commits_total", "Commits; several writes share one.");
  auto& changes = metrics_.Counter("vss_database_writes_total", "Write transactions.");
  auto& healthy = metrics_.Gauge("vss_database_up", "1 while the database takes writes.");
  metrics_.OnScrape([&, this] {
    const sql::Database::Stats stats = database_.stats();
    reads.Set(static_cast<double>(stats.read_queue));
    writes.Set(static_cast<double>(stats.write_queue));
    commits.Increment(std::max(0.0, static_cast<double>(stats.commits) - commits.Value()));
    changes.Increment(std::max(0.0, static_cast<double>(stats.writes) - changes.Value()));
    healthy.Set(stats.healthy ? 1 : 0);
  });
}

void Platform::Run() {
  StartBackground();
  for (Service* service : {&workspace_service_, &point_service_, &dci_service_, &ottb_service_})
    service->health.SetReady(true);
  signals_ = std::make_unique<Signals>(loop_);
  signals_->set.async_wait([this](const boost::system::error_code& failure, int) {
    if (!failure) Stop();
  });
  loop_.Run();
}

void Platform::Stop() {
  loop_.Post([this] {
    log::Info("VSS", "stopping: no new requests, running ones end");
    stopping_.Spawn("stop", StopInOrder());
  });
}

Task<void> Platform::StopInOrder() {
  for (Service* service : {&workspace_service_, &point_service_, &dci_service_, &ottb_service_})
    service->health.SetReady(false);
  realtime_.Stop();
  for (Service* service : {&workspace_service_, &point_service_, &dci_service_, &ottb_service_}) {
    if (service->server) co_await service->server->Stop(kStopGrace);
  }
  co_await telephony_.Close(kHangUpGrace);
  co_await ottb_.Drain(std::chrono::seconds(5));
  co_await scope_.Stop(std::chrono::seconds(5));
  co_await publishing_.Stop(std::chrono::seconds(5));
  try {
    co_await point_.Finish();
    co_await outbox_.Drain();
    co_await dci_.Stop();
  } catch (const std::exception& error) {
    // The outbox table keeps what could not be published; the next start does it.
    log::Warning("VSS", "the last events wait for the next start", {{"error", error.what()}});
  }
  loop_.Stop();
}

std::vector<dci::ServiceState> Platform::ServiceStates() const {
  const auto state = [](const Service& service, std::uint16_t port) {
    return dci::ServiceState{service.name, std::string(service.health.Report().at("status").as_string()),
                             port};
  };
  return {state(workspace_service_, config_.port_workspace), state(point_service_, config_.port_point),
          state(dci_service_, config_.port_dci), state(ottb_service_, config_.port_ottb)};
}

json::array Platform::Routes() const {
  json::array routes;
  for (const Service* service : {&workspace_service_, &point_service_, &dci_service_, &ottb_service_}) {
    for (const auto& route : service->router.routes()) {
      routes.push_back({{"service", service->name},
                        {"method", http::ToString(route->method)},
                        {"path", route->pattern},
                        {"access", AccessText(route->access)}});
    }
  }
  return routes;
}
}  // namespace vss
