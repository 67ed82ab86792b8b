#pragma once
#include <optional>

#include "ottb/ports/pbx.hpp"
#include "sip/b2bua/bridge.hpp"

/// The words of src/sip in those of OTTB. Pure.
namespace vss::pbx_embedded {

ottb::CallProgress ToProgress(const sip::BridgeReport& report);
ottb::CallQuality ToQuality(const sip::BridgeReport& report);

/// `ordered`: the reason of EndCall(), when there was one.
ottb::HangupReason ToReason(const sip::BridgeOutcome& outcome, std::optional<ottb::HangupReason> ordered);
ottb::CallResult ToResult(const sip::BridgeOutcome& outcome, std::optional<ottb::HangupReason> ordered);
}  // namespace vss::pbx_embedded
