#include <array>
#include <utility>

#include "sip/message/message.hpp"

namespace vss::sip {
namespace {
// In the order of the enum, so that ToString can index it.
constexpr std::array<std::string_view, 15> kMethodNames = {
    "UNKNOWN", "INVITE", "ACK",   "BYE",    "CANCEL",    "REGISTER", "OPTIONS", "PRACK",
    "UPDATE",  "INFO",   "REFER", "NOTIFY", "SUBSCRIBE", "MESSAGE",  "PUBLISH"};
static_assert(kMethodNames.size() == std::to_underlying(Method::kPublish) + 1);
}  // namespace

std::string_view ToString(Method method) { return kMethodNames[std::to_underlying(method)]; }

Method ParseMethod(std::string_view text) {
  for (std::size_t i = 1; i < kMethodNames.size(); ++i) {
    if (kMethodNames[i] == text) return static_cast<Method>(i);
  }
  return Method::kUnknown;
}
}  // namespace vss::sip
