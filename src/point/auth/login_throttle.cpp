#include "point/auth/login_throttle.hpp"

#include <arpa/inet.h>

#include "base/crypto.hpp"
#include "base/unicode.hpp"
#include "point/text_rules.hpp"

namespace vss::point {
namespace {
// Attempts that may run side by side while nothing has failed; one user's scripts and tabs stay below it.
constexpr std::int64_t kParallelWhenClean = 16;

std::string AddressKey(std::string_view address) { return "address:" + ThrottleNetwork(address); }
std::string PairKey(std::string_view account, std::string_view address) {
  return ThrottleAccountKey(account) + " " + AddressKey(address);
}

std::chrono::seconds LockFor(std::int64_t failures, const ThrottleRule& rule) {
  if (failures < rule.free_failures) return std::chrono::seconds(0);
  const std::int64_t doublings = std::min<std::int64_t>(failures - rule.free_failures, 20);
  return std::min(rule.first_lock * (std::int64_t{1} << doublings),
                  std::max(rule.first_lock, rule.longest_lock));
}
}  // namespace

std::string ThrottleAccountKey(std::string_view account) {
  const std::string name = FoldedName(account);
  return "account:" +
         (IsUsername(name) ? name : crypto::Sha256Hex(name));  // bounds what a caller can make us keep
}

std::string ThrottleNetwork(std::string_view address) {
  in6_addr v6{};
  const std::string text(address.substr(0, 64));
  if (inet_pton(AF_INET6, text.c_str(), &v6) != 1) return text;
  if (IN6_IS_ADDR_V4MAPPED(&v6)) {
    return fmt::format("{}.{}.{}.{}", v6.s6_addr[12], v6.s6_addr[13], v6.s6_addr[14], v6.s6_addr[15]);
  }
  return crypto::Hex({reinterpret_cast<const char*>(v6.s6_addr), 8}) + "::/64";
}

LoginThrottle::Attempt::Attempt(LoginThrottle& throttle, std::string account, std::string address)
    : throttle_(throttle),
      pair_key_(PairKey(account, address)),
      account_key_(ThrottleAccountKey(account)),
      address_key_(AddressKey(address)) {
  for (const std::string* key : {&pair_key_, &account_key_, &address_key_}) ++throttle_.Touch(*key).pending;
}

LoginThrottle::Attempt::~Attempt() {
  for (const std::string* key : {&pair_key_, &account_key_, &address_key_}) throttle_.Release(*key);
}

std::vector<ThrottleRecord> LoginThrottle::Attempt::Fail() {
  const ThrottleSettings& settings = throttle_.settings_;
  return {throttle_.CountFailure(pair_key_, settings.pair),
          throttle_.CountFailure(account_key_, settings.account),
          throttle_.CountFailure(address_key_, settings.address)};
}

void LoginThrottle::Attempt::Succeed() {
  Entry& pair = throttle_.Touch(pair_key_);
  pair.record.failures = 0;
  pair.record.locked_until = {};
}

void LoginThrottle::Forgive(std::string_view account) {
  const std::string key = ThrottleAccountKey(account);
  for (Entry& entry : order_) {
    ThrottleRecord& record = entry.record;
    if (record.key != key && !record.key.starts_with(key + " ")) continue;
    record.failures = 0;
    record.locked_until = {};
  }
}

void LoginThrottle::Restore(const std::vector<ThrottleRecord>& records) {
  for (const ThrottleRecord& record : records) Touch(record.key).record = record;
}

std::optional<std::chrono::seconds> LoginThrottle::Wait(std::string_view account, std::string_view address,
                                                        Familiarity familiarity) const {
  auto wait = std::max(WaitFor(PairKey(account, address), settings_.pair),
                       WaitFor(AddressKey(address), settings_.address));
  if (familiarity == Familiarity::kUnknown)
    wait = std::max(wait, WaitFor(ThrottleAccountKey(account), settings_.account));
  return wait.count() > 0 ? std::optional(wait) : std::nullopt;
}

LoginThrottle::Attempt LoginThrottle::Begin(std::string_view account, std::string_view address) {
  return Attempt(*this, std::string(account), std::string(address));
}

std::int64_t LoginThrottle::FailuresOf(const Entry& entry) const {
  return clock_.Now() - entry.record.last_failure_at > settings_.forget_after ? 0 : entry.record.failures;
}

std::chrono::seconds LoginThrottle::WaitFor(const std::string& key, const ThrottleRule& rule) const {
  const auto found = records_.find(key);
  if (found == records_.end()) return std::chrono::seconds(0);
  const Entry& entry = *found->second;
  if (clock_.Now() < entry.record.locked_until) {
    // A clock that was set back must not lock for longer than the rule says.
    return std::min(std::chrono::ceil<std::chrono::seconds>(entry.record.locked_until - clock_.Now()),
                    std::max(rule.first_lock, rule.longest_lock));
  }
  const std::int64_t failures = FailuresOf(entry);
  const std::int64_t parallel = failures == 0 ? std::max(kParallelWhenClean, rule.free_failures)
                                              : std::max<std::int64_t>(1, rule.free_failures - failures);
  return std::chrono::seconds(entry.pending < parallel ? 0 : 1);
}

LoginThrottle::Entry& LoginThrottle::Touch(const std::string& key) {
  const auto found = records_.find(key);
  if (found != records_.end()) {
    order_.splice(order_.begin(), order_, found->second);
    return order_.front();
  }
  order_.push_front({.record = {.key = key}});
  records_.emplace(key, order_.begin());
  Trim();
  return order_.front();
}

ThrottleRecord LoginThrottle::CountFailure(const std::string& key, const ThrottleRule& rule) {
  Entry& entry = Touch(key);
  entry.record.failures = FailuresOf(entry) + 1;
  entry.record.last_failure_at = clock_.Now();
  entry.record.locked_until = clock_.Now() + LockFor(entry.record.failures, rule);
  return entry.record;
}

void LoginThrottle::Release(const std::string& key) {
  const auto found = records_.find(key);
  if (found == records_.end()) return;
  Entry& entry = *found->second;
  --entry.pending;
  if (entry.pending > 0 || entry.record.failures > 0) return;
  order_.erase(found->second);
  records_.erase(found);
}

void LoginThrottle::Trim() {
  // The front one is the one just made; those with attempts under way stay, the CPU pool bounds how many they
  // are.
  for (auto last = std::prev(order_.end());
       records_.size() > settings_.max_records && last != order_.begin();) {
    const auto previous = std::prev(last);
    if (last->pending == 0) {
      records_.erase(last->record.key);
      order_.erase(last);
    }
    last = previous;
  }
}
}  // namespace vss::point
