#pragma once
#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace vss {

/// What a number is for, where its numbering plan tells.
enum class PhoneType {
  kFixed,
  kMobile,
  kFixedOrMobile,  ///< North America does not tell them apart
  kTollFree,
  kPremiumRate,
  kSharedCost,
  kVoip,
  kPersonal,
  kPager,
  kUan,  ///< universal access number of a company
  kVoicemail,
  kUnknown,  ///< no plan that the library knows has it
};

/// A telephone number that some numbering plan can have (ITU-T E.164), as libphonenumber reads it.
struct PhoneNumber {
  std::string e164;    ///< +79991234567
  std::string region;  ///< ISO 3166-1 alpha-2; 001 for numbers of no country; empty when no plan has it
  PhoneType type = PhoneType::kUnknown;
};

/// Reads what a person or program wrote, a number without + as one of `country` (ISO 3166-1 alpha-2).
/// Characters that look like those of a number are taken for them (phone_text.hpp). The error says what it
/// wants, and names what is no part of a number, for the one who wrote it. Thread-safe; some microseconds.
std::expected<PhoneNumber, std::string> ParsePhone(std::string_view text, std::string_view country);

/// A cell of somebody's list.
struct PhoneCell {
  PhoneNumber number;
  std::string extension;            ///< digits; empty when there is none
  std::vector<PhoneNumber> others;  ///< that stand in the cell behind the first
};
/// As ParsePhone, but the cell may hold an extension, and further numbers behind a comma, semicolon, slash or
/// line end.
std::expected<PhoneCell, std::string> ParsePhoneCell(std::string_view text, std::string_view country);

/// How many digits behind the + of an E.164 number are its country's calling code; 0 when no plan has it.
std::size_t CountryCodeLength(std::string_view e164);

/// 112, 911, 01 …: dialled in `country`, `text` reaches an emergency service (also with digits behind it,
/// where networks ignore them).
bool IsEmergency(std::string_view text, std::string_view country);
/// A short number of `country`: services, information, premium texts; no E.164.
bool IsShortNumber(std::string_view text, std::string_view country);
}  // namespace vss
