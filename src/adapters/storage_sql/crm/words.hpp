#pragma once
#include "adapters/storage_sql/paging.hpp"
#include "workspace/crm/search_query.hpp"

/// The index of words on both engines: FTS5 on SQLite, a GIN index over a tsvector on PostgreSQL.
namespace vss::sql {

/// What `crm_<things>_fts MATCH` takes: words are quoted, so that none is an operator. `also` are further
/// conditions on columns that the index has: {"status", "new"}.
std::string MatchText(const crm::SearchQuery& query,
                      const std::vector<std::pair<std::string_view, std::string>>& also = {});
/// The same as a tsquery.
std::string TsQueryText(const crm::SearchQuery& query);

/// Rows of `table` (crm_leads, crm_clients) that are found. `also` is for the index of SQLite; on PostgreSQL
/// the same conditions have to be in the filter anyway.
void AndFound(Filter& filter, Dialect dialect, std::string_view table, const crm::SearchQuery& query,
              const std::vector<std::pair<std::string_view, std::string>>& also = {});
}  // namespace vss::sql
