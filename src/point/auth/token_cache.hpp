#pragma once
#include <list>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "protocols/jwt/jwt.hpp"

namespace vss::point {

/// Claims of tokens whose signature was checked before, by the token's SHA-256. Bounded: the least recently
/// used goes first. Forgetting costs time only. Lives on the loop.
class TokenCache {
 public:
  explicit TokenCache(std::size_t capacity) : capacity_(capacity) {}

  /// nullptr when the token is new; valid until the next call.
  const jwt::Claims* Find(const std::string& token_sha256);
  const jwt::Claims* Put(std::string token_sha256, jwt::Claims claims);

 private:
  struct Entry {
    std::string key;
    jwt::Claims claims;
  };
  std::size_t capacity_;
  std::list<Entry> order_;
  std::unordered_map<std::string_view, std::list<Entry>::iterator> entries_;  // keys live in the list
};
}  // namespace vss::point
