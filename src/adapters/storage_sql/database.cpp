#include "adapters/storage_sql/database.hpp"

#include "base/error.hpp"

namespace vss::sql {
namespace {
template <class T>
const T& Get(const Value& value, std::size_t column, std::string_view wanted) {
  if (const T* held = std::get_if<T>(&value)) return *held;
  throw InternalError(
      fmt::format("column {} of a row does not hold {} (variant index {})", column, wanted, value.index()));
}
}  // namespace

Value ToValue(Instant t) { return static_cast<std::int64_t>(t.time_since_epoch().count()); }
Value ToValue(const std::optional<std::string>& text) { return text ? Value(*text) : Value(); }
Value ToValue(std::optional<std::int64_t> number) { return number ? Value(*number) : Value(); }

const Value& Row::Cell(std::size_t column) const {
  if (column >= columns_.size()) throw InternalError(fmt::format("a row has no column {}", column));
  return columns_[column];
}

std::int64_t Row::Int(std::size_t column) const {
  return Get<std::int64_t>(Cell(column), column, "an integer");
}

double Row::Real(std::size_t column) const {
  const Value& value = Cell(column);
  if (const auto* number = std::get_if<std::int64_t>(&value)) return static_cast<double>(*number);
  return Get<double>(value, column, "a number");
}

const std::string& Row::Text(std::size_t column) const {
  return Get<std::string>(Cell(column), column, "text");
}
Instant Row::Time(std::size_t column) const { return Instant(std::chrono::milliseconds(Int(column))); }
bool Row::IsNull(std::size_t column) const { return std::holds_alternative<std::monostate>(Cell(column)); }

std::optional<std::int64_t> Row::OptionalInt(std::size_t column) const {
  return IsNull(column) ? std::nullopt : std::optional(Int(column));
}
std::optional<std::string> Row::OptionalText(std::size_t column) const {
  return IsNull(column) ? std::nullopt : std::optional(Text(column));
}
std::optional<Instant> Row::OptionalTime(std::size_t column) const {
  return IsNull(column) ? std::nullopt : std::optional(Time(column));
}

std::optional<Row> Session::QueryOne(std::string_view sql, std::initializer_list<Value> params) {
  Rows rows = Query(sql, params);
  if (rows.size() > 1) throw InternalError(fmt::format("expected at most one row of: {}", sql));
  return rows.empty() ? std::nullopt : std::optional(std::move(rows.front()));
}
}  // namespace vss::sql
