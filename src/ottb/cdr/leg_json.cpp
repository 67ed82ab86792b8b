#include "ottb/cdr/leg_json.hpp"

#include <boost/json/value_to.hpp>

namespace vss::ottb {
namespace {
json::value OrNull(const std::optional<Instant>& at) {
  return at ? json::value(FormatRfc3339(*at)) : nullptr;
}
json::value OrNull(std::optional<double> number) { return number ? json::value(*number) : nullptr; }

std::optional<Instant> TimeOf(const json::value& value) {
  return value.is_null() ? std::nullopt : ParseRfc3339(value.as_string());
}
std::optional<double> NumberOf(const json::value& value) {
  return value.is_null() ? std::nullopt : std::optional(json::value_to<double>(value));
}

LegQuality ParseQuality(const json::object& object) {
  return {.packets_in = json::value_to<std::uint64_t>(object.at("packets_in")),
          .packets_out = json::value_to<std::uint64_t>(object.at("packets_out")),
          .lost = json::value_to<std::uint64_t>(object.at("lost")),
          .loss_pct = NumberOf(object.at("loss_pct")),
          .jitter_ms = NumberOf(object.at("jitter_ms")),
          .round_trip_ms = NumberOf(object.at("round_trip_ms")),
          .mos = NumberOf(object.at("mos")),
          .codec = json::value_to<std::string>(object.at("codec"))};
}

json::object ToJson(const LegRedirect& redirect) {
  const bool followed = redirect.verdict == RedirectVerdict::kFollowed;
  return {{"at", FormatRfc3339(redirect.at)},
          {"sip_status", redirect.sip_status},
          {"uri", redirect.uri},
          {"followed", followed},
          {"reason", followed ? json::value(nullptr) : json::value(ToString(redirect.verdict))}};
}

LegRedirect ParseRedirect(const json::object& object) {
  const json::value& reason = object.at("reason");
  return {.at = TimeOf(object.at("at")).value_or(Instant()),
          .sip_status = json::value_to<int>(object.at("sip_status")),
          .uri = json::value_to<std::string>(object.at("uri")),
          .verdict = reason.is_null()
                         ? RedirectVerdict::kFollowed
                         : ParseRedirectVerdict(reason.as_string()).value_or(RedirectVerdict::kNoContact)};
}

// Records from before redirects were kept have none.
std::vector<LegRedirect> RedirectsOf(const json::object& leg) {
  std::vector<LegRedirect> redirects;
  const json::value* const found = leg.if_contains("redirects");
  if (found == nullptr) return redirects;
  for (const json::value& redirect : found->as_array())
    redirects.push_back(ParseRedirect(redirect.as_object()));
  return redirects;
}

json::array ToJson(const std::vector<LegRedirect>& redirects) {
  json::array out;
  for (const LegRedirect& redirect : redirects) out.push_back(ToJson(redirect));
  return out;
}

Leg ParseLeg(const json::object& object) {
  return {.role = object.at("role").as_string() == "line" ? LegRole::kLine : LegRole::kNumber,
          .uri = json::value_to<std::string>(object.at("uri")),
          .redirects = RedirectsOf(object),
          .sip_call_id = json::value_to<std::string>(object.at("sip_call_id")),
          .invited_at = TimeOf(object.at("invited_at")),
          .ringing_at = TimeOf(object.at("ringing_at")),
          .answered_at = TimeOf(object.at("answered_at")),
          .ended_at = TimeOf(object.at("ended_at")),
          .sip_status = json::value_to<int>(object.at("sip_status")),
          .q850 = json::value_to<int>(object.at("q850")),
          .quality = ParseQuality(object.at("quality").as_object())};
}
}  // namespace

json::object ToJson(const LegQuality& quality) {
  return {{"packets_in", quality.packets_in},
          {"packets_out", quality.packets_out},
          {"lost", quality.lost},
          {"loss_pct", OrNull(quality.loss_pct)},
          {"jitter_ms", OrNull(quality.jitter_ms)},
          {"round_trip_ms", OrNull(quality.round_trip_ms)},
          {"mos", OrNull(quality.mos)},
          {"codec", quality.codec}};
}

json::object ToJson(const Leg& leg) {
  return {{"role", ToString(leg.role)},
          {"uri", leg.uri},
          {"redirects", ToJson(leg.redirects)},
          {"sip_call_id", leg.sip_call_id},
          {"invited_at", OrNull(leg.invited_at)},
          {"ringing_at", OrNull(leg.ringing_at)},
          {"answered_at", OrNull(leg.answered_at)},
          {"ended_at", OrNull(leg.ended_at)},
          {"sip_status", leg.sip_status},
          {"q850", leg.q850},
          {"quality", ToJson(leg.quality)}};
}

json::array ToJson(const std::vector<Leg>& legs) {
  json::array out;
  for (const Leg& leg : legs) out.push_back(ToJson(leg));
  return out;
}

std::string LegsText(const std::vector<Leg>& legs) { return ToText(json::value(ToJson(legs))); }

std::vector<Leg> ParseLegs(std::string_view text) {
  std::vector<Leg> legs;
  const json::value parsed = ParseTrustedJson(text);
  for (const json::value& leg : parsed.as_array()) legs.push_back(ParseLeg(leg.as_object()));
  return legs;
}
}  // namespace vss::ottb
