#pragma once
struct sqlite3;

namespace vss::sqlite {
/// Replaces LOWER by one that knows all letters: SQLite's own knows ASCII only, so a search for "анна" would
/// not find "Анна" as it does on PostgreSQL.
void RegisterFunctions(sqlite3* db);
}  // namespace vss::sqlite
