#include "ottb/cdr/cdr_json.hpp"

#include "ottb/calls/call_json.hpp"
#include "ottb/cdr/leg_json.hpp"

namespace vss::ottb {
json::object ToJson(const Cdr& cdr) {
  json::object out = ToJson(cdr.call);
  out.erase("state");
  out.erase("record");
  out.erase("ended_by");
  out["ring_s"] = Seconds(cdr.ring);
  out["legs"] = ToJson(cdr.legs);
  return out;
}
}  // namespace vss::ottb
