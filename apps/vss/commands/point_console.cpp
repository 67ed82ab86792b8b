#include "commands/point_console.hpp"

#include "adapters/storage_sql/migrations.hpp"
#include "base/config/load.hpp"
#include "base/config/secrets.hpp"
#include "base/error.hpp"
#include "base/files.hpp"
#include "exit_code.hpp"
#include "open_database.hpp"

namespace vss {
namespace {
sql::MigrationPlan PlanOf(sql::Database& database) try {
  sql::MigrationPlan plan;
  database.ReadNow([&](sql::Session& session) {
    plan = sql::PlanMigrations(session, sql::MigrationsFor(database.dialect()));
  });
  return plan;
} catch (const Error& error) {
  throw DatabaseUnusable(error.internal().empty() ? error.message() : error.internal());
}

// A command must not change the tables under an older server that runs on them.
void RequireSchema(sql::Database& database, const Config& config, const Clock& clock,
                   PointConsole::Centre centre) {
  const sql::MigrationPlan plan = PlanOf(database);
  if (plan.pending.empty()) return;
  if (plan.current > 0)
    throw DatabaseUnusable("the database is older than this vss: run `vss migrate` first");
  if (centre == PointConsole::Centre::kIsThere)
    throw DatabaseUnusable("the database is empty: it has no centre");
  BringUpToDate(database, config, clock);
}

Caller Console(Random& random) {
  return {
      .principal = {.username = "console",
                    .role = std::string(point::kAdminRole),
                    .permissions = std::make_shared<PermissionSet>(PermissionSet::Parse({{"all", true}}))},
      .address = "local",
      .request_id = "c-" + random.Token(9)};
}
}  // namespace

PointConsole::PointConsole(Centre centre) : config_(LoadConfig()), caller_(Console(random_)) {
  log::Configure(Severity::kWarning, config_.log_format);
  if (centre == Centre::kIsThere) RequireDatabase(config_);
  MakePrivateFolder(config_.data_dir);
  FillSecrets(config_, random_);
  database_ = OpenDatabase(config_);
  RequireSchema(*database_, config_, clock_, centre);
  journal_ = std::make_unique<sql::JournalContext>(clock_, random_, config_.audit_key);
  store_ = std::make_unique<sql::PointStore>(*database_, *journal_);
  module_ = std::make_unique<point::PointModule>(
      point::PointDeps{.store = *store_, .cpu = cpu_, .clock = clock_, .random = random_},
      point::PointSettings{.jwt_key = config_.jwt_secret,
                           .second_factor_key = config_.second_factor_key,
                           .bcrypt_cost = static_cast<unsigned>(config_.bcrypt_cost)});
}

PointConsole::~PointConsole() {
  if (database_) database_->Stop();
}
}  // namespace vss
