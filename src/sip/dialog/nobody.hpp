#pragma once
#include "sip/transaction/stack.hpp"

namespace vss::sip {

/// Hears the results of requests whose outcome changes nothing: the BYE to a fork that lost, keep-alives. It
/// has no state and outlives every stack.
inline ClientUser& Nobody() {
  class Deaf final : public ClientUser {
    void OnResponse(ClientId, const Message&) override {}
    void OnRequestFailed(ClientId, TransactionFailure) override {}
  };
  static Deaf deaf;
  return deaf;
}
}  // namespace vss::sip
