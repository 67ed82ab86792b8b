#include "base/phone_number.hpp"

#include <phonenumbers/phonenumberutil.h>
#include <phonenumbers/shortnumberinfo.h>

#include <algorithm>

#include "base/phone_text.hpp"

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
  return !text.empty() && text.size() <= 48 && std::ranges::all_of(text, allowed) &&
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

// 8 916 123-45-6 has as many digits as a number of Russia without its 8, and would be somebody else's: what
// begins as a number with prefix or country code does and exists in no plan lost one.
bool LacksADigit(std::string_view text, const Parsed& number, std::string_view country) {
  std::string digits;
  std::ranges::copy_if(text, std::back_inserter(digits), [](char c) { return c >= '0' && c <= '9'; });
  std::string national, prefix;
  Util().GetNationalSignificantNumber(number, &national);
  if (text.contains('+') || digits != national) return false;
  Util().GetNddPrefixForRegion(std::string(country), true, &prefix);
  const bool as_with_prefix = !prefix.empty() && national.starts_with(prefix);
  const bool as_with_code = national.starts_with(std::to_string(number.country_code()));
  return (as_with_prefix || as_with_code) && !Util().IsValidNumber(number);
}

std::expected<Parsed, std::string> ParsePlain(std::string_view text, std::string_view country) {
  if (!IsPlain(text)) return std::unexpected(std::string(kWants));
  Parsed number;
  const auto error = Util().Parse(std::string(text), std::string(country), &number);
  if (error != PhoneNumberUtil::NO_PARSING_ERROR) return std::unexpected(std::string(WhyNot(error)));
  // What can be dialled in its own town only is no number for everybody else.
  if (Util().IsPossibleNumberWithReason(number) != PhoneNumberUtil::IS_POSSIBLE)
    return std::unexpected("has the wrong length for a number of its country");
  if (LacksADigit(text, number, country))
    return std::unexpected("has the wrong length for a number of its country");
  return number;
}

std::expected<PhoneNumber, std::string> ReadNumber(std::string_view text, std::string_view country) {
  const auto number = ParsePlain(text, country);
  if (!number) return std::unexpected(number.error());
  PhoneNumber out;
  Util().Format(*number, PhoneNumberUtil::E164, &out.e164);
  if (Util().IsValidNumber(*number)) {
    Util().GetRegionCodeForNumber(*number, &out.region);
    out.type = TypeOf(*number);
  }
  return out;
}

// 030/901820 is one number, whose slash ends the area code; 030 901820/030 901821 is two. Area codes have
// fewer digits than numbers that some plan knows.
bool IsAreaCode(std::string_view text, std::string_view country) {
  constexpr std::size_t kMostDigits = 8;  // with 00 and a country code of two digits
  const auto digits = std::ranges::count_if(text, [](char c) { return c >= '0' && c <= '9'; });
  if (static_cast<std::size_t>(digits) > kMostDigits) return false;
  const auto number = ParsePlain(text, country);
  return digits > 0 && !(number && Util().IsValidNumber(*number));
}

std::string_view WithoutSpaces(std::string_view text) {
  const std::size_t from = text.find_first_not_of(' ');
  return from == std::string_view::npos ? std::string_view()
                                        : text.substr(from, text.find_last_not_of(' ') + 1 - from);
}

// The numbers of a cell, each as it is written there.
std::vector<std::string> NumbersIn(std::string_view text, std::string_view country) {
  std::vector<std::string> parts;
  std::string part;
  const auto end_part = [&] {
    if (const std::string_view whole = WithoutSpaces(part); !whole.empty()) parts.emplace_back(whole);
    part.clear();
  };
  for (const char c : text) {
    if (c == '/' && IsAreaCode(part, country)) {
      part += '-';
    } else if (std::string_view(",;/|\n").contains(c)) {
      end_part();
    } else {
      part += c;
    }
  }
  end_part();
  return parts;
}
}  // namespace

std::expected<PhoneCell, std::string> ParsePhoneCell(std::string_view written, std::string_view country) {
  auto read = ReadPhoneText(written);
  if (!read) return std::unexpected(std::move(read.error()));
  std::vector<PhoneNumber> numbers;
  for (const std::string& part : NumbersIn(read->text, country)) {
    auto number = ReadNumber(part, country);
    if (!number) return std::unexpected(std::move(number.error()));
    numbers.push_back(std::move(*number));
  }
  if (numbers.empty()) return std::unexpected(std::string(kWants));
  PhoneCell cell{.number = std::move(numbers.front()), .extension = std::move(read->extension), .others = {}};
  cell.others.assign(std::make_move_iterator(numbers.begin() + 1), std::make_move_iterator(numbers.end()));
  return cell;
}

std::expected<PhoneNumber, std::string> ParsePhone(std::string_view text, std::string_view country) {
  auto cell = ParsePhoneCell(text, country);
  if (!cell) return std::unexpected(std::move(cell.error()));
  if (!cell->others.empty()) return std::unexpected("holds several telephone numbers; one is wanted");
  if (!cell->extension.empty())
    return std::unexpected(
        fmt::format("has the extension {} behind the number; numbers are dialled without", cell->extension));
  return std::move(cell->number);
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

// As it will be read, so that no typographic character hides where a call would go.
bool IsEmergency(std::string_view text, std::string_view country) {
  const auto read = ReadPhoneText(text);
  return read && IsPlain(read->text) && Short().ConnectsToEmergencyNumber(read->text, std::string(country));
}

bool IsShortNumber(std::string_view text, std::string_view country) {
  const auto read = ReadPhoneText(text);
  Parsed number;
  return read && IsPlain(read->text) && read->text[0] != '+' &&
         Util().Parse(read->text, std::string(country), &number) == PhoneNumberUtil::NO_PARSING_ERROR &&
         Short().IsValidShortNumberForRegion(number, std::string(country));
}
}  // namespace vss
