#include "ottb/calls/incoming_calls.hpp"

#include "base/log.hpp"
#include "base/mask.hpp"

namespace vss::ottb {
namespace {
// While the database is away; who floods us in the provider's name does not fill the memory.
constexpr std::size_t kMaxWaiting = 1'000;
}  // namespace

IncomingCalls::IncomingCalls(Loop& loop, Store<Transaction>& store, const Clock& clock)
    : store_(store),
      clock_(clock),
      writes_(loop, "incoming calls",
              [this](std::vector<WriteBehind::Key> keys) { return Write(std::move(keys)); }) {}

void IncomingCalls::OnIncomingCall(const IncomingCall& call) {
  log::Warning("OTTB", "the provider brought a call that nobody takes",
               {{"number", MaskNumbers(call.number)},
                {"caller", MaskNumbers(call.caller)},
                {"source", call.source},
                {"sip_call_id", call.sip_call_id},
                {"sip_status", call.sip_status}});
  if (noted_.size() == kMaxWaiting) return;
  noted_.emplace(++last_, Noted{call, clock_.Now()});
  writes_.Touch(last_);
}

Task<void> IncomingCalls::Write(std::vector<WriteBehind::Key> keys) {
  std::vector<Noted> now;
  for (const WriteBehind::Key key : keys) {
    if (const auto found = noted_.find(key); found != noted_.end()) now.push_back(found->second);
  }
  co_await store_.Write([&](Transaction& tx) {
    for (const auto& [call, at] : now) {
      tx.journal().Publish("call.incoming", "F-03", "OTTB",
                           {{"phone_number", call.number},
                            {"caller_id", call.caller},
                            {"source", call.source},
                            {"sip_call_id", call.sip_call_id},
                            {"sip_status", call.sip_status},
                            {"at", FormatRfc3339(at)}});
    }
  });
  for (const WriteBehind::Key key : keys) noted_.erase(key);
}
}  // namespace vss::ottb
