#pragma once
#include <deque>
#include <memory>

#include "base/async/blocking_pool.hpp"
#include "base/async/task_scope.hpp"
#include "base/async/wakeup.hpp"
#include "base/random.hpp"
#include "contracts/principal.hpp"
#include "http/spooled_body.hpp"
#include "workspace/crm/import/import_batch.hpp"
#include "workspace/crm/import/reject_file.hpp"
#include "workspace/crm/leads/seller_directory.hpp"
#include "workspace/crm/settings.hpp"

namespace vss::crm {

/// What an import would make of a file.
struct ImportPreview {
  ImportOptions options;
  Columns columns;            ///< of which none may be mapped to phone yet
  std::vector<FileRow> rows;  ///< the first 1000 at most
};

/// Bytes that must be free beside an upload that is there: its leads with their indexes and refused rows, and
/// what everybody else needs to go on working.
constexpr std::uint64_t RoomFor(std::uint64_t upload_bytes) {
  return 3 * upload_bytes + (std::uint64_t{64} << 20);
}

/// Imports of leads: one after the other in the background, in batches whose rows, counts and place in the
/// file are one commit; so an import that was cut goes on at the next start, and no row is stored twice.
/// Lives on the HTTP loop; files are read on the pool.
class ImportService {
 public:
  ImportService(Loop& loop, Store<Transaction>& store, BlockingPool& pool, const Clock& clock, Random& random,
                SellerDirectory& sellers, const Settings& settings)
      : store_(store),
        pool_(pool),
        clock_(clock),
        random_(random),
        sellers_(sellers),
        settings_(settings),
        uploads_dir_(settings.ImportsDir().string()),
        started_(clock.Now()),
        wake_(loop) {}

  /// Throws kInvalidParams naming what is wrong with the file or the mapping.
  Task<ImportPreview> Preview(std::shared_ptr<http::SpooledBody> file, ImportOptions options);
  /// Checks the header line and queues the file. Throws kInvalidParams, and kServiceUnavailable while too
  /// many wait or the disk has no room for what the file becomes.
  Task<Import> Start(const Caller& caller, std::shared_ptr<http::SpooledBody> file, std::string name,
                     ImportOptions options);
  /// A seller's own imports only. Throws kNotFound.
  Task<Import> Get(const Caller& caller, std::string id);
  Task<Page<Import>> List(const Caller& caller, PageRequest request);
  Task<Import> Cancel(const Caller& caller, std::string id);
  /// The refused rows so far, which may be none.
  Task<RejectRows> Rejects(const Caller& caller, std::string id, RejectFormat format);

  /// Where uploads go, on the same file system as they are kept.
  const std::string& uploads_dir() const { return uploads_dir_; }

  /// Goes on with the imports that the last stop cut, and works until the scope stops.
  void Start(TaskScope& scope);

 private:
  Task<void> Insert(const Caller& caller, const Import& import, const ImportOptions& options);
  Task<void> Work();
  Task<std::vector<Import>> ListOpen();
  Task<void> Run(std::string id);
  Task<void> RunBatches(Import import);
  Task<bool> Commit(Import& import, const ImportBatch& batch, const LeadFile& file);
  Task<void> Finish(Import import, ImportState state, std::optional<std::string> problem);
  std::filesystem::path UploadFile(const std::string& id) const;
  std::filesystem::path RejectsFile(const std::string& id) const;
  ImportBatch ReadBatch(LeadFile& file, const std::string& id) const;
  std::int64_t WriteRejects(const Import& import, const ImportBatch& batch, const LeadFile& file) const;

  Store<Transaction>& store_;
  BlockingPool& pool_;
  const Clock& clock_;
  Random& random_;
  SellerDirectory& sellers_;
  const Settings& settings_;
  const std::string uploads_dir_;
  const Instant started_;
  Wakeup wake_;
  std::deque<std::string> queue_;
  Steady announced_{};
};
}  // namespace vss::crm
