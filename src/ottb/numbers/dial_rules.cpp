#include "ottb/numbers/dial_rules.hpp"

#include "base/error.hpp"

namespace vss::ottb {
namespace {
Error NotAllowed(std::string message, std::string_view number, std::string_view rule) {
  return Error(ErrorCode::kDestinationNotAllowed, std::move(message),
               {{"phone_number", number}, {"rule", rule}});
}

// The kinds of number that pay whoever answers.
std::string_view CostsMore(PhoneType type) {
  switch (type) {
    case PhoneType::kPremiumRate:
      return "a premium-rate number";
    case PhoneType::kSharedCost:
      return "a shared-cost number";
    case PhoneType::kUan:
      return "a company access number";
    default:
      return {};
  }
}

bool Contains(const std::vector<std::string>& regions, const std::string& region) {
  return std::ranges::find(regions, region) != regions.end();
}
}  // namespace

PhoneNumber DialRules::Destination(std::string_view text) const {
  if (IsEmergency(text, settings_.country)) {
    throw NotAllowed("emergency numbers are never dialled by the platform; use a telephone", text,
                     "emergency");
  }
  if (IsShortNumber(text, settings_.country)) {
    throw NotAllowed("short numbers are not dialled by the platform", text, "short");
  }
  auto number = ParsePhone(text, settings_.country);
  if (!number) throw InvalidField("phone_number", number.error());
  if (const auto what = CostsMore(number->type); !what.empty()) {
    throw NotAllowed(fmt::format("{} is {}; such numbers are not called", number->e164, what), number->e164,
                     "cost");
  }
  const bool by_prefix = std::ranges::any_of(
      settings_.prefixes, [&](const std::string& prefix) { return number->e164.starts_with(prefix); });
  const bool by_region = settings_.regions.empty() ? number->region == settings_.country
                                                   : Contains(settings_.regions, number->region);
  if (!by_prefix && !by_region) {
    throw NotAllowed(
        number->region.empty()
            ? fmt::format("{} lies in no known numbering plan; VSS_CALL_PREFIXES can allow its prefix",
                          number->e164)
            : fmt::format("{} is a number of {}; VSS_CALL_REGIONS or VSS_CALL_PREFIXES can allow it",
                          number->e164, number->region),
        number->e164, "region");
  }
  return std::move(*number);
}

std::string DialRules::CallerId(std::string_view text) const {
  auto number = ParsePhone(text, settings_.country);
  if (!number) throw InvalidField("caller_id", number.error());
  return std::move(number->e164);
}
}  // namespace vss::ottb
