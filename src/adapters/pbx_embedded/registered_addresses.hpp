#pragma once
#include <boost/asio/ip/address.hpp>
#include <map>
#include <mutex>
#include <string>

#include "sip/transport/flow.hpp"

namespace vss::pbx_embedded {

/// Where registered phones are, of all shards: what comes from there is not banned for a neighbour's sake,
/// nor dropped for what others send in the phone's name. Asked only about scanners and floods and written at
/// each registration, so a lock is cheap enough. Thread-safe.
class RegisteredAddresses {
 public:
  void Put(const std::string& user, const sip::Endpoint& phone) {
    const std::lock_guard lock(mutex_);
    Drop(user);
    of_user_[user] = phone;
    ++phones_[phone.address];
    ++endpoints_[phone];
  }
  void Remove(const std::string& user) {
    const std::lock_guard lock(mutex_);
    Drop(user);
  }
  bool Has(const boost::asio::ip::address& address) const {
    const std::lock_guard lock(mutex_);
    return phones_.contains(address);
  }
  bool Has(const sip::Endpoint& endpoint) const {
    const std::lock_guard lock(mutex_);
    return endpoints_.contains(endpoint);
  }

 private:
  void Drop(const std::string& user) {
    const auto known = of_user_.find(user);
    if (known == of_user_.end()) return;
    Decrease(phones_, known->second.address);
    Decrease(endpoints_, known->second);
    of_user_.erase(known);
  }
  template <class Key>
  static void Decrease(std::map<Key, std::size_t>& counts, const Key& key) {
    const auto found = counts.find(key);
    if (--found->second == 0) counts.erase(found);
  }

  mutable std::mutex mutex_;
  std::map<std::string, sip::Endpoint> of_user_;
  std::map<boost::asio::ip::address, std::size_t> phones_;
  std::map<sip::Endpoint, std::size_t> endpoints_;
};
}  // namespace vss::pbx_embedded
