#pragma once
#include <filesystem>
#include <string>

namespace vss::crm {

struct Settings {
  std::string country = "RU";      ///< of numbers without + (VSS_COUNTRY)
  std::filesystem::path data_dir;  ///< VSS_DATA_DIR

  std::filesystem::path RecordingsDir() const { return data_dir / "recordings"; }
  std::filesystem::path ImportsDir() const { return data_dir / "imports"; }
};
}  // namespace vss::crm
