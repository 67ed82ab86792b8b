#pragma once
#include <optional>
#include <string_view>

#include "sip/message/message.hpp"

namespace vss::sip {

/// Media type without parameters; empty when there is none.
std::string_view ContentType(const Message& message);

/// The session description that a message carries: its body, or the first such part of a multipart body
/// (RFC 5621 §3), next to which SIP-I has ISUP and emergency calls have a location. nullopt: none, or one in
/// an encoding that is not plain bytes.
std::optional<std::string_view> SdpOf(const Message& message);

enum class Body : std::uint8_t { kNone, kSdp, kOther };
Body BodyOf(const Message& message);
}  // namespace vss::sip
