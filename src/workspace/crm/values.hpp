#pragma once
#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "base/json.hpp"
#include "workspace/crm/leads/lead.hpp"

/// Values of leads and clients, from whatever brings them: JSON or a row of a file. Each answers the value as
/// it is stored, or what it wants.
namespace vss::crm {

using Checked = std::expected<std::string, std::string>;

inline constexpr std::size_t kMaxName = 200, kMaxSource = 64, kMaxRegion = 64, kMaxFields = 50,
                             kMaxFieldName = 64, kMaxFieldValue = 1000;

/// E.164; `country` is that of numbers without +.
Checked CheckPhone(std::string_view text, std::string_view country);
/// In lower case, so that two ways to write it are one.
Checked CheckEmail(std::string_view text);
Checked CheckTimeZone(std::string_view text);
/// UTF-8 without control characters, `max` characters at most, not empty; spaces at the ends are taken off.
Checked CheckLine(std::string_view text, std::size_t max);

std::expected<Fields, std::string> CheckFields(const json::value& value);

json::object ToJson(const Fields& fields);
/// What ToJson wrote, out of the database.
Fields ParseFields(std::string_view text);

json::value OrNull(const std::optional<std::string>& text);
json::value OrNull(const std::optional<Instant>& at);
}  // namespace vss::crm
