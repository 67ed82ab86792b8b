#pragma once
#include <boost/asio/ip/address.hpp>
#include <map>
#include <mutex>
#include <string>

namespace vss::pbx_embedded {

/// Where registered phones are, of all shards: what comes from there is not banned for a neighbour's sake.
/// Asked only about scanners and written at each registration, so a lock is cheap enough. Thread-safe.
class RegisteredAddresses {
 public:
  void Put(const std::string& user, const boost::asio::ip::address& address) {
    const std::lock_guard lock(mutex_);
    Drop(user);
    of_user_[user] = address;
    ++phones_[address];
  }
  void Remove(const std::string& user) {
    const std::lock_guard lock(mutex_);
    Drop(user);
  }
  bool Has(const boost::asio::ip::address& address) const {
    const std::lock_guard lock(mutex_);
    return phones_.contains(address);
  }

 private:
  void Drop(const std::string& user) {
    const auto known = of_user_.find(user);
    if (known == of_user_.end()) return;
    const auto phones = phones_.find(known->second);
    if (--phones->second == 0) phones_.erase(phones);
    of_user_.erase(known);
  }

  mutable std::mutex mutex_;
  std::map<std::string, boost::asio::ip::address> of_user_;
  std::map<boost::asio::ip::address, std::size_t> phones_;
};
}  // namespace vss::pbx_embedded
