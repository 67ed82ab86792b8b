#include "workspace/crm/leads/seller_directory.hpp"

namespace vss::crm {
namespace {
constexpr std::size_t kGeneration = 50'000;
}

bool SellerDirectory::Remembers(std::string_view lead_id, std::optional<LeadOwner>& owner) {
  const std::string key(lead_id);
  auto found = recent_.find(key);
  if (found == recent_.end()) {
    const auto old = older_.find(key);
    if (old == older_.end()) return false;
    owner = old->second;
    Remember(key, owner);
    return true;
  }
  owner = found->second;
  return true;
}

Task<std::optional<LeadOwner>> SellerDirectory::OwnerOf(std::string lead_id) {
  std::optional<LeadOwner> owner;
  if (Remembers(lead_id, owner)) co_return owner;
  const std::uint64_t before = changes_;
  const auto lead = co_await store_.Read([&](Transaction& tx) { return tx.leads().Find(lead_id); });
  if (lead) owner = vss::crm::OwnerOf(*lead);
  if (changes_ == before) Remember(lead_id, owner);
  co_return owner;
}

Task<std::optional<std::string>> SellerDirectory::LeadOfNumber(std::string phone, RowScope visible) {
  const LeadFilter filter{.phone = std::move(phone), .visible = std::move(visible)};
  const PageRequest last{.limit = 1, .sort = "updated_at", .descending = true};
  const auto found =
      co_await store_.Read([&](Transaction& tx) { return tx.leads().List(filter, last).items; });
  co_return found.empty() ? std::nullopt : std::optional(found.front().id);
}

void SellerDirectory::Remember(const std::string& lead_id, std::optional<LeadOwner> owner) {
  if (recent_.size() >= kGeneration) {
    older_ = std::move(recent_);
    recent_.clear();
  }
  recent_[lead_id] = std::move(owner);
}

void SellerDirectory::Forget(const std::string& lead_id) {
  ++changes_;
  recent_.erase(lead_id);
  older_.erase(lead_id);
}

void SellerDirectory::ForgetAll() {
  ++changes_;
  recent_.clear();
  older_.clear();
}

void SellerDirectory::Subscribe(Bus& bus) {
  bus.Subscribe("workspace.sellers", "lead.*", [this](const std::vector<Event>& events) -> Task<void> {
    for (const Event& event : events) {
      const json::value* id = event.data.if_contains("id");
      if (event.event == "lead.update" && id != nullptr && id->is_string()) {
        Forget(std::string(id->get_string()));
      } else {
        ForgetAll();
      }
    }
    co_return;
  });
  // Leads follow their seller into another team.
  bus.Subscribe("workspace.teams", "team.*", [this](const std::vector<Event>&) -> Task<void> {
    ForgetAll();
    co_return;
  });
}
}  // namespace vss::crm
