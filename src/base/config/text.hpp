#pragma once
#include <string>

#include "base/config/load.hpp"

namespace vss::config {

/// `.env.example`: every option with its sentence; copied unchanged to `.env` it changes nothing.
std::string ExampleFile();
/// `docs/reference/config.md`.
std::string ReferencePage();
/// What is in effect and where it comes from, a line per option, secrets masked.
std::string Show(const Loaded& loaded);
}  // namespace vss::config
