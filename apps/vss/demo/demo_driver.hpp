#pragma once
#include <map>
#include <random>

#include "base/async/task_scope.hpp"
#include "demo/demo_centre.hpp"

namespace vss::demo {

/// Brings a demo centre to life: every few seconds a call to one of its leads, placed through CallService as
/// any other, over the test exchange and never anywhere else; now and then somebody writes down what came of
/// it. What happens is real, nothing is invented; the audit and the records name the demo's users. On the
/// HTTP loop.
class DemoDriver {
 public:
  explicit DemoDriver(DemoParts parts);
  /// Makes what is missing of the centre, then goes on until the scope stops.
  void Start(TaskScope& scope);

 private:
  struct Tracked {
    Principal caller;
    DemoLead lead;
    std::chrono::seconds patience{0};  ///< how long it may ring
    std::chrono::seconds talk{0};      ///< how long it may be talked
  };

  Task<void> Run();
  Task<void> Step();
  Task<void> LookAfter(ottb::CallId id, Tracked call);
  Task<void> FollowUp(const ottb::Call& call, const Tracked& tracked);
  Task<void> Place();
  /// An operator who has time, or the dialler.
  Principal ChooseCaller();
  Task<bool> MayRecord();
  bool IsBeingCalled(std::string_view phone) const;
  int Roll(int sides);
  Caller CallerOf(Principal principal) const;

  DemoParts parts_;
  DemoCentre centre_;
  DemoStore store_;
  std::mt19937 dice_;
  DemoStaff staff_;
  std::map<ottb::CallId, Tracked> running_;
  int until_next_ = 1;   ///< steps
  int until_staff_ = 0;  ///< steps, until the users are read anew
};
}  // namespace vss::demo
