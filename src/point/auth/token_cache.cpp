#include "point/auth/token_cache.hpp"

namespace vss::point {

const jwt::Claims* TokenCache::Find(const std::string& token_sha256) {
  const auto found = entries_.find(token_sha256);
  if (found == entries_.end()) return nullptr;
  order_.splice(order_.begin(), order_, found->second);
  return &order_.front().claims;
}

const jwt::Claims* TokenCache::Put(std::string token_sha256, jwt::Claims claims) {
  if (entries_.size() >= capacity_) {
    entries_.erase(order_.back().key);
    order_.pop_back();
  }
  order_.push_front({std::move(token_sha256), std::move(claims)});
  entries_.emplace(order_.front().key, order_.begin());
  return &order_.front().claims;
}
}  // namespace vss::point
