#pragma once
#include "base/log.hpp"
#include "contracts/journal.hpp"
#include "contracts/page.hpp"
#include "dci/log/log_line.hpp"

/// How the two things that feed the event log become lines of it. Pure functions.
namespace vss::dci {

/// The module under which the log writer tells of its own failures. Such lines go to standard error only:
/// kept, each failure to write would make one more line to write.
inline constexpr std::string_view kOwnModule = "EVENTLOG";

/// nullopt for what is not kept: lines below info, and the writer's own. Texts are cut to the limits of the
/// log; `request_id` moves from the fields to its column.
std::optional<LogLine> FromLog(const log::Line& line);

/// For who may not see calls: the telephone numbers among `fields`, with their middle hidden.
void HideNumbers(json::object& fields);
/// The same for lines that were searched for `text`, without those that are found by a hidden number only:
/// else one could try which numbers were called.
void HideNumbers(Page<StoredLogLine>& lines, const std::optional<std::string>& text);

/// One line per event: its routing key as message, its data as fields; an alert is a warning. Of events about
/// persons (leads, notes, calls …) ids, states and times are kept, and nothing that tells who it was.
LogLine FromEvent(const Event& event);
}  // namespace vss::dci
