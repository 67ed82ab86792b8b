#pragma once
#include "ottb/ports/pbx.hpp"

namespace vss {

/// A platform without telephony: lines never register, and every call is refused with PBX_UNAVAILABLE.
class NoPbx final : public ottb::Pbx {
 public:
  void SetObserver(ottb::PbxObserver&) override {}
  void Start(std::vector<ottb::LineAccount>, std::vector<ottb::Registration>) override {}
  void PutLine(const ottb::LineAccount&) override {}
  void RemoveLine(int) override {}
  void ReRegister(int) override {}
  void StartCall(const ottb::CallOrder&) override {}
  void EndCall(ottb::CallId, ottb::HangupReason) override {}
  ottb::PbxStatus Status() const override { return {.up = false, .kind = "none", .test_exchange = true}; }
  std::optional<ottb::CallQuality> QualityOf(ottb::CallId) const override { return std::nullopt; }
};
}  // namespace vss
