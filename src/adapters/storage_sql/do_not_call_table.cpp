#include "adapters/storage_sql/do_not_call_table.hpp"

#include <algorithm>
#include <functional>
#include <map>

#include "adapters/storage_sql/paging.hpp"
#include "base/crypto.hpp"

namespace vss::sql {

std::string SqlDoNotCall::HashOf(const std::string& phone) const {
  return crypto::Hex(crypto::HmacSha256(key_.Reveal(), phone));
}

bool SqlDoNotCall::Blocks(const std::string& phone, const std::optional<std::string>& lead_id) {
  return !session_
              .Query(
                  "SELECT 1 FROM do_not_call_numbers WHERE phone = $1"
                  " UNION ALL SELECT 1 FROM do_not_call_numbers WHERE lead_id = $2"
                  " UNION ALL SELECT 1 FROM do_not_call_hashes WHERE hash = $3 LIMIT 1",
                  {phone, ToValue(lead_id), HashOf(phone)})
              .empty();
}

std::set<std::string> SqlDoNotCall::Among(const std::set<std::string>& phones) {
  std::map<std::string, std::string> by_hash;
  for (const std::string& phone : phones) by_hash.emplace(HashOf(phone), phone);
  std::set<std::string> listed;
  const auto look = [&](std::string_view text, const std::vector<Value>& values, const auto& phone_of) {
    for (const Row& row :
         session_.Query(fmt::format(fmt::runtime(text), Placeholders(values.size())), Params(values)))
      listed.insert(phone_of(row.Text(0)));
  };
  auto next = by_hash.begin();
  while (next != by_hash.end()) {
    constexpr std::size_t kAtOnce = 100;
    std::vector<Value> numbers, hashes;
    for (; next != by_hash.end() && hashes.size() < kAtOnce; ++next) {
      hashes.emplace_back(next->first);
      numbers.emplace_back(next->second);
    }
    look("SELECT phone FROM do_not_call_numbers WHERE phone IN ({})", numbers, std::identity());
    look("SELECT hash FROM do_not_call_hashes WHERE hash IN ({})", hashes,
         [&](const std::string& hash) { return by_hash.at(hash); });
  }
  return listed;
}

bool SqlDoNotCall::HoldsBeside(const std::string& lead_id, const std::set<std::string>& phones) {
  return std::ranges::any_of(phones, [&](const std::string& phone) {
    return !session_
                .Query(
                    "SELECT 1 FROM do_not_call_numbers WHERE phone = $1 AND lead_id <> $2 AND EXISTS (SELECT "
                    "1 "
                    "FROM crm_leads WHERE crm_leads.id = do_not_call_numbers.lead_id)"
                    " UNION ALL SELECT 1 FROM do_not_call_hashes WHERE hash = $3 LIMIT 1",
                    {phone, lead_id, HashOf(phone)})
                .empty();
  });
}

void SqlDoNotCall::KeepErased(const std::set<std::string>& phones, Instant now) {
  for (const std::string& phone : phones) {
    session_.Execute(
        "INSERT INTO do_not_call_hashes (hash, added_at) VALUES ($1, $2) ON CONFLICT (hash) DO NOTHING",
        {HashOf(phone), ToValue(now)});
    session_.Execute("DELETE FROM do_not_call_numbers WHERE phone = $1", {phone});
  }
}

void PutOnList(Session& session, const std::string& lead_id, const std::set<std::string>& phones) {
  for (const std::string& phone : phones) {
    session.Execute(
        "INSERT INTO do_not_call_numbers (phone, lead_id) VALUES ($1, $2) ON CONFLICT (phone, lead_id) DO "
        "NOTHING",
        {phone, lead_id});
  }
}

void TakeOffList(Session& session, const std::string& lead_id, const std::set<std::string>& phones) {
  session.Execute("DELETE FROM do_not_call_numbers WHERE lead_id = $1", {lead_id});
  for (const std::string& phone : phones) {
    session.Execute(
        "DELETE FROM do_not_call_numbers WHERE phone = $1 AND NOT EXISTS (SELECT 1 FROM crm_leads WHERE "
        "crm_leads.id = do_not_call_numbers.lead_id)",
        {phone});
  }
}
}  // namespace vss::sql
