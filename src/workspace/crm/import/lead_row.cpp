#include "workspace/crm/import/lead_row.hpp"

#include <algorithm>

#include "base/phone_number.hpp"
#include "base/unicode.hpp"
#include "workspace/crm/import/status_words.hpp"
#include "workspace/crm/values.hpp"

namespace vss::crm {
namespace {
/// The first `most` characters.
std::string_view FirstCharacters(std::string_view text, std::size_t most) {
  std::size_t end = 0;
  for (; most > 0 && end < text.size(); --most) NextCharacter(text, end);
  return text.substr(0, end);
}

/// Reads the cells of one row, one after the other. A value that cannot be taken costs that value, not the
/// customer; but a status that nobody knows costs the row, for it may mean "do not call".
class RowReader {
 public:
  explicit RowReader(const ImportOptions& options) : options_(options) {
    row_.lead = {
        .status = options.status, .assigned_seller = options.assigned_seller, .source = options.source};
  }

  void Take(const Column& column, std::string_view text) {
    const std::string_view field = *column.field;
    if (text.contains('\0')) {
      TakeUnreadable(field);
    } else if (field == "phone") {
      TakePhone(column.title, text);
    } else if (field == "client_name") {
      TakeName(column.title, text);
    } else if (field == "email") {
      TakeEmail(column.title, text);
    } else if (field == "status") {
      TakeStatus(text);
    } else if (field == "source") {
      TakeLine(column, text, kMaxSource, row_.lead.source, row_.source);
    } else if (field == "region") {
      TakeLine(column, text, kMaxRegion, row_.lead.region, row_.region);
    } else if (field == "timezone") {
      TakeTimeZone(column.title, text);
    } else {
      TakeField(field.substr(kFieldPrefix.size()), text);
    }
  }

  std::expected<LeadRow, std::string> Finish() {
    Lead& lead = row_.lead;
    if (lead.phone.empty()) return std::unexpected(no_phone_);
    if (!bad_status_.empty()) return std::unexpected(bad_status_);
    if (lead.client_name.empty()) lead.client_name = lead.phone;
    if (!lead.region && phone_region_.size() == 2) lead.region = phone_region_;
    for (const auto& [name, text] : aside_) TakeField(name, text);
    return std::move(row_);
  }

 private:
  void TakePhone(const std::string& title, std::string_view text) {
    const auto cell = ParsePhoneCell(text, options_.country);
    if (!cell) {
      if (no_phone_ == kMissing) no_phone_ = "phone: " + cell.error();
      PutAside(title, text);
      return;
    }
    if (row_.lead.phone.empty()) {
      row_.lead.phone = cell->number.e164;
      phone_region_ = cell->number.region;
      if (!cell->extension.empty()) PutAside(title + " ext", cell->extension);
    } else if (cell->number.e164 != row_.lead.phone) {
      PutAside(title, cell->number.e164 + (cell->extension.empty() ? "" : " ext " + cell->extension));
    }
    for (const PhoneNumber& other : cell->others) PutAside(title + " 2", other.e164);
  }

  void TakeName(const std::string& title, std::string_view text) {
    std::string& name = row_.lead.client_name;
    const auto line = CheckLine(name.empty() ? std::string(text) : name + " " + std::string(text), kMaxName);
    if (!line) {
      Refuse("client_name", title, text, line.error());
      return;
    }
    name = *line;
    row_.name = LeadRow::Value::kOfTheRow;
  }

  void TakeEmail(const std::string& title, std::string_view text) {
    const auto email = CheckEmail(text);
    if (email) {
      row_.lead.email = *email;
    } else {
      Refuse("email", title, text, email.error());
    }
  }

  void TakeStatus(std::string_view text) {
    const auto status = StatusOfWords(text);
    if (!status) {
      bad_status_ = fmt::format("status: {}", kLeadStatusWants);
      return;
    }
    row_.lead.status = *status;
    row_.status = LeadRow::Value::kOfTheRow;
  }

