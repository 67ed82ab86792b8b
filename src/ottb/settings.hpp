#pragma once
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace vss::ottb {

/// Which numbers may be called, and how much (docs/operations/toll-fraud.md).
struct DialSettings {
  std::string country = "RU";            ///< VSS_COUNTRY: how numbers without + are read
  std::vector<std::string> regions;      ///< VSS_CALL_REGIONS: countries that may be called; empty: `country`
  std::vector<std::string> prefixes;     ///< VSS_CALL_PREFIXES: E.164 prefixes that may be called besides
  std::chrono::minutes user_a_day{480};  ///< VSS_DAILY_MINUTES_USER; zero: no limit
  std::chrono::minutes trunk_a_day{10000};  ///< VSS_DAILY_MINUTES_TRUNK; zero: no limit
};

/// VSS_RECORD_BASIS: what lets conversations with people be recorded.
enum class RecordBasis : std::uint8_t {
  kUndecided,     ///< nothing yet: only calls of the test exchange are
  kAnnouncement,  ///< everybody is told at the beginning
  kConsent,       ///< who agreed: call/start says `record` for their calls
  kNotNeeded,     ///< the law of the place asks for none
};

struct CallSettings {
  std::chrono::seconds ring_near{30}, ring_far{60};
  std::chrono::seconds max_duration{4 * 3600};                                   ///< VSS_MAX_CALL_SECONDS
  enum class Recording : std::uint8_t { kOff, kOn } recording = Recording::kOn;  ///< VSS_RECORD_CALLS
  RecordBasis record_basis = RecordBasis::kUndecided;
};

struct Settings {
  std::string sip_domain = "vss.internal";  ///< VSS_SIP_DOMAIN: realm and domain of slot addresses
  std::uint16_t sip_port = 5060;            ///< VSS_SIP_PORT: where phones find the registrar
  std::chrono::seconds number_rest{
      86400};                          ///< VSS_NUMBER_REST: how long a freed number waits for its next slot
  std::chrono::days history_keep{90};  ///< slot transitions older than this are removed
  std::chrono::milliseconds sample_every{3000};  ///< how often the monitor measures
  std::filesystem::path data_dir = ".";          ///< whose disk the monitor shows; recordings are below it
  DialSettings dial;
  CallSettings calls;

  /// Absolute.
  std::filesystem::path RecordingsDir() const { return std::filesystem::absolute(data_dir) / "recordings"; }
};
}  // namespace vss::ottb
