#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace vss::sql {
/// The statements of an SQL file, without their closing semicolons. Knows strings, quoted names, comments,
/// dollar-quoted bodies (PostgreSQL) and the BEGIN … END bodies of triggers (SQLite).
std::vector<std::string> SplitStatements(std::string_view script);
}  // namespace vss::sql
