#include "base/config/load.hpp"

#include <fmt/ranges.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>

#include "base/config/env_file.hpp"
#include "base/config/option.hpp"
#include "base/config/placeholder.hpp"
#include "base/config/rules.hpp"
#include "base/config/suggest.hpp"
#include "base/config/value.hpp"

namespace vss {
ConfigError::ConfigError(std::vector<std::string> problems)
    : std::runtime_error(fmt::format("the configuration has {} problem{}:\n  {}", problems.size(),
                                     problems.size() == 1 ? "" : "s", fmt::join(problems, "\n  "))),
      problems_(std::move(problems)) {}

namespace config {
namespace {
using Problems = std::vector<std::string>;

bool IsOurs(std::string_view name) { return name.starts_with("VSS_") || name.starts_with("PORT_"); }

std::string UnknownName(std::string_view name) {
  const auto near = Suggest(name);
  return near ? fmt::format("{}: is not an option of VSS; did you mean {}?", name, *near)
              : fmt::format("{}: is not an option of VSS; docs/reference/config.md lists them", name);
}

void RefuseUnknownNames(const Inputs& inputs, const EnvFile& file, Problems& problems) {
  for (const auto& [name, value] : inputs.process) {
    if (IsOurs(name) && FindOption(name) == nullptr) problems.push_back(UnknownName(name));
  }
  // The file is ours, so in it a name that is nearly one of the manual's is a mistake too.
  for (const auto& [name, entry] : file.values) {
    const Option* option = FindOption(name);
    if (option == nullptr && (IsOurs(name) || Suggest(name))) {
      problems.push_back(fmt::format("{} line {}: {}", inputs.file_name, entry.line, UnknownName(name)));
    } else if (option != nullptr && option->shipped == Shipped::kEnvironmentOnly) {
      problems.push_back(fmt::format("{} line {}: {}: is read from the environment only", inputs.file_name,
                                     entry.line, name));
    }
  }
}

struct Setting {
  std::string text;
  std::string origin;
};

Setting FindSetting(const Option& option, const Inputs& inputs, const EnvFile& file) {
  if (const auto found = inputs.process.find(option.name);
      found != inputs.process.end() && !found->second.empty()) {
    return {found->second, "environment"};
  }
  if (const auto found = file.values.find(option.name);
      found != file.values.end() && !found->second.value.empty()) {
    return {found->second.value, fmt::format("{} line {}", inputs.file_name, found->second.line)};
  }
  return {std::string(option.fallback), option.fallback.empty() ? "" : "default"};
}

void Take(const Option& option, Setting setting, Loaded& loaded, Problems& problems) {
  if (setting.text.empty()) return;
  const auto refuse = [&](std::string_view why) {
    problems.push_back(fmt::format("{}: {} ({})", option.name, why, setting.origin));
  };
  if (option.type == Type::kSecret && IsPlaceholder(setting.text)) {
    refuse("is a placeholder that everybody knows; set a secret of your own, or leave it empty");
  } else if (!Assign(option, setting.text, loaded.config)) {
    // A secret or a URL is not repeated: it may be right in all but its last letter.
    refuse(IsSecret(option)
               ? "must be " + Wants(option)
               : fmt::format("must be {}, not \"{}\"", Wants(option), setting.text.substr(0, 80)));
  } else {
    loaded.texts.emplace(option.name, std::move(setting.text));
    loaded.origins.emplace(option.name, std::move(setting.origin));
  }
}
}  // namespace

Inputs ReadInputs() {
  Inputs inputs;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view text = *entry;
    if (const std::size_t equals = text.find('='); equals != std::string_view::npos) {
      inputs.process.emplace(text.substr(0, equals), text.substr(equals + 1));
    }
  }
  const auto named = inputs.process.find("VSS_ENV_FILE");
  const bool is_named = named != inputs.process.end() && !named->second.empty();
  inputs.file_name = is_named ? named->second : ".env";
  std::error_code missing;
  if (!is_named && !std::filesystem::exists(inputs.file_name, missing)) return inputs;
  std::ifstream file(inputs.file_name, std::ios::binary);
  if (!file || std::filesystem::is_directory(inputs.file_name, missing)) {
    throw ConfigError(
        {fmt::format("{}: cannot be read; VSS_ENV_FILE or .env must be a readable file", inputs.file_name)});
  }
  // One byte over the limit is enough for the parser to see that the file is too large.
  inputs.file_text.resize(kMaxEnvFileBytes + 1);
  file.read(inputs.file_text.data(), static_cast<std::streamsize>(inputs.file_text.size()));
  inputs.file_text.resize(static_cast<std::size_t>(file.gcount()));
  return inputs;
}

Loaded Load(const Inputs& inputs) {
  Problems problems;
  const EnvFile file = ParseEnvFile(inputs.file_text);
  for (const auto& problem : file.problems) problems.push_back(inputs.file_name + " " + problem);
  RefuseUnknownNames(inputs, file, problems);
  Loaded loaded;
  for (const Option& option : AllOptions()) Take(option, FindSetting(option, inputs, file), loaded, problems);
  if (loaded.config.timezone.empty()) {
    loaded.config.timezone = SystemTimeZone();
    loaded.texts.emplace("VSS_TIMEZONE", loaded.config.timezone);
    loaded.origins.emplace("VSS_TIMEZONE", "the system's");
  }
  if (problems.empty()) CheckTogether(loaded.config, problems);
  if (!problems.empty()) throw ConfigError(std::move(problems));
  CompleteUrls(loaded.config);
  return loaded;
}
}  // namespace config
}  // namespace vss
