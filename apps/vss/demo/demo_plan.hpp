#pragma once
#include <array>
#include <string_view>

#include "ottb/trunks/trunk_type.hpp"

/// What a demo centre has. Everything says demo in its name.
namespace vss::demo {

struct DemoTrunk {
  std::string_view name, device;  ///< device: what the names of its slots' devices begin with
  ottb::TrunkType type;
  int capacity, slots;
};
inline constexpr std::array kTrunks = {
    DemoTrunk{"Demo AUTO HUB", "demo_magneticola_", ottb::TrunkType::kAuto, 24, 20},
    DemoTrunk{"Demo MF HUB", "demo_phone_", ottb::TrunkType::kMf, 48, 40},
    DemoTrunk{"Demo LS HUB", "demo_pc_", ottb::TrunkType::kLs, 12, 10}};

struct DemoUser {
  std::string_view name, role;
};
/// Who may sign in, besides `admin`, whom every first start makes. They call only when somebody who signed in
/// does: the demo's own calls are those of its seats (demo_people.hpp).
inline constexpr std::array kUsers = {
    DemoUser{"demo_operator1", "operator"}, DemoUser{"demo_operator2", "operator"},
    DemoUser{"demo_operator3", "operator"}, DemoUser{"demo_seller1", "seller"},
    DemoUser{"demo_seller2", "seller"},     DemoUser{"demo_supervisor", "supervisor"}};

inline constexpr std::string_view kLeadSource = "demo";
/// Who places the calls of no operator.
inline constexpr std::string_view kDialler = "demo_dialler";
}  // namespace vss::demo
