#pragma once
#include <span>
#include <vector>

#include "workspace/crm/import/lead_file.hpp"
#include "workspace/crm/ports/store.hpp"

namespace vss::crm {

/// Rows of a file with what they need to be stored: the leads have their ids and times.
struct ImportBatch {
  std::vector<FileRow> rows;
  FilePlace place;  ///< behind them
};

/// Stores the leads of the rows, as the policy says for those that are known by number, or else by e-mail: in
/// the database or further up in the batch. Counts what it did with all rows. Inside a transaction. Answers
/// the ids of the leads whose seller may have changed. Throws kPermissionDenied when the seller who is to get
/// them may not have leads any more.
std::vector<std::string> StoreBatch(Transaction& tx, ImportBatch batch, const ImportOptions& options,
                                    Instant now, ImportCounts& counts);
}  // namespace vss::crm
