#include "ottb/lines/line_keeper.hpp"

#include "base/log.hpp"

namespace vss::ottb {
namespace {
constexpr std::chrono::milliseconds kRefreshEvery{100}, kRetryEvery{500};
constexpr std::chrono::milliseconds kFirstRetry{1000}, kLastRetry{60'000};
constexpr std::size_t kAllSlots = 10'000;  // there are fewer numbers

struct Stored {
  std::vector<LineAccount> lines;
  std::vector<Registration> registrations;
};

struct LineNow {
  SlotId slot;
  int number;
  LineFacts facts;
};

Stored ReadLines(Transaction& tx) {
  Stored stored;
  for (const Slot& slot : tx.slots().List({}, {.limit = kAllSlots, .sort = "number"}).items) {
    const auto credential = tx.credentials().FindOf(slot.id);
    if (!credential) continue;
    stored.lines.push_back({slot.id, slot.number, slot.type, *credential});
  }
  stored.registrations = tx.registrations().ListAll();
  return stored;
}
}  // namespace

LineKeeper::LineKeeper(Loop& loop, Store<Transaction>& store, const Clock& clock, Pbx& pbx)
    : store_(store),
      clock_(clock),
      pbx_(pbx),
      writes_(loop, "state of a line",
              [this](std::vector<WriteBehind::Key> numbers) { return Write(std::move(numbers)); }) {}

LineKeeper::Line* LineKeeper::Find(int number) {
  const auto found = lines_.find(number);
  return found == lines_.end() ? nullptr : &found->second;
}

std::size_t LineKeeper::registered() const {
  return static_cast<std::size_t>(
      std::ranges::count_if(lines_, [](const auto& entry) { return entry.second.facts.in_service(); }));
}

Task<void> LineKeeper::Open() {
  Stored stored = co_await store_.Read(ReadLines);
  for (const LineAccount& line : stored.lines) {
    lines_[line.number] = {
        .slot = line.slot, .type = line.type, .facts = {.reason = "the platform was restarted"}};
  }
  std::erase_if(stored.registrations, [&](const Registration& registration) {
    const Line* line = Find(registration.number);
    return line == nullptr || line->type == TrunkType::kAuto || registration.expires_at <= clock_.Now();
  });
  for (const Registration& registration : stored.registrations) {
    Find(registration.number)->facts.registration = registration;
  }
  for (const auto& [number, line] : lines_) writes_.Touch(number);
  pbx_.Start(std::move(stored.lines), std::move(stored.registrations));
}

void LineKeeper::Start(TaskScope& scope) {
  scope.Spawn("line states", writes_.Run());
  scope.Every("registrations", kRefreshEvery, [this] { return TouchRefreshed(); });
  scope.Every("registration retries", kRetryEvery, [this] { return RetryFailed(); });
}

void LineKeeper::OnLineAdded(const LineAccount& line) {
  lines_[line.number] = {.slot = line.slot, .type = line.type};
  pbx_.PutLine(line);
  writes_.Touch(line.number);
}

void LineKeeper::OnLineCredentials(const LineAccount& line) {
  pbx_.PutLine(line);
  OnLineRestart(line.number);
}

void LineKeeper::OnLineRemoved(int number) {
  lines_.erase(number);
  refreshed_.erase(number);
  pbx_.RemoveLine(number);
}

void LineKeeper::OnLineMoved(int number) {
  if (Find(number) != nullptr) writes_.Touch(number);
}

void LineKeeper::OnLineRestart(int number) {
  Line* line = Find(number);
  if (line == nullptr) return;
  Lose(number, *line, "is to register anew");
  line->facts.failed = false;
  pbx_.ReRegister(number);
}

void LineKeeper::Lose(int number, Line& line, std::string reason) {
  line.facts.announce = line.facts.announce || line.facts.registration.has_value();
  line.facts.registration.reset();
  line.facts.reachability = PhoneReachability::kReachable;
  line.facts.reason = std::move(reason);
  refreshed_.erase(number);
  writes_.Touch(number);
}

void LineKeeper::OnRegistered(const Registration& registration) {
  Line* line = Find(registration.number);
  if (line == nullptr) return;  // its slot has just been removed
  LineFacts& facts = line->facts;
  // A REGISTER is an answer, too: who sends one is there.
  const bool back =
      std::exchange(facts.reachability, PhoneReachability::kReachable) == PhoneReachability::kUnreachable;
  const bool refresh = facts.registration && facts.registration->contact == registration.contact;
  const Instant since = refresh ? facts.registration->registered_at : registration.registered_at;
  facts.registration = registration;
  facts.registration->registered_at = since;
  facts.failed = false;
  line->backoff = {};
  if (refresh && !back) {
    refreshed_.insert(registration.number);
    return;
  }
  facts.announce = true;
  writes_.Touch(registration.number);
}

void LineKeeper::OnUnregistered(int number, std::string reason) {
  if (Line* line = Find(number)) Lose(number, *line, std::move(reason));
}

void LineKeeper::OnReachability(int number, PhoneReachability now) {
  Line* line = Find(number);
  if (line == nullptr || !line->facts.registration || line->facts.reachability == now) return;
  line->facts.reachability = now;
  line->facts.reason = now == PhoneReachability::kUnreachable ? "the phone does not answer" : "";
  line->facts.announce = true;
  writes_.Touch(number);
}

void LineKeeper::OnRegistrationFailed(int number, std::string reason) {
  Line* line = Find(number);
  if (line == nullptr) return;
  log::Warning("OTTB", "a softphone could not register", {{"number", number}, {"reason", reason}});
  line->facts.announce = true;
  line->facts.failed = true;
  Lose(number, *line, std::move(reason));
  line->backoff = std::clamp(line->backoff * 2, kFirstRetry, kLastRetry);
  line->retry_at = clock_.SteadyNow() + line->backoff;
}

Task<void> LineKeeper::RetryFailed() {
  for (auto& [number, line] : lines_) {
    if (!line.facts.failed || line.type != TrunkType::kAuto || clock_.SteadyNow() < line.retry_at) continue;
    line.retry_at = clock_.SteadyNow() + kLastRetry;
    pbx_.ReRegister(number);
  }
  co_return;
}

Task<void> LineKeeper::TouchRefreshed() {
  for (const int number : std::exchange(refreshed_, {})) writes_.Touch(number);
  co_return;
}

Task<void> LineKeeper::Write(std::vector<WriteBehind::Key> numbers) {
  std::vector<LineNow> now;
  for (const WriteBehind::Key number : numbers) {
    Line* line = Find(static_cast<int>(number));
    if (line == nullptr) continue;
    now.push_back({line->slot, static_cast<int>(number), line->facts});
    line->facts.announce = false;
  }
  // Locks are taken in the order of the slots' ids, as everywhere.
  std::ranges::sort(now, {}, &LineNow::slot);
  try {
    co_await store_.Write([&](Transaction& tx) {
      for (const LineNow& line : now) SettleLine(tx, line.slot, line.facts, clock_.Now());
    });
  } catch (...) {
    for (const LineNow& written : now) {
      Line* line = Find(written.number);
      if (line != nullptr && written.facts.announce) line->facts.announce = true;
    }
    throw;
  }
}
}  // namespace vss::ottb
