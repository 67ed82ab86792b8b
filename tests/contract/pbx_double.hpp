#pragma once
#include "ottb/ports/pbx.hpp"

namespace vss::test {

/// Notes what it is asked; what happens to its calls and lines is told by the test through `observer`.
class PbxDouble final : public ottb::Pbx {
 public:
  void SetObserver(ottb::PbxObserver& given) override { observer = &given; }
  void Start(std::vector<ottb::LineAccount> accounts,
             std::vector<ottb::Registration> registrations) override {
    for (const auto& line : accounts) lines.push_back(line.number);
    restored = std::move(registrations);
  }
  void PutLine(const ottb::LineAccount& line) override { lines.push_back(line.number); }
  void RemoveLine(int number) override { std::erase(lines, number); }
  void ReRegister(int number) override { reregistered.push_back(number); }
  void StartCall(const ottb::CallOrder& order) override { orders.push_back(order); }
  void EndCall(ottb::CallId id, ottb::HangupReason reason) override { ends.emplace_back(id, reason); }
  ottb::PbxStatus Status() const override { return status; }
  std::optional<ottb::CallQuality> QualityOf(ottb::CallId) const override { return std::nullopt; }

  ottb::PbxObserver* observer = nullptr;
  ottb::PbxStatus status{.up = true, .kind = "double", .provider = "test exchange", .test_exchange = true};
  std::vector<int> lines, reregistered;
  std::vector<ottb::Registration> restored;
  std::vector<ottb::CallOrder> orders;
  std::vector<std::pair<ottb::CallId, ottb::HangupReason>> ends;
};
}  // namespace vss::test
