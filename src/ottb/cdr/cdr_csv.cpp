#include "ottb/cdr/cdr_csv.hpp"

#include "base/csv.hpp"
#include "ottb/calls/call_json.hpp"

namespace vss::ottb {
namespace {
constexpr std::string_view kHeader =
    "call_id,slot_id,number,user_id,username,lead_id,campaign_id,phone_number,caller_id,started_at,ringing_"
    "at,"
    "answered_at,ended_at,duration_s,ring_s,talk_s,hangup_cause,sip_status,q850,disposition,recording_id\r\n";

std::string Cell(std::string_view text) { return CsvCell(text); }
std::string Cell(const std::optional<std::string>& text) { return text ? CsvCell(*text) : ""; }
std::string Cell(const std::optional<Instant>& at) { return at ? FormatRfc3339(*at) : ""; }
std::string Code(int code) { return code == 0 ? "" : std::to_string(code); }

std::string Line(const Cdr& cdr) {
  const Call& call = cdr.call;
  return fmt::format("{},{},{},{},{},{},{},{},{},{},{},{},{},{:.3f},{:.3f},{:.3f},{},{},{},{},{}\r\n",
                     Wire(call.id), call.slot_id.value, call.line, Cell(call.user_id),
                     Cell(std::string_view(call.username)), Cell(call.lead_id), Cell(call.campaign_id),
                     Cell(std::string_view(call.phone_number)), Cell(std::string_view(call.caller_id)),
                     FormatRfc3339(call.started_at), Cell(call.ringing_at), Cell(call.answered_at),
                     Cell(call.ended_at), Seconds(cdr.duration), Seconds(cdr.ring), Seconds(cdr.talk),
                     Describe(call.hangup_cause.value_or(HangupReason::kSystem)).name, Code(call.sip_status),
                     Code(call.q850), ToString(cdr.disposition),
                     call.recording_id ? Wire(*call.recording_id) : "");
}
}  // namespace

std::string ToCsv(std::span<const Cdr> records) {
  std::string out(kHeader);
  for (const Cdr& record : records) out += Line(record);
  return out;
}
}  // namespace vss::ottb
