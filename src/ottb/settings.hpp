#pragma once
#include <chrono>
#include <filesystem>
#include <string>

namespace vss::ottb {

struct Settings {
  std::string sip_domain = "vss.internal";  ///< VSS_SIP_DOMAIN: realm and domain of slot addresses
  std::chrono::seconds number_rest{
      86400};                          ///< VSS_NUMBER_REST: how long a freed number waits for its next slot
  std::chrono::days history_keep{90};  ///< slot transitions older than this are removed
  std::chrono::milliseconds sample_every{3000};  ///< how often the monitor measures
  std::filesystem::path data_dir = ".";          ///< whose disk the monitor shows
};
}  // namespace vss::ottb
