#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/ids.hpp"
#include "ottb/trunks/trunk_type.hpp"

namespace vss::ottb {

using TrunkId = IntId<struct TrunkTag>;
using ProviderId = IntId<struct ProviderTag>;

inline constexpr std::int64_t kMaxTrunkCapacity = 999;  ///< slots; also what a number range holds
inline constexpr std::size_t kMaxCallerIds = 100;

/// A hub: a named group of slots of one type, with the caller IDs that its calls may show.
struct Trunk {
  TrunkId id;
  std::string name;  ///< unique
  TrunkType type = TrunkType::kAuto;
  std::int64_t capacity = 1;  ///< most slots it may hold
  std::optional<std::string> description;
  std::optional<std::string> region;
  std::vector<std::string> caller_ids;    ///< E.164
  std::optional<ProviderId> provider_id;  ///< none: the test exchange, or the provider of the configuration
  Instant created_at;
  Instant updated_at;
  std::int64_t slots_used = 0;  ///< counted when read, not stored
};

struct CreateTrunk {
  std::string name;
  TrunkType type = TrunkType::kAuto;
  std::int64_t capacity = 1;
  std::optional<std::string> description;
  std::optional<std::string> region;
  std::vector<std::string> caller_ids;
  std::optional<ProviderId> provider_id;
};

/// The outer optional is "was it asked for"; the inner one, where there is one, the new value or none.
struct UpdateTrunk {
  std::optional<std::string> name;
  std::optional<TrunkType> type;
  std::optional<std::int64_t> capacity;
  std::optional<std::optional<std::string>> description;
  std::optional<std::optional<std::string>> region;
  std::optional<std::vector<std::string>> caller_ids;
  std::optional<std::optional<ProviderId>> provider_id;
};

struct TrunkFilter {
  std::optional<TrunkType> type;
  std::optional<std::string> region;
  std::optional<std::string> q;  ///< part of the name or description, letter case ignored
};
}  // namespace vss::ottb
