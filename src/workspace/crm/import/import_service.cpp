#include "workspace/crm/import/import_service.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <boost/system/system_error.hpp>
#include <set>

#include "base/error.hpp"
#include "base/log.hpp"
#include "workspace/crm/import/import_json.hpp"
#include "workspace/crm/import/uploaded_text.hpp"
#include "workspace/crm/rules.hpp"

namespace vss::crm {
namespace {
constexpr std::size_t kBatchRows = 500;
constexpr std::size_t kPreviewRows = 1000;
constexpr std::size_t kMaxOpen = 20, kMaxOpenOfOne = 10;
constexpr std::chrono::seconds kBackoff{5};
constexpr std::chrono::minutes kIdle{1};
constexpr std::chrono::seconds kAnnounceEvery{1};

std::string ImportName(const std::string& id) { return "import " + id; }

Import GetVisible(Transaction& tx, const Caller& caller, const std::string& id) {
  auto import = tx.imports().Find(id);
  const RowScope scope = LeadScopeOf(caller.principal);
  if (!import || (!scope.all() && import->user_id != scope.user_id)) throw NotFound(ImportName(id));
  return std::move(*import);
}

void Publish(Transaction& tx, const Import& import) {
  tx.journal().Publish("lead.import", std::nullopt, "WORKSPACE", ToJson(import));
}

void Remove(const std::filesystem::path& file) {
  std::error_code failure;
  std::filesystem::remove(file, failure);
  if (failure)
    log::Warning("WORKSPACE", "an upload could not be removed",
                 {{"file", file.string()}, {"error", failure.message()}});
}
void RequireRoom(const std::filesystem::path& folder, std::uint64_t upload_bytes) {
  std::error_code failure;
  const std::filesystem::space_info space = std::filesystem::space(folder, failure);
  if (failure || space.available >= RoomFor(upload_bytes)) return;
  throw Error(ErrorCode::kServiceUnavailable,
              fmt::format("the disk is too full for this import: it has {} MB left, and {} MB are needed",
                          space.available >> 20, RoomFor(upload_bytes) >> 20))
      .RetryAfter(std::chrono::seconds(600));
}

// Whoever started the import may have been disabled, deleted or given another role since.
void RequireStillAllowed(Transaction& tx, const Import& import, const RowScope& visible) {
  const auto scope = import.user_id ? tx.sellers().WriteScope(*import.user_id) : std::nullopt;
  if (!scope)
    throw Error(ErrorCode::kPermissionDenied,
                fmt::format("{} may not change leads any more", import.username));
  if (!Contains(*scope, visible))
    throw Error(
        ErrorCode::kPermissionDenied,
        fmt::format("{} may not see all the leads any more that this import may change", import.username));
}

// What a crash left of uploads that are no import's: whatever is older than this process.
void RemoveLeftovers(const std::filesystem::path& folder, const std::set<std::string>& kept,
                     Instant started) {
  std::error_code failure;
  for (const auto& entry : std::filesystem::directory_iterator(folder, failure)) {
    const std::string name = entry.path().filename().string();
    const bool upload =
        name.starts_with("upload-") || (name.ends_with(".csv") && !name.ends_with(".rejects.csv"));
    struct stat info{};
    if (!upload || kept.contains(name) || ::stat(entry.path().c_str(), &info) != 0) continue;
    const auto written =
        std::chrono::seconds(info.st_mtim.tv_sec) + std::chrono::nanoseconds(info.st_mtim.tv_nsec);
    if (written < started.time_since_epoch()) Remove(entry.path());
  }
}
}  // namespace

std::filesystem::path ImportService::UploadFile(const std::string& id) const {
  return settings_.ImportsDir() / (id + ".csv");
}
std::filesystem::path ImportService::RejectsFile(const std::string& id) const {
  return settings_.ImportsDir() / (id + ".rejects.csv");
}

Task<ImportPreview> ImportService::Preview(std::shared_ptr<http::SpooledBody> file, ImportOptions options) {
  co_return co_await pool_.Run([&] {
    file = ReadableUpload(std::move(file), options);
    LeadFile leads(file->path(), std::move(options), PhoneColumn::kMayBeMappedLater);
    ImportPreview preview{.rows = leads.Next(kPreviewRows)};
    preview.options = leads.options();
    preview.columns = leads.columns();
    return preview;
  });
}

Task<Import> ImportService::Start(const Caller& caller, std::shared_ptr<http::SpooledBody> file,
                                  std::string name, ImportOptions options) {
  options.visible = LeadScopeOf(caller.principal);
  if (!options.visible.all() && !options.assigned_seller) options.assigned_seller = options.visible.user_id;
  co_await pool_.Run([&] { RequireRoom(settings_.ImportsDir(), file->bytes()); });
  // What is found out now holds for all of the import, also for the part that a restart leaves over.
  options = co_await pool_.Run([&] {
    file = ReadableUpload(std::move(file), options);
    return LeadFile(file->path(), options).options();
  });
  const Instant now = clock_.Now();
  const std::string& user = caller.principal.user_id;
  const Import import{.id = random_.TimeUuid(now),
                      .name = std::move(name),
                      .options = ToJson(options),
                      .bytes = static_cast<std::int64_t>(file->bytes()),
                      .user_id = user.empty() ? std::nullopt : std::optional(user),
                      .username = caller.principal.username,
                      .created_at = now};
  file->MoveTo(UploadFile(import.id));
  try {
    co_await Insert(caller, import, options);
  } catch (...) {
    Remove(UploadFile(import.id));
    throw;
  }
  queue_.push_back(import.id);
  wake_.Notify();
  co_return import;
}

Task<void> ImportService::Insert(const Caller& caller, const Import& import, const ImportOptions& options) {
  co_await store_.Write([&](Transaction& tx) {
    const std::vector<Import> open = tx.imports().ListOpen();
    const auto own = std::ranges::count(open, import.user_id, &Import::user_id);
    if (static_cast<std::size_t>(own) >= kMaxOpenOfOne) {
      throw Error(ErrorCode::kServiceUnavailable, fmt::format("{} imports of yours wait already", own))
          .RetryAfter(std::chrono::seconds(60));
    }
    if (open.size() >= kMaxOpen) {
      throw Error(ErrorCode::kServiceUnavailable, fmt::format("{} imports wait already", kMaxOpen))
          .RetryAfter(std::chrono::seconds(60));
    }
    Lead any{.assigned_seller = options.assigned_seller};
    SettleOwner(tx, options.visible, any);
    tx.imports().Insert(import);
    Publish(tx, import);
    tx.journal().Audit(
        caller.Did("leads.import", ImportName(import.id),
                   {{"name", import.name}, {"bytes", import.bytes}, {"policy", ToString(options.policy)}}));
  });
}

Task<Import> ImportService::Get(const Caller& caller, std::string id) {
  co_return co_await store_.Read([&](Transaction& tx) { return GetVisible(tx, caller, id); });
}

Task<RejectRows> ImportService::Rejects(const Caller& caller, std::string id, RejectFormat format) {
  const Import import = co_await Get(caller, std::move(id));
  const std::filesystem::path path = RejectsFile(import.id);
  co_return co_await pool_.Run([&] {
    return format.IsAsWritten() ? OpenRejects(path, import.rejects_bytes)
                                : CopyRejects(path, import.rejects_bytes, format);
  });
}

Task<Page<Import>> ImportService::List(const Caller& caller, PageRequest request) {
  const RowScope scope = LeadScopeOf(caller.principal);
  const auto user = scope.all() ? std::nullopt : std::optional(scope.user_id);
  co_return co_await store_.Read([&](Transaction& tx) { return tx.imports().List(user, request); });
}

Task<Import> ImportService::Cancel(const Caller& caller, std::string id) {
  co_return co_await store_.Write([&](Transaction& tx) {
    Import import = GetVisible(tx, caller, id);
    if (IsOver(import.state)) return import;
    import.state = ImportState::kCancelled;
    import.finished_at = clock_.Now();
    tx.imports().Update(import);
    Publish(tx, import);
    tx.journal().Audit(caller.Did("leads.import_cancel", ImportName(id)));
    return import;
  });
}

void ImportService::Start(TaskScope& scope) { scope.Spawn("lead imports", Work()); }

Task<void> ImportService::Work() {
  const std::vector<Import> open = co_await ListOpen();
  std::set<std::string> kept;
  for (const Import& import : open) {
    kept.insert(UploadFile(import.id).filename().string());
    if (std::ranges::find(queue_, import.id) == queue_.end()) queue_.push_back(import.id);
  }
  for (const std::string& id : queue_) kept.insert(UploadFile(id).filename().string());
  co_await pool_.Run([&] { RemoveLeftovers(settings_.ImportsDir(), kept, started_); });
  for (;;) {
    if (queue_.empty()) {
      co_await wake_.WaitFor(kIdle);
      continue;
    }
    const std::string id = queue_.front();
    queue_.pop_front();
    co_await Run(id);
  }
}

// Those that the last stop cut; a database that is away now is waited for.
Task<std::vector<Import>> ImportService::ListOpen() {
  for (;;) {
    try {
      co_return co_await store_.Read([](Transaction& tx) { return tx.imports().ListOpen(); });
    } catch (const Error& error) {
      log::Warning("WORKSPACE", "imports wait for the database", {{"error", error.message()}});
    }
    co_await SleepFor(kBackoff);
  }
}

// What the database cannot take now, the end of an import included, is tried again; anything else ends the
// import, and says so.
Task<void> ImportService::Run(std::string id) {
  for (std::optional<std::string> problem;;) {
    const bool ending = problem.has_value();
    try {
      const auto import = co_await store_.Read([&](Transaction& tx) { return tx.imports().Find(id); });
      if (!import || IsOver(import->state)) {
        Remove(UploadFile(id));
        co_return;
      }
      if (ending) {
        co_await Finish(*import, ImportState::kFailed, problem);
      } else {
        co_await RunBatches(*import);
      }
      co_return;
    } catch (const Error& error) {
      log::Warning(
          "WORKSPACE", "an import stopped",
          {{"import", id}, {"error", error.internal().empty() ? error.message() : error.internal()}});
      if (error.code() != ErrorCode::kServiceUnavailable) problem = error.message();
    } catch (const boost::system::system_error&) {
      throw;  // the platform stops; the next start goes on
    } catch (const std::exception& error) {
      log::Error("WORKSPACE", "an import failed", {{"import", id}, {"error", error.what()}});
      problem = "internal error; the log says more";
    }
    if (ending || !problem) co_await SleepFor(kBackoff);
  }
}

Task<void> ImportService::RunBatches(Import import) {
  const std::filesystem::path path = UploadFile(import.id);
  if (!std::filesystem::exists(path)) {
    co_await Finish(std::move(import), ImportState::kFailed, "its file is gone");
    co_return;
  }
  auto file = co_await pool_.Run([&] {
    auto opened = std::make_unique<LeadFile>(path, ParseImportOptions(import.options));
    if (import.bytes_read > 0) opened->Seek({import.bytes_read, import.lines_read});
    return opened;
  });
  if (!import.started_at) import.started_at = clock_.Now();
  import.state = ImportState::kRunning;
  for (;;) {
    std::int64_t rejects_bytes = 0;
    const ImportBatch batch = co_await pool_.Run([&] {
      ImportBatch read = ReadBatch(*file, import.id);
      rejects_bytes = WriteRejects(import, read, *file);
      return read;
    });
    if (batch.rows.empty()) break;
    import.rejects_bytes = rejects_bytes;
    if (!co_await Commit(import, batch, *file)) {
      Remove(path);
      co_return;
    }
  }
  co_await Finish(std::move(import), ImportState::kDone, std::nullopt);
}

ImportBatch ImportService::ReadBatch(LeadFile& file, const std::string& id) const {
  ImportBatch batch{.rows = file.Next(kBatchRows)};
  batch.place = file.place();
  const Instant now = clock_.Now();
  for (FileRow& row : batch.rows) {
    if (!row.lead) continue;
    Lead& lead = row.lead->lead;
    lead.id = random_.TimeUuid(now);
    lead.import_id = id;
    lead.created_at = now;
    lead.updated_at = now;
  }
  return batch;
}

std::int64_t ImportService::WriteRejects(const Import& import, const ImportBatch& batch,
                                         const LeadFile& file) const {
  RejectFile rejects(RejectsFile(import.id),
                     {.keep_bytes = import.rejects_bytes, .max_bytes = RejectFile::MaxBytesOf(import.bytes)});
  if (import.rejects_bytes == 0) rejects.Header(file.columns());
  for (const FileRow& row : batch.rows) {
    if (!row.lead) rejects.Append(row);
  }
  return rejects.Flush();
}

// False: it was cancelled meanwhile.
Task<bool> ImportService::Commit(Import& import, const ImportBatch& batch, const LeadFile& file) {
  const Steady steady = clock_.SteadyNow();
  const bool announce = steady - announced_ >= kAnnounceEvery;
  if (announce) announced_ = steady;
  struct Result {
    std::optional<Import> stored;
    std::vector<std::string> touched;
  };
  Result result = co_await store_.Write([&](Transaction& tx) {
    const auto current = tx.imports().Find(import.id);
    if (!current || IsOver(current->state)) return Result{};
    RequireStillAllowed(tx, import, file.options().visible);
    Import next = import;
    const Instant now = clock_.Now();
    auto touched = StoreBatch(tx, batch, file.options(), now, next.counts);
    next.bytes_read = batch.place.bytes;
    next.lines_read = batch.place.lines;
    tx.imports().Update(next);
    if (announce) Publish(tx, next);
    return Result{std::move(next), std::move(touched)};
  });
  if (!result.stored) co_return false;
  import = std::move(*result.stored);
  for (const std::string& id : result.touched) sellers_.Forget(id);
  co_return true;
}

Task<void> ImportService::Finish(Import import, ImportState state, std::optional<std::string> problem) {
  co_await store_.Write([&](Transaction& tx) {
    Import last = tx.imports().Find(import.id).value_or(import);
    if (IsOver(last.state)) return;
    last.state = state;
    last.problem = problem;
    if (!last.started_at) last.started_at = import.started_at;
    last.finished_at = clock_.Now();
    if (state == ImportState::kDone) last.bytes_read = last.bytes;
    tx.imports().Update(last);
    Publish(tx, last);
  });
  Remove(UploadFile(import.id));
}
}  // namespace vss::crm
