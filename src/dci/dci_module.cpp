#include "dci/dci_module.hpp"

#include "dci/log/log_routes.hpp"
#include "dci/log/log_sources.hpp"
#include "dci/status/status_routes.hpp"

namespace vss::dci {
namespace {
constexpr std::chrono::minutes kRetentionPeriod{1};

void ExportMetrics(Metrics& metrics, const LogInbox& inbox) {
  auto& queue = metrics.Gauge("vss_event_log_queue", "Log lines that wait to be stored.");
  auto& dropped =
      metrics.Gauge("vss_event_log_dropped_lines", "Log lines dropped since start because too many waited.");
  metrics.OnScrape([&inbox, &queue, &dropped] {
    queue.Set(static_cast<double>(inbox.size()));
    dropped.Set(static_cast<double>(inbox.dropped_total()));
  });
}
}  // namespace

DciModule::DciModule(Loop& loop, Store<Transaction>& store, SystemView& system, Clock& clock,
                     Metrics& metrics, DciSettings settings)
    : store_(store),
      system_(system),
      clock_(clock),
      settings_(std::move(settings)),
      started_(clock.SteadyNow()),
      batch_ready_(loop),
      inbox_(settings_.inbox, LogWriter::kBatchLines, [this] { batch_ready_.Notify(); }),
      writer_(store_, inbox_, batch_ready_, clock_),
      retention_(store_, clock_, settings_.retention),
      log_(store_, clock_) {
  ExportMetrics(metrics, inbox_);
}

// The sink refers to the inbox, so it goes first, whatever way the process ends.
DciModule::~DciModule() { log::RemoveSinks(); }

void DciModule::Subscribe(Bus& bus) {
  bus.Subscribe("dci.event_log", "#", [this](const std::vector<Event>& events) { return log_.Keep(events); });
}

void DciModule::Mount(http::Router& router) {
  MountLog(router, log_);
  MountStatus(router, {settings_.version, clock_, started_, system_, log_, inbox_});
}

void DciModule::Start(TaskScope& scope) {
  log::AddSink([this](const log::Line& line) {
    if (auto kept = FromLog(line)) inbox_.Push(std::move(*kept));
  });
  scope.Spawn("event log writer", writer_.Run());
  scope.Every("event log retention", kRetentionPeriod, [this] { return retention_.Enforce(); });
}

Task<void> DciModule::Stop() {
  log::RemoveSinks();
  if (!co_await writer_.Flush()) {
    log::Warning(kOwnModule, "log lines are lost at the end: the event log cannot be written",
                 {{"lines", inbox_.size() + writer_.pending()}});
  }
}
}  // namespace vss::dci
