#include "base/log.hpp"

#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <mutex>

namespace vss::log {
namespace {
struct State {
  std::atomic<Severity> lowest{Severity::kInfo};
  bool as_json = false;
  std::shared_ptr<spdlog::logger> out = [] {
    auto logger = spdlog::stderr_color_mt("vss");
    logger->set_pattern("%v");
    logger->flush_on(spdlog::level::trace);
    return logger;
  }();
  std::mutex sinks_mutex;
  std::vector<std::function<void(const Line&)>> sinks;
};

State& TheState() {
  static State state;
  return state;
}

constexpr std::array<std::string_view, 4> kNames = {"debug", "info", "warning", "error"};

// A value on a text line: strings bare when they are one word, everything else as JSON.
std::string TextValue(const json::value& value) {
  if (const auto* text = value.if_string(); text && text->find_first_of(" \"\n\t=") == json::string::npos) {
    return std::string(*text);
  }
  return ToText(value);
}

std::string AsText(const Line& line) {
  std::string out = fmt::format("{} {:7} {:9} {}", FormatRfc3339(line.at), ToString(line.severity),
                                line.module, line.message);
  for (const auto& [key, value] : line.fields)
    out += fmt::format("  {}={}", std::string_view(key), TextValue(value));
  return out;
}

std::string AsJson(const Line& line) {
  json::object object{{"ts", FormatRfc3339(line.at)},
                      {"severity", ToString(line.severity)},
                      {"module", line.module},
                      {"message", line.message}};
  for (const auto& [key, value] : line.fields) object.emplace(key, value);
  return ToText(object);
}
}  // namespace

std::string_view ToString(Severity severity) { return kNames[static_cast<std::size_t>(severity)]; }

std::optional<Severity> ParseSeverity(std::string_view text) {
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (kNames[i] == text) return static_cast<Severity>(i);
  }
  return std::nullopt;
}

void Configure(Severity lowest, Format format) {
  State& state = TheState();
  state.lowest = lowest;
  state.as_json = format == Format::kJson || (format == Format::kAuto && isatty(STDERR_FILENO) == 0);
}

void AddSink(std::function<void(const Line&)> sink) {
  const std::lock_guard lock(TheState().sinks_mutex);
  TheState().sinks.push_back(std::move(sink));
}

void RemoveSinks() {
  const std::lock_guard lock(TheState().sinks_mutex);
  TheState().sinks.clear();
}

bool Enabled(Severity severity) { return severity >= TheState().lowest.load(std::memory_order_relaxed); }

void Write(Severity severity, std::string_view module, std::string_view message,
           std::initializer_list<Field> fields) {
  if (!Enabled(severity)) return;
  Line line{SystemClock().Now(), severity, std::string(module), std::string(message), {}};
  for (const auto& [key, value] : fields) line.fields.emplace(key, value);
  State& state = TheState();
  constexpr std::array kLevels = {spdlog::level::debug, spdlog::level::info, spdlog::level::warn,
                                  spdlog::level::err};
  state.out->log(kLevels[static_cast<std::size_t>(severity)], "{}",
                 state.as_json ? AsJson(line) : AsText(line));
  const std::lock_guard lock(state.sinks_mutex);
  for (const auto& sink : state.sinks) sink(line);
}
}  // namespace vss::log
