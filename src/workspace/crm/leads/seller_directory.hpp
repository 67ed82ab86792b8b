#pragma once
#include <unordered_map>

#include "contracts/bus.hpp"
#include "contracts/leads.hpp"
#include "workspace/crm/ports/store.hpp"

namespace vss::crm {

/// Who has which lead, for everybody who must know it at once: the answers of the database, remembered.
/// Bounded: of the leads that were asked for, the last 50 000 to 100 000. Every change made in this process
/// tells it after the commit; `lead.update` brings those of others. Lives on the HTTP loop.
class SellerDirectory final : public LeadDirectory {
 public:
  explicit SellerDirectory(Store<Transaction>& store) : store_(store) {}

  Task<std::optional<LeadOwner>> OwnerOf(std::string lead_id) override;
  bool Remembers(std::string_view lead_id, std::optional<LeadOwner>& owner) override;
  Task<std::optional<std::string>> LeadOfNumber(std::string phone, RowScope visible) override;

  /// Call it when a change of `lead_id` is committed.
  void Forget(const std::string& lead_id);
  /// Many leads changed.
  void ForgetAll();
  void Subscribe(Bus& bus);

 private:
  using Known = std::unordered_map<std::string, std::optional<LeadOwner>>;
  void Remember(const std::string& lead_id, std::optional<LeadOwner> owner);

  Store<Transaction>& store_;
  Known recent_, older_;
  std::uint64_t changes_ = 0;  ///< an answer that was read before a change is not kept
};
}  // namespace vss::crm
