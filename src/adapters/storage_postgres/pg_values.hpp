#pragma once
#include <exception>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/storage_sql/database.hpp"

struct pg_result;

namespace vss::postgres {

/// Parameters as libpq wants them: texts, NULL for NULL. The server infers their types.
class TextParams {
 public:
  /// Throws Error(kInvalidParams) for text with NUL, which PostgreSQL cannot store.
  explicit TextParams(sql::Params params);
  int count() const { return static_cast<int>(pointers_.size()); }
  const char* const* data() const { return pointers_.data(); }

 private:
  std::vector<std::string> texts_;
  std::vector<const char*> pointers_;
};

sql::Rows ReadRows(const pg_result* result);

/// What an SQLSTATE means to us (PostgreSQL, Appendix A): a ConstraintViolation, an EngineFailure or an
/// Error.
std::exception_ptr ExceptionFor(std::string_view sqlstate, const std::string& message, std::string_view sql);
}  // namespace vss::postgres
