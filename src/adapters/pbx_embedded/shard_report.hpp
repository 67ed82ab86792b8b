#pragma once
#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

#include "adapters/pbx_embedded/provider_link.hpp"
#include "media/engine.hpp"
#include "ottb/ports/pbx.hpp"
#include "sip/b2bua/bridge.hpp"
#include "sip/edge/admission.hpp"

namespace vss::pbx_embedded {

/// How a shard stands: a value that it posts to the HTTP loop every second, so that nobody asks it.
struct ShardReport {
  std::uint16_t shard = 0;
  std::size_t bindings = 0, unreachable = 0, softphones = 0, bridges = 0, sessions = 0;
  sip::Stack::Counters edge;
  sip::Admission::Counters admission;
  sip::SessionCounters dialogs;
  std::uint64_t auth_failures = 0;  ///< requests whose digest was refused
  std::uint64_t kernel_drops = 0;
  std::uint64_t phone_calls = 0;  ///< that phones dialled to service numbers
  media::Engine::Counters media;
  std::optional<ProviderState> provider;                              ///< of the shard that watches over it
  std::vector<std::pair<ottb::CallId, ottb::CallQuality>> qualities;  ///< of calls that talk
};

/// Ways from a shard to the HTTP loop. May be called on any thread; what they post is dropped when the PBX is
/// gone.
struct ShardOutbox {
  /// Runs `tell` with the one who listens to the PBX.
  std::function<void(std::move_only_function<void(ottb::PbxObserver&)> tell)> tell;
  /// The sip::BridgeOutcome of an ordered call; the PBX knows why it was ended.
  std::function<void(sip::BridgeOutcome outcome)> ended;
  std::function<void(ShardReport report)> report;
};
}  // namespace vss::pbx_embedded
