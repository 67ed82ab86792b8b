#include "sip/b2bua/b2bua.hpp"

namespace vss::sip {

std::shared_ptr<BridgeCall> B2bua::Add(BridgeOrder order) {
  const BridgeId id = order.id;
  auto call = std::make_shared<BridgeCall>(world_, std::move(order), [this](BridgeId over) { Remove(over); });
  return calls_.emplace(id, std::move(call)).first->second;
}

void B2bua::Start(BridgeOrder order) {
  if (!calls_.contains(order.id)) Add(std::move(order))->Begin();
}

void B2bua::StartFromPhone(ServerId id, const Message& invite, const Flow& flow, BridgeOrder order) {
  order.id = --last_phone_call_;
  Add(std::move(order))->BeginWith(id, invite, flow);
}

std::size_t B2bua::DialledBy(std::string_view aor) const {
  return static_cast<std::size_t>(std::ranges::count_if(calls_, [aor](const auto& entry) {
    return entry.first < 0 && !entry.second->over() && entry.second->line_aor() == aor;
  }));
}

void B2bua::End(BridgeId id) {
  const auto found = calls_.find(id);
  if (found == calls_.end()) return;
  const auto call = found->second;
  call->End();
}

void B2bua::EndAll() {
  std::vector<std::shared_ptr<BridgeCall>> all;
  all.reserve(calls_.size());
  for (const auto& [id, call] : calls_) all.push_back(call);
  for (const auto& call : all) call->End();
}

void B2bua::Follow(const LineMove& move) {
  for (const auto& [id, call] : calls_) call->Follow(move);
}

// A call says so from inside its own methods, so it goes a moment later.
void B2bua::Remove(BridgeId id) {
  world_.stack.After(std::chrono::milliseconds{0}, [this, id, weak = std::weak_ptr(alive_)] {
    if (!weak.expired()) calls_.erase(id);
  });
}
}  // namespace vss::sip
