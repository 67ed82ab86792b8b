#pragma once
#include "ottb/ports/pbx.hpp"
#include "ottb/settings.hpp"

/// What may be recorded, and who may hear it, by the basis that the centre has chosen (VSS_RECORD_BASIS): in
/// most countries a recorded conversation with a person needs one. Pure.
namespace vss::ottb {

std::string_view ToString(RecordBasis basis);

/// Calls of the test exchange are with nobody: they need no basis.
bool MayRecord(const CallSettings& calls, const PbxStatus& pbx);
/// Whether a call is recorded that does not say it itself. Consent is given call by call, so nobody gave it
/// for such a call.
bool RecordsByDefault(const CallSettings& calls, const PbxStatus& pbx);
}  // namespace vss::ottb
