#include "adapters/storage_sql/paging.hpp"

#include "base/error.hpp"

namespace vss::sql {
namespace {
const SortColumn& FindSort(const ListQuery& query, std::string_view field) {
  if (field == query.id.field) return query.id;
  const auto found = std::ranges::find(query.sortable, field, &SortColumn::field);
  if (found == query.sortable.end())
    throw InvalidField("sort", "names a field that this list can be sorted by");
  return *found;
}

/// Text sorts by its bytes on both engines; PostgreSQL would use the rules of the database's language.
std::string Sortable(const SortColumn& column, Dialect dialect) {
  const bool collate = dialect == Dialect::kPostgres && column.kind == SortKind::kText;
  return fmt::format("{}{}", column.column, collate ? " COLLATE \"C\"" : "");
}

Error BadCursor() { return InvalidField("cursor", "must be one that this list gave with the same sort"); }

Value CursorValue(const json::value& value, const SortColumn& column) {
  if (value.is_null() && column.nulls == Nulls::kLast) return {};
  if (column.kind == SortKind::kInteger && value.is_int64()) return value.get_int64();
  if (column.kind == SortKind::kText && value.is_string()) return std::string(value.get_string());
  throw BadCursor();
}

json::value ToJson(const Value& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value)) return *number;
  if (const auto* text = std::get_if<std::string>(&value)) return json::value(*text);
  return nullptr;
}

/// One list call: the columns that order it, as SQL.
struct Order {
  const SortColumn& sort;
  const SortColumn& id;
  std::string sort_sql, id_sql;
  std::string_view direction, beyond;

  Order(const ListQuery& query, const PageRequest& request, Dialect dialect)
      : sort(FindSort(query, request.sort)),
        id(query.id),
        sort_sql(Sortable(sort, dialect)),
        id_sql(Sortable(id, dialect)),
        direction(request.descending ? "DESC" : "ASC"),
        beyond(request.descending ? "<" : ">") {}

  std::string Clause() const {
    if (&sort == &id) return fmt::format(" ORDER BY {} {}", id_sql, direction);
    if (sort.nulls == Nulls::kNone)
      return fmt::format(" ORDER BY {} {}, {} {}", sort_sql, direction, id_sql, direction);
    return fmt::format(" ORDER BY ({} IS NULL), {} {}, {} {}", sort.column, sort_sql, direction, id_sql,
                       direction);
  }

  void After(Filter& filter, const Value& last, const Value& last_id) const {
    const bool last_is_null = std::holds_alternative<std::monostate>(last);
    if (&sort == &id) {
      filter.And(fmt::format("{} {} ?", id_sql, beyond), {last_id});
    } else if (sort.nulls == Nulls::kNone) {
      filter.And(fmt::format("({}, {}) {} (?, ?)", sort_sql, id_sql, beyond), {last, last_id});
    } else if (last_is_null) {
      filter.And(fmt::format("({} IS NULL AND {} {} ?)", sort.column, id_sql, beyond), {last_id});
    } else {
      filter.And(fmt::format("({0} IS NULL OR ({1}, {2}) {3} (?, ?))", sort.column, sort_sql, id_sql, beyond),
                 {last, last_id});
    }
  }
};

/// `\`, `%` and `_` mean themselves in a search.
std::string LikePattern(std::string_view text) {
  std::string pattern = "%";
  for (const char c : text) {
    if (c == '\\' || c == '%' || c == '_') pattern += '\\';
    pattern += c;
  }
  return pattern + "%";
}

std::string CountText(const ListQuery& query, const Filter& filter) {
  if (query.count_at_most == 0) return fmt::format("SELECT COUNT(*) FROM {}{}", query.from, filter.Where());
  return fmt::format("SELECT COUNT(*) FROM (SELECT 1 FROM {}{} LIMIT {}) AS counted", query.from,
                     filter.Where(), query.count_at_most);
}
}  // namespace

std::string Placeholders(std::size_t count) {
  std::string text;
  for (std::size_t i = 1; i <= count; ++i) text += fmt::format("{}${}", i == 1 ? "" : ", ", i);
  return text;
}

Filter& Filter::And(std::string_view condition, std::vector<Value> values) {
  text_ += text_.empty() ? " WHERE (" : " AND (";
  for (const char c : condition) {
    if (c != '?') {
      text_ += c;
      continue;
    }
    if (values.empty()) throw InternalError(fmt::format("a filter wants more values: {}", condition));
    values_.push_back(std::move(values.front()));
    values.erase(values.begin());
    text_ += fmt::format("${}", values_.size());
  }
  if (!values.empty()) throw InternalError(fmt::format("a filter has values to spare: {}", condition));
  text_ += ")";
  return *this;
}

Filter& Filter::AndContains(std::initializer_list<std::string_view> columns, std::string_view text) {
  std::string condition;
  for (const std::string_view column : columns) {
    condition +=
        fmt::format(R"({}LOWER({}) LIKE LOWER(?) ESCAPE '\')", condition.empty() ? "" : " OR ", column);
  }
  return And(condition, std::vector<Value>(columns.size(), LikePattern(text)));
}

std::string Filter::Where() const { return text_; }

Page<Row> FetchRows(Session& session, const ListQuery& query, Filter filter, const PageRequest& request) {
  const Order order(query, request, session.dialect());
  const std::string count = CountText(query, filter);
  const std::vector<Value> counted = filter.values();
  Page<Row> page;
  if (!request.after.empty()) {
    if (request.after.size() != 2) throw BadCursor();
    order.After(filter, CursorValue(request.after[0], order.sort), CursorValue(request.after[1], order.id));
  }
  // The order's own columns ride along at the end of each row; the cursor is made of them.
  page.items = session.Query(fmt::format("SELECT {}, {}, {} FROM {}{}{} LIMIT {} OFFSET {}", query.columns,
                                         order.sort.column, order.id.column, query.from, filter.Where(),
                                         order.Clause(), request.limit + 1, request.skip),
                             Params(filter.values()));
  if (query.counting == Counting::kHere) {
    // A first page that holds everything has counted it.
    const bool whole = request.after.empty() && request.skip == 0 && page.items.size() <= request.limit;
    page.total = whole ? static_cast<std::int64_t>(page.items.size())
                       : session.Query(count, Params(counted)).at(0).Int(0);
  }
  if (page.items.size() > request.limit) {
    page.items.resize(request.limit, Row({}));
    const Row& last = page.items.back();
    page.next = {ToJson(last.Cell(last.size() - 2)), ToJson(last.Cell(last.size() - 1))};
  }
  return page;
}
}  // namespace vss::sql
