#include "sip/shard/shard_router.hpp"

#include "sip/edge/peek.hpp"
#include "sip/message/message.hpp"
#include "sip/shard/identifiers.hpp"

namespace vss::sip {
namespace {

std::optional<std::uint16_t> ByBranch(std::string_view via_list) {
  std::string_view first;
  if (!NextElement(via_list, first)) return std::nullopt;
  const auto via = ParseVia(first);
  const auto branch = via ? ParseBranch(via->branch) : std::nullopt;
  return branch ? std::optional(branch->shard) : std::nullopt;
}
}  // namespace

std::uint16_t ShardRouter::ShardOf(std::string_view bytes, const ShardSwitch& shards, std::uint16_t self) {
  if (shards.shards() <= 1) return self;
  const Peek peek = PeekAt(bytes);
  const auto known = [&](std::optional<std::uint16_t> shard) { return shard && *shard < shards.shards(); };
  if (peek.kind == Peek::Kind::kResponse) {
    const auto shard = ByBranch(peek.via);
    return known(shard) ? *shard : self;
  }
  const auto to = ParseAddress(peek.to);
  if (!to) return self;
  if (const auto shard = ShardOfTag(to->tag); known(shard)) return *shard;
  if (peek.method == "REGISTER") return shards.ShardOfUser(to->uri.user);
  const auto from = ParseAddress(peek.from);
  return from ? shards.ShardOfUser(from->uri.user) : self;
}

void ShardRouter::OnBytes(const Flow& flow, std::string_view bytes) {
  const std::uint16_t shard = ShardOf(bytes, shards_, self_);
  if (shard == self_) {
    next_->OnBytes(flow, bytes);
  } else {
    shards_.HandOver(shard, flow, bytes);
  }
}

void ShardRouter::OnFlowClosed(const Flow& flow) {
  next_->OnFlowClosed(flow);
  shards_.TellClosed(self_, flow);
}
}  // namespace vss::sip
