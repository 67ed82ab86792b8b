#include "base/doctor/check.hpp"

namespace vss::doctor {
namespace {
constexpr std::array<std::string_view, 3> kSigns = {"✓", "!", "✗"};
constexpr std::array<std::string_view, 3> kNames = {"ok", "warning", "bad"};

std::size_t Index(Mark mark) { return static_cast<std::size_t>(mark); }
}  // namespace

std::string ToTable(const Checks& checks) {
  std::string out;
  for (const Check& check : checks) {
    out += fmt::format("{} {:<15} {}\n", kSigns[Index(check.mark)], check.name, check.found);
    if (!check.advice.empty()) out += fmt::format("  {:<15} → {}\n", "", check.advice);
  }
  return out;
}

json::object ToJson(const Checks& checks) {
  json::array list;
  for (const Check& check : checks) {
    json::object item{{"name", check.name}, {"status", kNames[Index(check.mark)]}, {"found", check.found}};
    if (!check.advice.empty()) item.emplace("advice", check.advice);
    list.push_back(std::move(item));
  }
  return {{"ok", ExitCode(checks) == 0}, {"checks", std::move(list)}};
}

int ExitCode(const Checks& checks) {
  return std::ranges::any_of(checks, [](const Check& check) { return check.mark == Mark::kBad; }) ? 1 : 0;
}
}  // namespace vss::doctor
