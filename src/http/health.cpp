#include "http/health.hpp"

namespace vss::http {
namespace {
std::string_view ToString(HealthCheck::Status status) {
  switch (status) {
    case HealthCheck::Status::kOk:
      return "ok";
    case HealthCheck::Status::kDegraded:
      return "degraded";
    case HealthCheck::Status::kDown:
      return "down";
  }
  return "down";
}
}  // namespace

HealthCheck::Status HealthBoard::Worst() const {
  HealthCheck::Status worst = HealthCheck::Status::kOk;
  for (const auto& [name, check] : checks_) worst = std::max(worst, check().status);
  return worst;
}

bool HealthBoard::Ready() const { return ready_ && Worst() != HealthCheck::Status::kDown; }

json::object HealthBoard::Summary() const { return {{"status", ToString(Worst())}, {"service", service_}}; }

json::object HealthBoard::Report() const {
  HealthCheck::Status worst = HealthCheck::Status::kOk;
  json::object checks;
  for (const auto& [name, check] : checks_) {
    HealthCheck found = check();
    worst = std::max(worst, found.status);
    json::object shown{{"status", ToString(found.status)}};
    for (auto& [key, value] : found.detail) shown.emplace(key, std::move(value));
    checks.emplace(name, std::move(shown));
  }
  const auto uptime = std::chrono::duration_cast<std::chrono::seconds>(clock_.SteadyNow() - started_);
  return {{"status", ToString(worst)},
          {"service", service_},
          {"version", version_},
          {"uptime_s", uptime.count()},
          {"checks", std::move(checks)}};
}
}  // namespace vss::http
