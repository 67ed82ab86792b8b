#pragma once
#include "http/field_reader.hpp"
#include "ottb/calls/hangup_reason.hpp"
#include "ottb/slots/slot.hpp"
#include "ottb/uuid.hpp"

/// Query parameters that calls, their records and recordings have in common.
namespace vss::ottb {

inline constexpr http::TextRule kPhoneNumber{.min = 2, .max = 128, .kind = http::TextRule::Kind::kAny};

inline std::optional<std::string> ReadUuid(http::QueryReader& query, std::string_view name) {
  auto text = query.Text(name);
  if (text && !IsUuid(*text)) query.Refuse(name, "wants a UUID in lower case");
  return text;
}

inline std::optional<SlotId> ReadSlotId(http::QueryReader& query) {
  const auto id = query.Int("slot_id", {.min = 1});
  return id ? std::optional(SlotId{*id}) : std::nullopt;
}

inline std::optional<Disposition> ReadDisposition(http::QueryReader& query) {
  const auto name = query.Text("disposition");
  if (!name) return std::nullopt;
  const auto disposition = ParseDisposition(*name);
  if (!disposition)
    query.Refuse("disposition", "wants one of answered, busy, no_answer, failed, cancelled, not_placed");
  return disposition;
}
}  // namespace vss::ottb
