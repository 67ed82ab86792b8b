#pragma once
#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace vss::ottb {

/// Kinds of hub. A new kind is one enumerator here and one row of kTrunkTypes
/// (docs/developing/add-a-trunk-type.md).
enum class TrunkType { kAuto, kMf, kLs };

struct NumberRange {
  int first, last;  ///< both inclusive
  constexpr int size() const { return last - first + 1; }
};

struct TrunkTypeTraits {
  TrunkType type;
  std::string_view name;   ///< on the wire and in the database
  std::string_view label;  ///< for people
  NumberRange numbers;     ///< SIP numbers of its slots; ranges never overlap
};

inline constexpr std::array kTrunkTypes = {
    TrunkTypeTraits{TrunkType::kAuto, "auto", "AUTO HUB", {6001, 6999}},
    TrunkTypeTraits{TrunkType::kMf, "mf", "MF HUB", {7001, 7999}},
    TrunkTypeTraits{TrunkType::kLs, "ls", "LS HUB", {8001, 8999}},
};

constexpr const TrunkTypeTraits& Describe(TrunkType type) {
  return kTrunkTypes[static_cast<std::size_t>(type)];
}
constexpr std::string_view ToString(TrunkType type) { return Describe(type).name; }
constexpr std::optional<TrunkType> ParseTrunkType(std::string_view name) {
  const auto* const found = std::ranges::find(kTrunkTypes, name, &TrunkTypeTraits::name);
  return found == kTrunkTypes.end() ? std::nullopt : std::optional(found->type);
}
/// "wants one of auto, mf, ls", for a refused field.
std::string TrunkTypeWants();

namespace internal {
constexpr bool TrunkTypesAreInEnumOrder() {
  for (std::size_t i = 0; i < kTrunkTypes.size(); ++i) {
    if (kTrunkTypes[i].type != static_cast<TrunkType>(i)) return false;
  }
  return true;
}
static_assert(TrunkTypesAreInEnumOrder(), "every TrunkType has its row, in the order of the enum");
}  // namespace internal
}  // namespace vss::ottb
