#pragma once
#include <filesystem>

#include "base/config/config.hpp"
#include "base/random.hpp"

namespace vss {

/// `VSS_DATA_DIR/secrets.json`.
std::filesystem::path SecretsFile(const Config& config);

/// Fills the secrets that the operator did not set from VSS_DATA_DIR/secrets.json; those that are not there
/// either are generated and stored first (file 0600, folder 0700). Two processes that start together get the
/// same ones. Throws ConfigError that says what to do when the file is damaged, readable by others or not
/// writable.
void FillSecrets(Config& config, Random& random);

/// Reads the file as FillSecrets would and changes nothing; throws std::runtime_error that says what to do.
void VerifySecrets(const Config& config);
}  // namespace vss
