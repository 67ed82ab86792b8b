#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "base/clock.hpp"
#include "base/error.hpp"
#include "base/ids.hpp"
#include "base/json.hpp"

/// What the event log holds: plain values.
namespace vss::dci {

inline constexpr std::size_t kMaxMessageBytes = 4096;
inline constexpr std::size_t kMaxFieldsBytes = 16 * 1024;

struct LogLine {
  Instant at;
  std::string module;  ///< WORKSPACE, POINT, DCI, OTTB, … or what a caller of log-event names itself
  Severity severity = Severity::kInfo;
  std::string message;
  json::object fields;
  std::optional<std::string> event_id;  ///< of the bus event that the line tells of; unique in the log
  std::optional<std::string> f_flow;
  std::optional<std::string> request_id;
  std::optional<std::string> username;  ///< who wrote it, when it came over HTTP; null: VSS itself
};

using LogLineId = IntId<struct LogLineTag>;
struct StoredLogLine {
  LogLineId id;  ///< grows with time of storing
  LogLine line;
};

/// Every condition that is set must hold.
struct LogFilter {
  std::optional<std::string> module;     ///< without regard to case
  std::optional<Severity> severity;      ///< this one exactly
  std::optional<Severity> min_severity;  ///< this one or worse
  std::optional<Instant> from, before;   ///< from <= at < before
  std::optional<std::string> text;       ///< somewhere in message or fields, without regard to ASCII case
  std::optional<std::string> request_id;
};

/// How much is in the log. Bytes are those of the stored texts plus a fixed sum per line.
struct LogVolume {
  std::int64_t lines = 0, bytes = 0;
  std::optional<Instant> oldest, newest;
};
}  // namespace vss::dci
