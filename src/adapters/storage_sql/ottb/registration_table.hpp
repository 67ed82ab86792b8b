#pragma once
#include "adapters/storage_sql/database.hpp"
#include "ottb/ports/store.hpp"

namespace vss::sql {
class SqlRegistrationTable final : public ottb::RegistrationTable {
 public:
  explicit SqlRegistrationTable(Session& session) : session_(session) {}
  void Put(const ottb::Registration& registration) override;
  void Delete(int number) override;
  std::vector<ottb::Registration> ListAll() override;

 private:
  Session& session_;
};

/// Columns of sip_registrations in the order that ReadRegistration wants them.
inline constexpr std::string_view kRegistrationColumns =
    "line_number, contact, source, sip_call_id, cseq, user_agent, registered_at, expires_at";
/// The registration at column `first` and after it; nothing when that one is NULL (an outer join without a
/// match).
std::optional<ottb::Registration> ReadRegistration(const Row& row, std::size_t first);
}  // namespace vss::sql
