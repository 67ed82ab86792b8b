#include "adapters/storage_sql/ottb/registration_table.hpp"

#include "adapters/storage_sql/stored_text.hpp"

namespace vss::sql {

std::optional<ottb::Registration> ReadRegistration(const Row& row, std::size_t first) {
  if (row.IsNull(first)) return std::nullopt;
  return ottb::Registration{.number = static_cast<int>(row.Int(first)),
                            .contact = row.Text(first + 1),
                            .source = row.Text(first + 2),
                            .call_id = row.Text(first + 3),
                            .cseq = static_cast<std::uint32_t>(row.Int(first + 4)),
                            .user_agent = row.Text(first + 5),
                            .registered_at = row.Time(first + 6),
                            .expires_at = row.Time(first + 7)};
}

// Contact, Call-ID and User-Agent are the phone's own words.
void SqlRegistrationTable::Put(const ottb::Registration& registration) {
  session_.Execute(
      "INSERT INTO sip_registrations (line_number, contact, source, sip_call_id, cseq, user_agent, "
      "registered_at, "
      "expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) "
      "ON CONFLICT (line_number) DO UPDATE SET contact = excluded.contact, source = excluded.source, "
      "sip_call_id = excluded.sip_call_id, cseq = excluded.cseq, user_agent = excluded.user_agent, "
      "registered_at = excluded.registered_at, expires_at = excluded.expires_at",
      {std::int64_t{registration.number}, StoredText(registration.contact), StoredText(registration.source),
       StoredText(registration.call_id), std::int64_t{registration.cseq}, StoredText(registration.user_agent),
       ToValue(registration.registered_at), ToValue(registration.expires_at)});
}

void SqlRegistrationTable::Delete(int number) {
  session_.Execute("DELETE FROM sip_registrations WHERE line_number = $1", {std::int64_t{number}});
}

std::vector<ottb::Registration> SqlRegistrationTable::ListAll() {
  std::vector<ottb::Registration> all;
  for (const Row& row : session_.Query(
           fmt::format("SELECT {} FROM sip_registrations ORDER BY line_number", kRegistrationColumns))) {
    all.push_back(*ReadRegistration(row, 0));
  }
  return all;
}
}  // namespace vss::sql
