#include "adapters/storage_sql/audit_persons.hpp"

#include <algorithm>
#include <map>

#include "adapters/storage_sql/stored_text.hpp"

namespace vss::sql {
namespace {
constexpr std::string_view kPrefix = "p_";
constexpr std::size_t kPseudonymBytes = 9;  // 12 characters of base64url
constexpr std::size_t kPseudonymLength = kPrefix.size() + kPseudonymBytes / 3 * 4;
constexpr std::size_t kFewestDigits = 7, kMostDigits = 15;  // ITU-T E.164: at most 15
constexpr std::size_t kPseudonymsAStatement = 100;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsOfToken(char c) {
  return IsDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
}

// The length of the number at the beginning of `text`; 0 when there is none.
std::size_t NumberLength(std::string_view text) {
  if (text.size() < 2 || text[0] != '+' || text[1] == '0') return 0;
  const auto end = std::ranges::find_if_not(text.substr(1), IsDigit);
  const auto digits = static_cast<std::size_t>(end - text.substr(1).begin());
  return digits >= kFewestDigits && digits <= kMostDigits ? digits + 1 : 0;
}

std::size_t PseudonymLength(std::string_view text) {
  if (!text.starts_with(kPrefix) || text.size() < kPseudonymLength) return 0;
  const bool whole = text.size() == kPseudonymLength || !IsOfToken(text[kPseudonymLength]);
  return whole && std::ranges::all_of(text.substr(0, kPseudonymLength), IsOfToken) ? kPseudonymLength : 0;
}

// Every piece of `text` that `length_of` finds, replaced by what `other` makes of it.
template <class LengthOf, class Other>
std::string Replaced(std::string_view text, LengthOf length_of, Other other) {
  std::string out;
  while (!text.empty()) {
    const std::size_t length = length_of(text);
    if (length > 0) {
      out += other(std::string(text.substr(0, length)));
    } else {
      out += text.front();
    }
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return out;
}

// Every text in `value`, also in what it holds, replaced by what `other` makes of it. Whose number a call
// shows is no secret: it is the centre's own.
template <class Other>
json::value Mapped(const json::value& value, Other other) {
  if (value.is_string()) return json::value(other(std::string_view(value.get_string())));
  if (value.is_array()) {
    json::array out;
    for (const json::value& item : value.get_array()) out.push_back(Mapped(item, other));
    return out;
  }
  if (!value.is_object()) return value;
  json::object out;
  for (const auto& [key, item] : value.get_object())
    out[key] = key == "caller_id" || key == "caller_ids" ? item : Mapped(item, other);
  return out;
}

using Known = std::map<std::string, std::string>;

std::string Shown(std::string_view text, const Known& known) {
  return Replaced(text, PseudonymLength, [&](std::string pseudonym) {
    const auto found = known.find(pseudonym);
    return found == known.end() ? pseudonym : found->second;
  });
}

void Collect(std::string_view text, std::set<std::string>& pseudonyms) {
  Replaced(text, PseudonymLength, [&](std::string pseudonym) {
    pseudonyms.insert(pseudonym);
    return pseudonym;
  });
}

Known FindNumbers(Session& session, const std::set<std::string>& pseudonyms) {
  Known known;
  std::vector<Value> some;
  const auto look = [&] {
    if (some.empty()) return;
    std::string marks;
    for (std::size_t i = 1; i <= some.size(); ++i) marks += fmt::format("{}${}", i == 1 ? "" : ", ", i);
    const std::string sql =
        fmt::format("SELECT pseudonym, number FROM audit_persons WHERE pseudonym IN ({})", marks);
    for (const Row& row : session.Query(sql, Params(some))) known.emplace(row.Text(0), row.Text(1));
    some.clear();
  };
  for (const std::string& pseudonym : pseudonyms) {
    some.emplace_back(pseudonym);
    if (some.size() == kPseudonymsAStatement) look();
  }
  look();
  return known;
}
}  // namespace

std::string AuditPersons::PseudonymOf(const std::string& number) {
  constexpr std::string_view kFind = "SELECT pseudonym FROM audit_persons WHERE number = $1";
  if (const auto row = session_.QueryOne(kFind, {number})) return row->Text(0);
  session_.Execute(
      "INSERT INTO audit_persons (pseudonym, number, created_at) VALUES ($1, $2, $3) ON CONFLICT (number) DO "
      "NOTHING",
      {std::string(kPrefix) + context_.random.Token(kPseudonymBytes), number, ToValue(context_.clock.Now())});
  return session_.QueryOne(kFind, {number}).value().Text(0);
}

std::string AuditPersons::Hidden(std::string_view text) {
  return Replaced(text, NumberLength, [&](const std::string& number) { return PseudonymOf(number); });
}

json::value AuditPersons::Hidden(const json::value& value) {
  return Mapped(value, [&](std::string_view text) { return Hidden(text); });
}

void AuditPersons::Hide(AuditEntry& entry) {
  entry.target = Hidden(entry.target);
  entry.detail = Hidden(json::value(std::move(entry.detail))).as_object();
}

std::int64_t AuditPersons::CloseRecords(const std::set<std::string>& numbers) {
  std::int64_t closed = 0;
  for (const std::string& number : numbers) {
    const Rows rows = session_.Query(
        fmt::format("SELECT {} FROM audit WHERE id <= (SELECT last_id FROM audit_plain WHERE id = 1) AND "
                    "(target LIKE $1 OR detail LIKE $1) ORDER BY id",
                    kAuditColumns),
        {"%" + number + "%"});
    for (const Row& row : rows) Close(ReadAuditRecord(row));
    closed += static_cast<std::int64_t>(rows.size());
  }
  return closed;
}

void AuditPersons::Close(AuditRecord record) {
  record.target = Hidden(record.target);
  record.detail = ToText(Hidden(ParseTrustedJson(record.detail)));
  session_.Execute(
      "INSERT INTO audit_reanchors (record_id, at, mac) VALUES ($1, $2, $3) ON CONFLICT (record_id) DO "
      "UPDATE "
      "SET at = excluded.at, mac = excluded.mac",
      {record.id, ToValue(context_.clock.Now()), ReanchorMacOf(record, context_.audit_key)});
  session_.Execute("UPDATE audit SET target = $2, detail = $3 WHERE id = $1",
                   {record.id, record.target, record.detail});
}

void AuditPersons::DropKeys(const std::set<std::string>& numbers) {
  for (const std::string& number : numbers)
    session_.Execute("DELETE FROM audit_persons WHERE number = $1", {number});
}

void ShowPersons(Session& session, std::vector<AuditEntry*> entries) {
  std::set<std::string> pseudonyms;
  for (const AuditEntry* entry : entries) {
    Collect(entry->target, pseudonyms);
    Collect(ToText(entry->detail), pseudonyms);
  }
  const Known known = FindNumbers(session, pseudonyms);
  if (known.empty()) return;
  for (AuditEntry* entry : entries) {
    entry->target = Shown(entry->target, known);
    entry->detail = Mapped(json::value(entry->detail), [&](std::string_view text) {
                      return Shown(text, known);
                    }).as_object();
  }
}
}  // namespace vss::sql
