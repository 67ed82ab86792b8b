#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace vss::crm {
/// The field of a lead that a column of this title holds, in Russian, English or German, whatever stands
/// around the word: Телефон клиента, Моб. телефон, MSISDN, Telefonnummer, Customer e-mail. Nothing when
/// nobody can tell.
std::optional<std::string_view> FieldOfTitle(std::string_view title);
}  // namespace vss::crm
