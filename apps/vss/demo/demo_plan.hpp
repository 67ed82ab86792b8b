#pragma once
#include <array>
#include <string_view>

#include "ottb/trunks/trunk_type.hpp"

/// What a demo centre has. Everything says demo in its name.
namespace vss::demo {

struct DemoTrunk {
  std::string_view name, description, device;  ///< device: what the names of its slots' devices begin with
  ottb::TrunkType type;
  int capacity, slots;
};
inline constexpr std::array kTrunks = {
    DemoTrunk{"Demo AUTO HUB", "Демонстрационный центр: линии робота", "demo_magneticola_",
              ottb::TrunkType::kAuto, 24, 20},
    DemoTrunk{"Demo MF HUB", "Демонстрационный центр: телефоны операторов", "demo_phone_",
              ottb::TrunkType::kMf, 20, 14},
    DemoTrunk{"Demo LS HUB", "Демонстрационный центр: линии на компьютерах", "demo_pc_", ottb::TrunkType::kLs,
              10, 6}};

struct DemoUser {
  std::string_view name, role;
};
/// Besides `admin`, whom every first start makes.
inline constexpr std::array kUsers = {
    DemoUser{"demo_operator1", "operator"}, DemoUser{"demo_operator2", "operator"},
    DemoUser{"demo_operator3", "operator"}, DemoUser{"demo_seller1", "seller"},
    DemoUser{"demo_seller2", "seller"},     DemoUser{"demo_supervisor", "supervisor"}};

inline constexpr std::string_view kLeadSource = "demo";
/// Who places the calls of no operator.
inline constexpr std::string_view kDialler = "demo_dialler";
}  // namespace vss::demo
