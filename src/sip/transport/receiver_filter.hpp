#pragma once
#include "sip/transport/flow.hpp"

namespace vss::sip {

/// What stands between the transports and the stack (admission, sorting to shards) and passes on what may
/// pass.
class ReceiverFilter : public TransportReceiver {
 public:
  void PassTo(TransportReceiver& next) { next_ = &next; }
  void OnFlowClosed(const Flow& flow) override { next_->OnFlowClosed(flow); }

 protected:
  TransportReceiver* next_ = nullptr;
};
}  // namespace vss::sip
