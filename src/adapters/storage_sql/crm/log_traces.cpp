#include "adapters/storage_sql/crm/log_traces.hpp"

#include "adapters/storage_sql/paging.hpp"

namespace vss::sql {
namespace {
constexpr std::size_t kWordsAStatement = 20;
}

std::int64_t SqlLogTraces::LastLine() {
  return session_.Query("SELECT COALESCE(MAX(id), 0) FROM event_log").at(0).Int(0);
}

// The column `bytes` stays: it is what the line was counted with.
void SqlLogTraces::Erase(std::span<const std::string> words, std::int64_t after, std::int64_t last) {
  while (!words.empty()) {
    const auto some = words.first(std::min(words.size(), kWordsAStatement));
    words = words.subspan(some.size());
    std::string condition;
    std::vector<Value> values;
    for (const std::string& word : some) {
      condition +=
          condition.empty() ? "fields LIKE ? OR message LIKE ?" : " OR fields LIKE ? OR message LIKE ?";
      values.insert(values.end(), 2, "%" + word + "%");
    }
    Filter filter;
    filter.And("id > ?", {after}).And("id <= ?", {last}).And(condition, std::move(values));
    session_.Execute("UPDATE event_log SET message = 'erased', fields = '{}'" + filter.Where(),
                     Params(filter.values()));
  }
}
}  // namespace vss::sql
