#pragma once
#include <list>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/clock.hpp"
#include "point/ports/store.hpp"
#include "point/settings.hpp"

namespace vss::point {

/// Counts failed logins per (account, address), per account and per address, and says how long the next
/// attempt has to wait. An attempt counts from its start, so that a burst of parallel guesses gains nothing.
/// What it knows is bounded (the records least recently touched go first) and is written through to
/// `login_throttle`, which Restore() reads back at start. Lives on the loop. Each POINT process counts for
/// itself.
class LoginThrottle {
 public:
  enum class Familiarity { kUnknown, kKnownAddress };

  LoginThrottle(ThrottleSettings settings, const Clock& clock) : settings_(settings), clock_(clock) {}

  /// An attempt under way; its destructor ends it.
  class Attempt {
   public:
    Attempt(LoginThrottle& throttle, std::string account, std::string address);
    ~Attempt();
    Attempt(const Attempt&) = delete;
    Attempt& operator=(const Attempt&) = delete;
    /// The attempt failed. What has to be stored, in the transaction that records the failure.
    std::vector<ThrottleRecord> Fail();
    /// The attempt succeeded: forgives the pair, whose record has to go from the store, too.
    void Succeed();
    const std::string& pair_key() const { return pair_key_; }

   private:
    LoginThrottle& throttle_;
    std::string pair_key_, account_key_, address_key_;
  };

  /// The account has a new password: who failed with the old one starts anew, from every address.
  void Forgive(std::string_view account);
  void Restore(const std::vector<ThrottleRecord>& records);
  /// How long until an attempt is allowed; nullopt: now. Call it right before Begin, without a suspension
  /// between.
  std::optional<std::chrono::seconds> Wait(std::string_view account, std::string_view address,
                                           Familiarity familiarity) const;
  Attempt Begin(std::string_view account, std::string_view address);

  std::size_t size() const { return records_.size(); }

 private:
  struct Entry {
    ThrottleRecord record;
    std::int64_t pending = 0;
  };
  using Entries = std::list<Entry>;  // the most recently touched first

  std::chrono::seconds WaitFor(const std::string& key, const ThrottleRule& rule) const;
  std::int64_t FailuresOf(const Entry& entry) const;
  Entry& Touch(const std::string& key);
  ThrottleRecord CountFailure(const std::string& key, const ThrottleRule& rule);
  void Release(const std::string& key);
  void Trim();

  ThrottleSettings settings_;
  const Clock& clock_;
  Entries order_;
  std::unordered_map<std::string, Entries::iterator> records_;
};

/// What the keys of all records of an account begin with; the one of the account alone is just this.
std::string ThrottleAccountKey(std::string_view account);
/// The network that an address stands for: itself, or its /64 for IPv6, as one host has a whole one.
std::string ThrottleNetwork(std::string_view address);
}  // namespace vss::point
