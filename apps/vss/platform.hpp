#pragma once
#include <memory>
#include <optional>
#include <string>

#include "adapters/bus_memory/memory_bus.hpp"
#include "adapters/storage_sql/crm_store.hpp"
#include "adapters/storage_sql/dci_store.hpp"
#include "adapters/storage_sql/dci_system_view.hpp"
#include "adapters/storage_sql/idempotency.hpp"
#include "adapters/storage_sql/ottb_store.hpp"
#include "adapters/storage_sql/outbox_dispatcher.hpp"
#include "adapters/storage_sql/point_store.hpp"
#include "adapters/storage_sql/reports_store.hpp"
#include "backup_schedule.hpp"
#include "base/async/blocking_pool.hpp"
#include "base/config/config.hpp"
#include "base/timeline.hpp"
#include "dci/dci_module.hpp"
#include "demo/demo_driver.hpp"
#include "http/health.hpp"
#include "http/server.hpp"
#include "ottb/ottb_module.hpp"
#include "platform_view.hpp"
#include "point/point_module.hpp"
#include "realtime/realtime_module.hpp"
#include "realtime_ports.hpp"
#include "telephony.hpp"
#include "workspace/crm/crm_module.hpp"
#include "workspace/reports/reports_module.hpp"
#include "workspace/workspace_module.hpp"

namespace vss {

/// One of the four services at the HTTP edge: its routes, its health, its port.
struct Service {
  Service(std::string name, Clock& clock);
  std::string name;
  http::Router router;
  http::HealthBoard health;
  std::unique_ptr<http::Dispatcher> dispatcher;
  std::unique_ptr<http::Server> server;
};

/// The whole object graph of `vss serve`, in the order in which it is built; destroyed in the opposite one.
/// wiring is the only place that names concrete adapters.
class Platform {
 public:
  enum class Kind { kCentre, kDemo };

  /// `database` is open and up to date, `config` has its secrets. kDemo: the database is a demo's
  /// (demo::ClaimDatabase); VSS hosts all telephones and places calls of its own on the test exchange.
  Platform(const Config& config, sql::Database& database, Kind kind = Kind::kCentre);
  ~Platform();
  Platform(const Platform&) = delete;
  Platform& operator=(const Platform&) = delete;

  /// The generated password of the first admin when this start made one.
  std::optional<Secret> EnsureFirstAdmin();
  /// Those who are missing; after EnsureFirstAdmin.
  void MakeDemoUsers(std::vector<demo::DemoAccount> accounts);
  /// Binds the four ports and the SIP port. Throws PortInUse.
  void Listen();
  /// Serves until Stop() or SIGINT or SIGTERM, then stops in two stages: no new requests, running ones end,
  /// events and log lines are stored.
  void Run();
  void Stop();

  /// Every route of every service: [{"service","method","path","access"}].
  json::array Routes() const;

 private:
  void BuildService(Service& service);
  void MountAll();
  std::vector<ottb::RecordingInfo> RecoverRecordings() const;
  void StartBackground();
  void ExportDatabase();
  static void TellOfClock(std::chrono::milliseconds step);
  demo::DemoParts PartsOfDemo();
  Task<void> StopInOrder();
  std::vector<dci::ServiceState> ServiceStates() const;
  http::ServerOptions ServerOptionsFor(std::uint16_t port) const;

  const Config& config_;
  const std::shared_ptr<ConnectionBudget> http_places_;  ///< of all four services
  sql::Database& database_;
  SystemClock clock_;
  ClockWatch clock_watch_{clock_};
  SystemRandom random_;
  Metrics metrics_;
  Loop loop_;
  BlockingPool cpu_pool_;
  TaskScope scope_;
  TaskScope publishing_, stopping_;

  sql::JournalContext journal_;
  sql::PointStore point_store_;
  sql::OttbStore ottb_store_;
  sql::DciStore dci_store_;
  sql::CrmStore crm_store_;
  sql::ReportsStore reports_store_;
  sql::SqlIdempotencyStore idempotency_;
  bus_memory::MemoryBus bus_;
  sql::OutboxDispatcher outbox_;
  sql::DciSystemView system_view_;

  Telephony telephony_;
  crm::CrmModule crm_;
  point::PointModule point_;
  ottb::OttbModule ottb_;
  dci::DciModule dci_;
  ProcessView view_;
  reports::ReportsModule reports_;
  workspace::WorkspaceModule workspace_;
  std::unique_ptr<demo::DemoDriver> demo_;  ///< of a demo only
  BackupSchedule backups_;

  http::EdgeDependencies edge_;
  Service workspace_service_, point_service_, dci_service_, ottb_service_;
  RestSnapshots snapshots_;
  realtime::RealtimeModule realtime_;
  struct Signals;
  std::unique_ptr<Signals> signals_;
};
}  // namespace vss
