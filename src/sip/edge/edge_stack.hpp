#pragma once
#include "sip/edge/admission.hpp"
#include "sip/shard/bound_stack.hpp"
#include "sip/shard/shard_router.hpp"

namespace vss::sip {

/// The stack that the world reaches: UDP and TCP on one port, admission, sorting to shards. One for each
/// shard, all on the same port. Made and destroyed on its shard's thread.
class EdgeStack {
 public:
  struct Settings {
    BoundStack::Settings bound;  ///< stack.shard says which shard this is
    Admission::Settings admission;
  };

  /// Clock, Random and ShardSwitch outlive it. The error is for the operator.
  static std::expected<std::unique_ptr<EdgeStack>, std::string> Open(boost::asio::io_context& io,
                                                                     const Clock& clock, Random& random,
                                                                     ShardSwitch& shards, Settings settings);
  ~EdgeStack();

  TransactionStack& stack() { return bound_->stack(); }
  BoundStack& bound() { return *bound_; }
  Admission& admission() { return admission_; }
  const Endpoint& local() const { return bound_->local(); }

 private:
  EdgeStack(const Clock& clock, Random& random, ShardSwitch& shards, Settings& settings);

  ShardSwitch& shards_;
  std::uint16_t self_;
  Admission admission_;
  ShardRouter router_;
  std::unique_ptr<BoundStack> bound_;
  std::unique_ptr<ShardedStreams> streams_;
};
}  // namespace vss::sip
