#pragma once
#include <string>
#include <string_view>

#include "sip/message/message.hpp"

namespace vss::sip {

/// The answer to a request outside dialogs that has no better one: 200 to OPTIONS with what we can do (RFC
/// 3261 §11.2), else 405 or 501 with `allow` (§8.2.1), or what §8.2.2 refuses it with. It does not depend on
/// who asks nor whom the request names, so it tells nobody which users exist.
std::string AnswerOutside(const Message& request, std::string_view allow, std::string_view to_tag,
                          std::string_view server);
}  // namespace vss::sip
