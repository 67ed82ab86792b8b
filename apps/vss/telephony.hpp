#pragma once
#include <memory>

#include "adapters/pbx_embedded/embedded_pbx.hpp"
#include "base/config/config.hpp"

namespace vss {

/// The PBX of this process. OTTB holds it from the beginning; the SIP engine behind it, with its sockets and
/// threads, is there from Open() on. Until then, and for commands that never open it, lines do not register
/// and calls are refused. On the HTTP loop.
class Telephony final : public ottb::Pbx {
 public:
  Telephony(Loop& loop, const Clock& clock, Random& random, Metrics& metrics)
      : loop_(loop), clock_(clock), random_(random), metrics_(metrics) {}

  /// From now on VSS hosts the softphones of all lines, not only of AUTO lines: telephones of a demo centre.
  void HostAllLines() { hosted_ = Hosted::kAll; }
  /// Opens VSS_SIP_PORT and starts the shards. Throws PortInUse (exit_code.hpp).
  void Open(const Config& config);
  /// Running calls end with the reason `system` and are told, at most within `grace`; then the engine is
  /// gone.
  Task<void> Close(std::chrono::milliseconds grace);

  void SetObserver(ottb::PbxObserver& observer) override;
  void Start(std::vector<ottb::LineAccount> lines, std::vector<ottb::Registration> registrations) override;
  void PutLine(const ottb::LineAccount& line) override;
  void RemoveLine(int number) override;
  void ReRegister(int number) override;
  void StartCall(const ottb::CallOrder& order) override;
  void EndCall(ottb::CallId id, ottb::HangupReason reason) override;
  ottb::PbxStatus Status() const override;
  std::optional<ottb::CallQuality> QualityOf(ottb::CallId id) const override;

 private:
  enum class Hosted { kAuto, kAll };
  ottb::LineAccount Seen(ottb::LineAccount line) const;

  Hosted hosted_ = Hosted::kAuto;
  Loop& loop_;
  const Clock& clock_;
  Random& random_;
  Metrics& metrics_;
  ottb::PbxObserver* observer_ = nullptr;
  std::unique_ptr<pbx_embedded::EmbeddedPbx> engine_;
};
}  // namespace vss
