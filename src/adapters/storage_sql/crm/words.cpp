#include "adapters/storage_sql/crm/words.hpp"

namespace vss::sql {
namespace {
using crm::SearchTerm;
using Match = SearchTerm::Match;

std::string FtsTerm(const SearchTerm& term) {
  return fmt::format("\"{}\"{}", term.word, term.match == Match::kBeginning ? "*" : "");
}
std::string TsTerm(const SearchTerm& term) {
  return fmt::format("'{}'{}", term.word, term.match == Match::kBeginning ? ":*" : "");
}

template <class F>
std::string Join(const std::vector<SearchTerm>& group, std::string_view between, F text_of) {
  std::string out;
  for (const SearchTerm& term : group) {
    if (!out.empty()) out += between;
    out += text_of(term);
  }
  return "(" + out + ")";
}
}  // namespace

std::string MatchText(const crm::SearchQuery& query,
                      const std::vector<std::pair<std::string_view, std::string>>& also) {
  std::string out;
  for (const auto& group : query.groups) {
    if (!out.empty()) out += " AND ";
    out += "search : " + Join(group, " OR ", FtsTerm);
  }
  for (const auto& [column, value] : also) out += fmt::format(" AND {} : \"{}\"", column, value);
  return out;
}

std::string TsQueryText(const crm::SearchQuery& query) {
  std::string out;
  for (const auto& group : query.groups) {
    if (!out.empty()) out += " & ";
    out += Join(group, " | ", TsTerm);
  }
  return out;
}

void AndFound(Filter& filter, Dialect dialect, std::string_view table, const crm::SearchQuery& query,
              const std::vector<std::pair<std::string_view, std::string>>& also) {
  if (query.groups.empty()) {
    filter.And("1 = 0");
    return;
  }
  if (dialect == Dialect::kSqlite) {
    filter.And(fmt::format("{0}_fts MATCH ?", table), {MatchText(query, also)});
  } else {
    filter.And(fmt::format("array_to_tsvector(string_to_array({}.search, ' ')) @@ CAST(? AS tsquery)", table),
               {TsQueryText(query)});
  }
  if (query.contains.empty()) return;
  std::string condition;
  std::vector<Value> values;
  for (const std::string& digits : query.contains) {
    condition += fmt::format("{}{}.search LIKE ?", condition.empty() ? "" : " OR ", table);
    values.emplace_back("%" + digits + "%");
  }
  filter.And(condition, std::move(values));
}
}  // namespace vss::sql
