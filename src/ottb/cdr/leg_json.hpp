#pragma once
#include "base/json.hpp"
#include "ottb/calls/call.hpp"

namespace vss::ottb {
/// A leg as CDRs show and store it. What was not measured is null.
json::object ToJson(const Leg& leg);
json::object ToJson(const LegQuality& quality);
json::array ToJson(const std::vector<Leg>& legs);

/// The column `legs` of a CDR, and back. ParseLegs throws Error(kInternal) for what LegsText did not write.
std::string LegsText(const std::vector<Leg>& legs);
std::vector<Leg> ParseLegs(std::string_view text);
}  // namespace vss::ottb
