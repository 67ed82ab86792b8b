#include "ottb/slots/slot_events.hpp"

#include "ottb/slots/slot_json.hpp"

namespace vss::ottb {
void PublishSlot(Journal& journal, const Slot& slot, SlotChange change) {
  constexpr std::array<std::string_view, 5> kNames = {"created", "updated", "state", "credentials",
                                                      "deleted"};
  json::object data = ToJson(slot, slot.updated_at);
  data["change"] = kNames[static_cast<std::size_t>(change)];
  journal.Publish("slot.update", "F-05", "OTTB", std::move(data));
}
}  // namespace vss::ottb
