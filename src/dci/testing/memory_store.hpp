#pragma once
#include "dci/ports/store.hpp"

namespace vss::dci::testing {

/// The event log as a vector, for tests of what stands on it. Transactions are serial and not rolled back;
/// Append throws before it changes anything.
class MemoryStore final : public Store<Transaction> {
 public:
  std::vector<StoredLogLine> lines;
  std::vector<std::size_t> appends;  ///< how many lines each successful Append brought
  int away = 0;                      ///< so many transactions from now on fail with kServiceUnavailable
  std::string refused_message;       ///< an Append with this message in it fails for good
  std::int64_t bytes_per_line = 100;

 protected:
  Task<void> RunRead(std::function<void(Transaction&)> work) override { co_return Work(work); }
  Task<void> RunWrite(std::function<void(Transaction&)> work) override { co_return Work(work); }

 private:
  class Table final : public EventLogTable, public Transaction {
   public:
    explicit Table(MemoryStore& store) : store_(store) {}
    EventLogTable& log() override { return *this; }

    StoredLogLine Insert(const LogLine& line) override {
      return store_.lines.emplace_back(LogLineId{++store_.last_id_}, line);
    }
    void Append(std::span<const LogLine> lines) override {
      for (const LogLine& line : lines) {
        if (line.message == store_.refused_message) throw std::runtime_error("this line cannot be stored");
      }
      for (const LogLine& line : lines) {
        if (!Holds(line.event_id)) Insert(line);
      }
      store_.appends.push_back(lines.size());
    }
    Page<StoredLogLine> List(const LogFilter&, const PageRequest&) override {
      return {store_.lines, static_cast<std::int64_t>(store_.lines.size()), {}};
    }
    LogVolume Volume() override {
      const auto count = static_cast<std::int64_t>(store_.lines.size());
      return {.lines = count, .bytes = count * store_.bytes_per_line};
    }
    std::size_t RemoveBefore(Instant cutoff, std::size_t max_lines) override {
      std::size_t removed = 0;
      std::erase_if(store_.lines, [&](const StoredLogLine& l) {
        return l.line.at < cutoff && removed < max_lines && ++removed;
      });
      return removed;
    }
    std::size_t RemoveOldest(std::size_t max_lines) override {
      const std::size_t removed = std::min(max_lines, store_.lines.size());
      store_.lines.erase(store_.lines.begin(), store_.lines.begin() + static_cast<std::ptrdiff_t>(removed));
      return removed;
    }

   private:
    bool Holds(const std::optional<std::string>& event_id) const {
      return event_id &&
             std::ranges::any_of(store_.lines, [&](const auto& l) { return l.line.event_id == event_id; });
    }
    MemoryStore& store_;
  };

  void Work(const std::function<void(Transaction&)>& work) {
    if (away > 0) {
      --away;
      throw Error(ErrorCode::kServiceUnavailable, "the database is away");
    }
    Table table(*this);
    work(table);
  }
  std::int64_t last_id_ = 0;
};
}  // namespace vss::dci::testing
