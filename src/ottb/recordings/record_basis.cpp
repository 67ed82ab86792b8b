#include "ottb/recordings/record_basis.hpp"

namespace vss::ottb {

std::string_view ToString(RecordBasis basis) {
  switch (basis) {
    case RecordBasis::kUndecided:
      break;
    case RecordBasis::kAnnouncement:
      return "announcement";
    case RecordBasis::kConsent:
      return "consent";
    case RecordBasis::kNotNeeded:
      return "not-needed";
  }
  return "undecided";
}

bool MayRecord(const CallSettings& calls, const PbxStatus& pbx) {
  return pbx.test_exchange || calls.record_basis != RecordBasis::kUndecided;
}

bool RecordsByDefault(const CallSettings& calls, const PbxStatus& pbx) {
  const bool wanted = calls.recording == CallSettings::Recording::kOn;
  const bool asks_each_time = calls.record_basis == RecordBasis::kConsent && !pbx.test_exchange;
  return wanted && MayRecord(calls, pbx) && !asks_each_time;
}
}  // namespace vss::ottb
