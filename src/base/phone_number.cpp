#include "base/phone_number.hpp"

#include <phonenumbers/phonenumberutil.h>
#include <phonenumbers/shortnumberinfo.h>

#include <algorithm>

namespace vss {
namespace {
using i18n::phonenumbers::PhoneNumberUtil;
using i18n::phonenumbers::ShortNumberInfo;
using Parsed = i18n::phonenumbers::PhoneNumber;

constexpr std::string_view kWants =
    "wants a telephone number: + and 8 to 15 digits, such as +79991234567, or one of the centre's country";

const PhoneNumberUtil& Util() { return *PhoneNumberUtil::GetInstance(); }
const ShortNumberInfo& Short() {
  static const ShortNumberInfo info;
  return info;
}

// The library also reads letters (vanity numbers), extensions and digits of other scripts; a number that will
// be dialled must be what it looks like.
bool IsPlain(std::string_view text) {
  const auto allowed = [](char c) {
    return (c >= '0' && c <= '9') || std::string_view("+ -().").contains(c);
  };
  return !text.empty() && text.size() <= 32 && std::ranges::all_of(text, allowed) &&
         text.rfind('+') == (text[0] == '+' ? 0 : std::string_view::npos);
}

PhoneType TypeOf(const Parsed& number) {
  switch (Util().GetNumberType(number)) {
    case PhoneNumberUtil::FIXED_LINE:
      return PhoneType::kFixed;
    case PhoneNumberUtil::MOBILE:
      return PhoneType::kMobile;
    case PhoneNumberUtil::FIXED_LINE_OR_MOBILE:
      return PhoneType::kFixedOrMobile;
    case PhoneNumberUtil::TOLL_FREE:
      return PhoneType::kTollFree;
    case PhoneNumberUtil::PREMIUM_RATE:
      return PhoneType::kPremiumRate;
    case PhoneNumberUtil::SHARED_COST:
      return PhoneType::kSharedCost;
    case PhoneNumberUtil::VOIP:
      return PhoneType::kVoip;
    case PhoneNumberUtil::PERSONAL_NUMBER:
      return PhoneType::kPersonal;
    case PhoneNumberUtil::PAGER:
      return PhoneType::kPager;
    case PhoneNumberUtil::UAN:
      return PhoneType::kUan;
    case PhoneNumberUtil::VOICEMAIL:
      return PhoneType::kVoicemail;
    default:
      return PhoneType::kUnknown;
  }
}

std::string_view WhyNot(PhoneNumberUtil::ErrorType error) {
  switch (error) {
    case PhoneNumberUtil::INVALID_COUNTRY_CODE_ERROR:
      return "begins with no country code that exists";
    case PhoneNumberUtil::TOO_SHORT_AFTER_IDD:
    case PhoneNumberUtil::TOO_SHORT_NSN:
      return "is too short for a telephone number";
    case PhoneNumberUtil::TOO_LONG_NSN:
      return "is too long for a telephone number";
    default:
      return kWants;
  }
}
}  // namespace

std::expected<PhoneNumber, std::string> ParsePhone(std::string_view text, std::string_view country) {
  if (!IsPlain(text)) return std::unexpected(std::string(kWants));
  Parsed number;
  const auto error = Util().Parse(std::string(text), std::string(country), &number);
  if (error != PhoneNumberUtil::NO_PARSING_ERROR) return std::unexpected(std::string(WhyNot(error)));
  if (!Util().IsPossibleNumber(number))
    return std::unexpected("has the wrong length for a number of its country");
  PhoneNumber out;
  Util().Format(number, PhoneNumberUtil::E164, &out.e164);
  if (Util().IsValidNumber(number)) {
    Util().GetRegionCodeForNumber(number, &out.region);
    out.type = TypeOf(number);
  }
  return out;
}

// ITU-T E.164 §6: calling codes are prefix-free, so the first one that is known is the one.
std::size_t CountryCodeLength(std::string_view e164) {
  int code = 0;
  for (std::size_t digits = 1; digits <= 3 && digits < e164.size(); ++digits) {
    if (e164[digits] < '0' || e164[digits] > '9') return 0;
    code = code * 10 + (e164[digits] - '0');
    std::string region;
    Util().GetRegionCodeForCountryCode(code, &region);
    if (region != "ZZ") return digits;
  }
  return 0;
}

bool IsEmergency(std::string_view text, std::string_view country) {
  return IsPlain(text) && Short().ConnectsToEmergencyNumber(std::string(text), std::string(country));
}

bool IsShortNumber(std::string_view text, std::string_view country) {
  Parsed number;
  return IsPlain(text) && text[0] != '+' &&
         Util().Parse(std::string(text), std::string(country), &number) ==
             PhoneNumberUtil::NO_PARSING_ERROR &&
         Short().IsValidShortNumberForRegion(number, std::string(country));
}
}  // namespace vss
