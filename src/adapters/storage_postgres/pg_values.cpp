#include "adapters/storage_postgres/pg_values.hpp"

#include <libpq-fe.h>

#include <charconv>

#include "adapters/storage_sql/connection.hpp"
#include "base/error.hpp"

namespace vss::postgres {
namespace {
using sql::EngineFailure;
using sql::Value;

// Type numbers of pg_type; libpq has no header for them.
enum TypeOid : unsigned {
  kBool = 16,
  kInt8 = 20,
  kInt2 = 21,
  kInt4 = 23,
  kOid = 26,
  kFloat4 = 700,
  kFloat8 = 701,
  kNumeric = 1700
};

template <class T>
T ParseNumber(std::string_view text) {
  T number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) {
    throw InternalError(fmt::format("PostgreSQL sent {} for a number", text));
  }
  return number;
}

/// SUM() of BIGINT is NUMERIC there; one without a fraction is an integer to us, as it is in SQLite.
Value ParseNumeric(std::string_view text) {
  if (text.find_first_not_of("-0123456789") == std::string_view::npos) return ParseNumber<std::int64_t>(text);
  return ParseNumber<double>(text);
}

Value ReadCell(const PGresult* result, int row, int column) {
  if (PQgetisnull(result, row, column) != 0) return {};
  const std::string_view text(PQgetvalue(result, row, column),
                              static_cast<std::size_t>(PQgetlength(result, row, column)));
  switch (PQftype(result, column)) {
    case kBool:
      return std::int64_t{text == "t"};
    case kInt2:
    case kInt4:
    case kInt8:
    case kOid:
      return ParseNumber<std::int64_t>(text);
    case kFloat4:
    case kFloat8:
      return ParseNumber<double>(text);
    case kNumeric:
      return ParseNumeric(text);
    default:
      return std::string(text);
  }
}

struct ToText {
  std::string operator()(std::monostate) const { return {}; }
  std::string operator()(std::int64_t number) const { return std::to_string(number); }
  std::string operator()(double number) const { return fmt::format("{}", number); }
  std::string operator()(const std::string& text) const {
    if (text.find('\0') != std::string::npos) {
      throw Error(ErrorCode::kInvalidParams, "text must not contain the character NUL");
    }
    return text;
  }
};

std::exception_ptr Failure(EngineFailure::Kind kind, const std::string& message) {
  return std::make_exception_ptr(EngineFailure(kind, "PostgreSQL: " + message));
}

sql::ConstraintViolation::Kind ConstraintKind(std::string_view sqlstate) {
  using Kind = sql::ConstraintViolation::Kind;
  if (sqlstate == "23505") return Kind::kUnique;
  return sqlstate == "23503" ? Kind::kForeignKey : Kind::kOther;
}
}  // namespace

TextParams::TextParams(sql::Params params) {
  texts_.reserve(params.size());
  for (const Value& value : params) {
    texts_.push_back(std::visit(ToText{}, value));
    pointers_.push_back(std::holds_alternative<std::monostate>(value) ? nullptr : texts_.back().c_str());
  }
}

sql::Rows ReadRows(const pg_result* result) {
  sql::Rows rows;
  const int count = PQntuples(result), columns = PQnfields(result);
  rows.reserve(static_cast<std::size_t>(count));
  for (int row = 0; row < count; ++row) {
    std::vector<Value> values;
    values.reserve(static_cast<std::size_t>(columns));
    for (int column = 0; column < columns; ++column) values.push_back(ReadCell(result, row, column));
    rows.emplace_back(std::move(values));
  }
  return rows;
}

std::exception_ptr ExceptionFor(std::string_view state, const std::string& message, std::string_view sql) {
  using Kind = EngineFailure::Kind;
  if (state.starts_with("23")) {
    return std::make_exception_ptr(sql::ConstraintViolation(ConstraintKind(state), message));
  }
  if (state == "40001" || state == "40P01") return Failure(Kind::kRetry, message);
  if (state.starts_with("08") || state.starts_with("57P")) return Failure(Kind::kLost, message);
  if (state == "53100") return Failure(Kind::kDiskFull, message);
  // Resources, the system's errors, a lock held too long, a server that has become a standby.
  if (state.starts_with("53") || state.starts_with("58") || state == "25006")
    return Failure(Kind::kRefused, message);
  if (state == "57014" || state == "55P03") {
    return std::make_exception_ptr(
        Error(ErrorCode::kServiceUnavailable, "the request took too long; try again or ask for less")
            .Internal(fmt::format("{}: {}", message, sql))
            .RetryAfter(std::chrono::seconds(5)));
  }
  if (state == "22021")
    return std::make_exception_ptr(Error(ErrorCode::kInvalidParams, "text must be UTF-8"));
  return std::make_exception_ptr(InternalError(fmt::format("PostgreSQL: {} ({}): {}", message, state, sql)));
}
}  // namespace vss::postgres
