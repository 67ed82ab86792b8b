#pragma once
#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/error.hpp"

/// Structured log lines: a sentence and named values. Lines go to standard error (text on a terminal, JSON
/// otherwise), and to every sink that was added. Thread-safe.
namespace vss::log {

std::string_view ToString(Severity severity);
std::optional<Severity> ParseSeverity(std::string_view text);

struct Line {
  Instant at;
  Severity severity;
  std::string module;  ///< WORKSPACE, POINT, DCI, OTTB, HTTP, DB …
  std::string message;
  json::object fields;
};

/// {"slot", 44}: any value that Boost.JSON takes.
struct Field {
  template <class T>
  Field(std::string_view k, T&& v) : key(k), value(std::forward<T>(v)) {}
  std::string_view key;
  json::value value;
};

enum class Format { kAuto, kText, kJson };
/// Called once at start. Lines below `lowest` are dropped before they are formatted.
void Configure(Severity lowest, Format format);
/// `sink` is called on the thread that logs and must not block or log; it lives until RemoveSinks().
void AddSink(std::function<void(const Line&)> sink);
void RemoveSinks();
bool Enabled(Severity severity);

void Write(Severity severity, std::string_view module, std::string_view message,
           std::initializer_list<Field> fields = {});

inline void Debug(std::string_view module, std::string_view message,
                  std::initializer_list<Field> fields = {}) {
  if (Enabled(Severity::kDebug)) Write(Severity::kDebug, module, message, fields);
}
inline void Info(std::string_view module, std::string_view message,
                 std::initializer_list<Field> fields = {}) {
  Write(Severity::kInfo, module, message, fields);
}
inline void Warning(std::string_view module, std::string_view message,
                    std::initializer_list<Field> fields = {}) {
  Write(Severity::kWarning, module, message, fields);
}
inline void Error(std::string_view module, std::string_view message,
                  std::initializer_list<Field> fields = {}) {
  Write(Severity::kError, module, message, fields);
}
}  // namespace vss::log