  void TakeLine(const Column& column, std::string_view text, std::size_t max,
                std::optional<std::string>& target, LeadRow::Value& from) {
    const auto line = CheckLine(text, max);
    if (!line) {
      Refuse(*column.field, column.title, text, line.error());
      return;
    }
    target = *line;
    from = LeadRow::Value::kOfTheRow;
  }

  void TakeTimeZone(const std::string& title, std::string_view text) {
    const auto zone = CheckTimeZone(text);
    if (zone) {
      row_.lead.timezone = *zone;
    } else {
      Refuse("timezone", title, text, zone.error());
    }
  }

  void TakeField(std::string_view name, std::string_view text) {
    Fields& fields = row_.lead.fields;
    const auto known = fields.find(name);
    if (known == fields.end() && fields.size() >= kMaxFields) {
      Warn(fmt::format("fields.{}", name), fmt::format("is beyond the {} further columns", kMaxFields));
      return;
    }
    std::string value = ToNfc(text);
    if (known != fields.end()) value = known->second + ", " + value;
    if (CountCharacters(value) > kMaxFieldValue) {
      Warn(fmt::format("fields.{}", name), fmt::format("is cut to {} characters", kMaxFieldValue));
      value.resize(FirstCharacters(value, kMaxFieldValue).size());
    }
    fields.insert_or_assign(std::string(name), std::move(value));
  }

  // No database keeps it.
  void TakeUnreadable(std::string_view field) {
    constexpr std::string_view kNul = "holds the character NUL";
    if (field != "phone") {
      Warn(field, kNul);
    } else if (no_phone_ == kMissing) {
      no_phone_ = fmt::format("phone: {}", kNul);
    }
  }

  void Refuse(std::string_view field, const std::string& title, std::string_view text,
              std::string_view reason) {
    Warn(field, reason);
    PutAside(title, text);
  }

  void Warn(std::string_view field, std::string_view reason) {
    row_.warnings.push_back(fmt::format("{}: {}", field, reason));
  }

  void PutAside(const std::string& title, std::string_view text) {
    constexpr std::string_view kNameless = "column";
    const auto name = CheckLine(title, kMaxFieldName);
    aside_.emplace_back(name ? *name : std::string(kNameless), text);
  }

  static constexpr std::string_view kMissing = "phone: is missing";
  const ImportOptions& options_;
  LeadRow row_;
  std::string no_phone_{kMissing};
  std::string bad_status_;
  std::string phone_region_;
  std::vector<std::pair<std::string, std::string>> aside_;
};
}  // namespace

std::expected<LeadRow, std::string> ReadLeadRow(const std::vector<std::string>& cells, const Columns& columns,
                                                const ImportOptions& options) {
  RowReader reader(options);
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const std::string_view text = TrimmedText(cells[i]);
    if (text.empty()) continue;
    if (i >= columns.size())
      return std::unexpected(
          fmt::format("has {} cells; the header line has {}", cells.size(), columns.size()));
    if (columns[i].field) reader.Take(columns[i], text);
  }
  return reader.Finish();
}

Lead WithRow(Lead lead, const LeadRow& row) {
  const auto says = [](LeadRow::Value value) { return value == LeadRow::Value::kOfTheRow; };
  lead.phone = row.lead.phone;
  if (says(row.name)) lead.client_name = row.lead.client_name;
  // What a person asked for is taken back by somebody who looks at the lead, not by a list from elsewhere.
  if (says(row.status) && lead.status != LeadStatus::kDoNotCall) lead.status = row.lead.status;
  if (says(row.source)) lead.source = row.lead.source;
  if (says(row.region)) lead.region = row.lead.region;
  if (row.lead.email) lead.email = row.lead.email;
  if (row.lead.timezone) lead.timezone = row.lead.timezone;
  if (!lead.assigned_seller) lead.assigned_seller = row.lead.assigned_seller;
  for (const auto& [name, value] : row.lead.fields) {
    if (lead.fields.size() < kMaxFields || lead.fields.contains(name)) lead.fields[name] = value;
  }
  return lead;
}
}  // namespace vss::crm
