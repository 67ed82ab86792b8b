#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "adapters/storage_sql/database.hpp"
#include "contracts/page.hpp"

/// Lists by keyset: the next page starts after the last (sort value, id) seen, so it costs the same on page 1
/// and page 1000 and never repeats or skips a row that stayed in place.
///
/// ```
/// static const ListQuery kTrunks{.columns = "id, name, type", .from = "trunks",
///                                .sortable = {{"name", "name", SortKind::kText}, {"created_at",
///                                "created_at"}}};
/// Filter filter;
/// if (wanted.type) filter.And("type = ?", {std::string(ToString(*wanted.type))});
/// if (wanted.q) filter.AndContains({"name", "hub"}, *wanted.q);
/// return FetchPage(session, kTrunks, filter, request, ReadTrunk);  // Trunk ReadTrunk(const Row&)
/// ```
namespace vss::sql {

/// `$1, $2, …`: so many, for IN (…).
std::string Placeholders(std::size_t count);
inline Value OptionalTime(const std::optional<Instant>& time) { return time ? ToValue(*time) : Value(); }

enum class SortKind { kInteger, kText };
enum class Nulls { kNone, kLast };  ///< kLast: the column may be NULL; such rows come at the end, up or down

/// Who knows how many rows match: the list counts them, or its caller has the number from elsewhere (the page
/// says 0).
enum class Counting { kHere, kElsewhere };

struct SortColumn {
  std::string_view field;   ///< as PageRequest::sort says it
  std::string_view column;  ///< SQL
  SortKind kind = SortKind::kInteger;
  Nulls nulls = Nulls::kNone;
};

/// What stays the same in every call of one list. `from` may hold joins.
struct ListQuery {
  std::string_view columns;
  std::string_view from;
  SortColumn id = {"id", "id"};  ///< unique; sorting by "id" always works
  std::vector<SortColumn> sortable;
  /// For tables where counting every match would cost too much: the total stops here. 0: no limit.
  std::int64_t count_at_most = 0;
  Counting counting = Counting::kHere;
};

/// Conditions joined by AND, each with its values.
class Filter {
 public:
  /// `condition` is SQL with one `?` for each value; never text from outside.
  Filter& And(std::string_view condition, std::vector<Value> values = {});
  /// Any of `columns` contains `text`, whatever the case of the letters.
  Filter& AndContains(std::initializer_list<std::string_view> columns, std::string_view text);

  /// " WHERE …" with $1, $2 …, or "" when there is no condition.
  std::string Where() const;
  const std::vector<Value>& values() const { return values_; }

 private:
  std::string text_;
  std::vector<Value> values_;
};

/// One page as rows: what FetchPage maps.
Page<Row> FetchRows(Session& session, const ListQuery& query, Filter filter, const PageRequest& request);

/// Reads one page and counts all rows that match. `to_item` sees the columns of the query in their order.
/// Throws Error(kInvalidParams) for an unknown sort field or a cursor that is not of this list.
template <class ToItem>
auto FetchPage(Session& session, const ListQuery& query, const Filter& filter, const PageRequest& request,
               ToItem to_item) -> Page<std::invoke_result_t<ToItem&, const Row&>> {
  Page<Row> rows = FetchRows(session, query, filter, request);
  Page<std::invoke_result_t<ToItem&, const Row&>> page;
  page.total = rows.total;
  page.next = std::move(rows.next);
  page.items.reserve(rows.items.size());
  for (const Row& row : rows.items) page.items.push_back(to_item(row));
  return page;
}
}  // namespace vss::sql
