#pragma once
#include <unordered_map>

#include "base/async/task_scope.hpp"
#include "ottb/lines/line_settling.hpp"
#include "ottb/lines/line_watcher.hpp"
#include "ottb/write_behind.hpp"

namespace vss::ottb {

/// Keeps the PBX's lines and the slots' states together: tells the PBX of slots that come and go, and the
/// slots of registrations. Holds who is registered; the database follows within 100 ms. Lives on the HTTP
/// loop.
class LineKeeper final : public LineWatcher {
 public:
  LineKeeper(Loop& loop, Store<Transaction>& store, const Clock& clock, Pbx& pbx);

  /// Reads lines and registrations and starts the PBX with them. Phones stay registered over a restart;
  /// hosted softphones, which were in the process, register anew.
  Task<void> Open();
  void Start(TaskScope& scope);
  Task<bool> Drain(std::chrono::milliseconds grace) { return writes_.Drain(grace); }

  void OnLineAdded(const LineAccount& line) override;
  void OnLineCredentials(const LineAccount& line) override;
  void OnLineRemoved(int number) override;
  void OnLineMoved(int number) override;
  void OnLineRestart(int number) override;

  // As PbxObserver has them.
  void OnRegistered(const Registration& registration);
  void OnUnregistered(int number, std::string reason);
  void OnReachability(int number, PhoneReachability now);
  void OnRegistrationFailed(int number, std::string reason);

  /// How many lines are registered and reachable.
  std::size_t registered() const;

 private:
  struct Line {
    SlotId slot;
    TrunkType type = TrunkType::kAuto;
    LineFacts facts;
    std::chrono::milliseconds backoff{0};
    Steady retry_at;
  };
  Line* Find(int number);
  void Lose(int number, Line& line, std::string reason);
  Task<void> Write(std::vector<WriteBehind::Key> numbers);
  Task<void> RetryFailed();
  Task<void> TouchRefreshed();

  Store<Transaction>& store_;
  const Clock& clock_;
  Pbx& pbx_;
  std::unordered_map<int, Line> lines_;
  std::set<int> refreshed_;  ///< only their expiry changed: written together, every 100 ms
  WriteBehind writes_;
};
}  // namespace vss::ottb
