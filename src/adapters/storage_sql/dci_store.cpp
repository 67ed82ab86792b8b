#include "adapters/storage_sql/dci_store.hpp"

#include "adapters/storage_sql/paging.hpp"
#include "adapters/storage_sql/stored_text.hpp"
#include "base/error.hpp"

namespace vss::sql {
namespace {
using dci::LogFilter;
using dci::LogLine;
using dci::LogVolume;
using dci::StoredLogLine;

constexpr std::string_view kInsert =
    "INSERT INTO event_log (at, module, severity, message, fields, event_id, f_flow, request_id, username, "
    "bytes) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
constexpr int kSearchedLines = 50'000;      // about 80 ms of a reader
constexpr std::int64_t kBytesPerLine = 96;  // the numbers, the row's header and its index entries

// Log lines carry whatever went wrong, so their text is not always text.
Value Stored(const std::optional<std::string>& text) { return text ? Value(StoredText(*text)) : Value(); }

std::vector<Value> ToValues(const LogLine& line) {
  std::vector<Value> values = {
      ToValue(line.at),         StoredText(line.module),         static_cast<std::int64_t>(line.severity),
      StoredText(line.message), StoredText(ToText(line.fields)), Stored(line.event_id),
      Stored(line.f_flow),      Stored(line.request_id),         Stored(line.username)};
  std::int64_t bytes = kBytesPerLine;
  for (const Value& value : values) {
    if (const auto* text = std::get_if<std::string>(&value)) bytes += static_cast<std::int64_t>(text->size());
  }
  values.emplace_back(bytes);
  return values;
}

std::int64_t BytesOf(const std::vector<Value>& values) { return std::get<std::int64_t>(values.back()); }

StoredLogLine ReadLine(const Row& row) {
  return {.id = {row.Int(0)},
          .line = {.at = row.Time(1),
                   .module = row.Text(2),
                   .severity = static_cast<Severity>(row.Int(3)),
                   .message = row.Text(4),
                   .fields = ParseTrustedJson(row.Text(5)).as_object(),
                   .event_id = row.OptionalText(6),
                   .f_flow = row.OptionalText(7),
                   .request_id = row.OptionalText(8),
                   .username = row.OptionalText(9)}};
}

Filter ToSql(const LogFilter& wanted) {
  Filter filter;
  if (wanted.module) filter.And("LOWER(module) = LOWER(?)", {*wanted.module});
  if (wanted.severity) filter.And("severity = ?", {static_cast<std::int64_t>(*wanted.severity)});
  if (wanted.min_severity) filter.And("severity >= ?", {static_cast<std::int64_t>(*wanted.min_severity)});
  if (wanted.from) filter.And("at >= ?", {ToValue(*wanted.from)});
  if (wanted.before) filter.And("at < ?", {ToValue(*wanted.before)});
  if (wanted.request_id) filter.And("request_id = ?", {*wanted.request_id});
  if (wanted.text) filter.AndContains({"message", "fields"}, *wanted.text);
  return filter;
}

class SqlEventLog final : public dci::EventLogTable {
 public:
  explicit SqlEventLog(Session& session) : session_(session) {}

  StoredLogLine Insert(const LogLine& line) override {
    const std::vector<Value> values = ToValues(line);
    static const std::string kInsertReturning = std::string(kInsert) + " RETURNING id";
    const std::int64_t id = session_.Query(kInsertReturning, Params(values)).at(0).Int(0);
    Grow(1, BytesOf(values));
    return {.id = {id}, .line = line};
  }

  void Append(std::span<const LogLine> lines) override {
    std::int64_t stored = 0, bytes = 0;
    for (const LogLine& line : lines) {
      const std::vector<Value> values = ToValues(line);
      if (!AppendOne(line, values)) continue;
      ++stored;
      bytes += BytesOf(values);
    }
    if (stored > 0) Grow(stored, bytes);
  }

  Page<StoredLogLine> List(const LogFilter& filter, const PageRequest& page) override {
    return filter.text ? Search(filter, page) : Fetch(ToSql(filter), page);
  }

  LogVolume Volume() override {
    const Rows rows = session_.Query(
        "SELECT lines, bytes, (SELECT MIN(at) FROM event_log), (SELECT MAX(at) FROM event_log) FROM "
        "event_log_volume");
    const Row& row = rows.at(0);
    return {.lines = row.Int(0),
            .bytes = row.Int(1),
            .oldest = row.OptionalTime(2),
            .newest = row.OptionalTime(3)};
  }

