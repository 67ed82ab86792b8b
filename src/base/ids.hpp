#pragma once
#include <compare>
#include <cstdint>
#include <functional>
#include <string>

namespace vss {

/// An integer id that does not mix with other integer ids: `using TrunkId = IntId<struct TrunkTag>`.
template <class Tag>
struct IntId {
  std::int64_t value = 0;
  auto operator<=>(const IntId&) const = default;
  std::string str() const { return std::to_string(value); }
};

/// A text id (UUID or prefixed number) that does not mix with other text.
template <class Tag>
struct TextId {
  std::string value;
  auto operator<=>(const TextId&) const = default;
  const std::string& str() const { return value; }
};
}  // namespace vss

template <class Tag>
struct std::hash<vss::IntId<Tag>> {
  std::size_t operator()(const vss::IntId<Tag>& id) const noexcept {
    return std::hash<std::int64_t>{}(id.value);
  }
};
template <class Tag>
struct std::hash<vss::TextId<Tag>> {
  std::size_t operator()(const vss::TextId<Tag>& id) const noexcept {
    return std::hash<std::string>{}(id.value);
  }
};
