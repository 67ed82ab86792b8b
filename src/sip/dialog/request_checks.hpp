#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "sip/message/message.hpp"
#include "sip/message/writer.hpp"

namespace vss::sip {

/// Methods that a session's side takes, as its Allow says.
inline constexpr std::string_view kSessionMethods = "INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, UPDATE";

/// And which bodies, as its Accept says.
inline constexpr std::string_view kSessionBodies = "application/sdp, multipart/mixed";

/// The answer that RFC 3261 §8.2.1–8.2.3 gives before a request is looked at by method: 405 or 501 with
/// Allow, 416, 420 with Unsupported (no extension is supported), 415 with Accept. nullopt: go on. `to_tag` is
/// for a request outside dialogs.
std::optional<std::string> Refuse(const Message& request, std::string_view allow, std::string_view to_tag);
}  // namespace vss::sip
