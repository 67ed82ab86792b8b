#pragma once
#include <set>

#include "adapters/storage_sql/database.hpp"
#include "base/secret.hpp"
#include "workspace/crm/ports/store.hpp"

namespace vss::sql {

/// The tables do_not_call_numbers (number by number, and for which lead) and do_not_call_hashes (HMAC-SHA256
/// of the numbers of erased persons). Without the key nobody can tell whose numbers the hashes are by trying
/// all numbers there are.
class SqlDoNotCall final : public crm::DoNotCallBook {
 public:
  /// `key` outlives it.
  SqlDoNotCall(Session& session, const Secret& key) : session_(session), key_(key) {}
  bool Blocks(const std::string& phone, const std::optional<std::string>& lead_id) override;
  std::set<std::string> Among(const std::set<std::string>& phones) override;
  bool HoldsBeside(const std::string& lead_id, const std::set<std::string>& phones) override;
  void KeepErased(const std::set<std::string>& phones, Instant now) override;

 private:
  std::string HashOf(const std::string& phone) const;

  Session& session_;
  const Secret& key_;
};

/// What the table of leads tells the list. A lead that is deleted stays on it, and so does a number that the
/// lead had when the person asked: nobody has taken back what was asked.
void PutOnList(Session& session, const std::string& lead_id, const std::set<std::string>& phones);
/// Somebody gave the lead another status: its numbers may be called again, unless another lead's status
/// forbids it.
void TakeOffList(Session& session, const std::string& lead_id, const std::set<std::string>& phones);
}  // namespace vss::sql
