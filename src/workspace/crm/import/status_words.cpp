#include "workspace/crm/import/status_words.hpp"

#include <algorithm>
#include <string>

#include "base/unicode.hpp"

namespace vss::crm {
namespace {
struct KnownStatus {
  std::string_view words;  ///< folded, with one space between two
  LeadStatus status;
};
constexpr KnownStatus kKnownStatuses[] = {{"новый", LeadStatus::kNew},
                                          {"neu", LeadStatus::kNew},
                                          {"связались", LeadStatus::kContacted},
                                          {"на связи", LeadStatus::kContacted},
                                          {"kontaktiert", LeadStatus::kContacted},
                                          {"квалифицирован", LeadStatus::kQualified},
                                          {"qualifiziert", LeadStatus::kQualified},
                                          {"подходит", LeadStatus::kQualified},
                                          {"перезвонить", LeadStatus::kCallback},
                                          {"call back", LeadStatus::kCallback},
                                          {"rückruf", LeadStatus::kCallback},
                                          {"выигран", LeadStatus::kWon},
                                          {"сделка", LeadStatus::kWon},
                                          {"продажа", LeadStatus::kWon},
                                          {"gewonnen", LeadStatus::kWon},
                                          {"проигран", LeadStatus::kLost},
                                          {"потерян", LeadStatus::kLost},
                                          {"отказ", LeadStatus::kLost},
                                          {"verloren", LeadStatus::kLost},
                                          {"не звонить", LeadStatus::kDoNotCall},
                                          {"do not call", LeadStatus::kDoNotCall},
                                          {"nicht anrufen", LeadStatus::kDoNotCall}};
}  // namespace

std::optional<LeadStatus> StatusOfWords(std::string_view text) {
  if (const auto status = ParseLeadStatus(text)) return status;
  const std::string words = fmt::format("{}", fmt::join(FoldedWords(text), " "));
  for (const auto& known : kKnownStatuses)
    if (known.words == words) return known.status;
  return ParseLeadStatus(words);
}
}  // namespace vss::crm