  std::size_t RemoveBefore(Instant cutoff, std::size_t max_lines) override {
    return Removed(session_.Query(
        "DELETE FROM event_log WHERE id IN (SELECT id FROM event_log WHERE at < $1 ORDER BY at LIMIT $2) "
        "RETURNING bytes",
        {ToValue(cutoff), static_cast<std::int64_t>(max_lines)}));
  }

  std::size_t RemoveOldest(std::size_t max_lines) override {
    return Removed(session_.Query(
        "DELETE FROM event_log WHERE id IN (SELECT id FROM event_log ORDER BY id LIMIT $1) RETURNING bytes",
        {static_cast<std::int64_t>(max_lines)}));
  }

 private:
  Page<StoredLogLine> Fetch(const Filter& filter, const PageRequest& page) {
    static const ListQuery kLines{
        .columns = "id, at, module, severity, message, fields, event_id, f_flow, request_id, username",
        .from = "event_log",
        .sortable = {{"at", "at"}},
        .count_at_most = kCountedLines};
    if (!filter.Where().empty()) return FetchPage(session_, kLines, filter, page, ReadLine);
    static const ListQuery kAll = [] {
      ListQuery query = kLines;
      query.counting = Counting::kElsewhere;
      return query;
    }();
    Page<StoredLogLine> all = FetchPage(session_, kAll, filter, page, ReadLine);
    all.total = session_.Query("SELECT lines FROM event_log_volume").at(0).Int(0);
    return all;
  }

  // No index helps to find text, so one request reads kSearchedLines of those that the other conditions
  // leave, from where the cursor is; when there are more, the next page goes on after them, full or not.
  Page<StoredLogLine> Search(const LogFilter& wanted, const PageRequest& page) {
    LogFilter others = wanted;
    others.text.reset();
    Filter window = ToSql(others);
    const std::string_view beyond = page.descending ? "<" : ">", within = page.descending ? ">=" : "<=";
    if (const auto start = CursorOf(page)) window.And(fmt::format("(at, id) {} (?, ?)", beyond), *start);

    const Rows last = session_.Query(
        fmt::format("SELECT at, id FROM event_log{0} ORDER BY at {1}, id {1} LIMIT 1 OFFSET {2}",
                    window.Where(), page.descending ? "DESC" : "ASC", kSearchedLines - 1),
        Params(window.values()));
    if (!last.empty())
      window.And(fmt::format("(at, id) {} (?, ?)", within), {last[0].Cell(0), last[0].Cell(1)});
    window.AndContains({"message", "fields"}, *wanted.text);

    Page<StoredLogLine> found = Fetch(window, page);
    if (found.next.empty() && !last.empty()) found.next = {last[0].Int(0), last[0].Int(1)};
    return found;
  }

  static std::optional<std::vector<Value>> CursorOf(const PageRequest& page) {
    if (page.after.empty()) return std::nullopt;
    if (page.after.size() != 2 || !page.after[0].is_int64() || !page.after[1].is_int64()) {
      throw InvalidField("cursor", "must be one that this list gave");
    }
    return std::vector<Value>{page.after[0].get_int64(), page.after[1].get_int64()};
  }

  // Only lines of events can be there already; the others need no answer from the engine, so they can be
  // pipelined.
  bool AppendOne(const LogLine& line, const std::vector<Value>& values) {
    static const std::string kInsertOnce = std::string(kInsert) + " ON CONFLICT DO NOTHING";
    if (line.event_id) return session_.ExecuteCounting(kInsertOnce, Params(values)) > 0;
    session_.Execute(kInsert, Params(values));
    return true;
  }

  void Grow(std::int64_t lines, std::int64_t bytes) {
    session_.Execute("UPDATE event_log_volume SET lines = lines + $1, bytes = bytes + $2", {lines, bytes});
  }

  std::size_t Removed(const Rows& rows) {
    std::int64_t bytes = 0;
    for (const Row& row : rows) bytes += row.Int(0);
    if (!rows.empty()) Grow(-static_cast<std::int64_t>(rows.size()), -bytes);
    return rows.size();
  }

  Session& session_;
};

class SqlDciTransaction final : public dci::Transaction {
 public:
  explicit SqlDciTransaction(Session& session) : log_(session) {}
  dci::EventLogTable& log() override { return log_; }

 private:
  SqlEventLog log_;
};
}  // namespace

Task<void> DciStore::RunRead(std::function<void(dci::Transaction&)> work) {
  co_await database_.RunRead([&work](Session& session) {
    SqlDciTransaction tx(session);
    work(tx);
  });
}

Task<void> DciStore::RunWrite(std::function<void(dci::Transaction&)> work) {
  co_await database_.RunWrite([&work](Session& session) {
    SqlDciTransaction tx(session);
    work(tx);
  });
}
}  // namespace vss::sql
