#include "protocols/websocket/handshake.hpp"

#include "base/crypto.hpp"

namespace vss::websocket {
namespace {
constexpr std::size_t kKeyChars = 24;  // 16 bytes in base64
constexpr std::string_view kGuid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

bool EqualsIgnoringCase(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, {}, [](char c) { return std::tolower(static_cast<unsigned char>(c)); });
}

bool ListHas(std::string_view list, std::string_view token) {
  while (!list.empty()) {
    const std::size_t end = list.find(',');
    std::string_view item = list.substr(0, end);
    list = end == std::string_view::npos ? std::string_view() : list.substr(end + 1);
    while (item.starts_with(' ')) item.remove_prefix(1);
    while (item.ends_with(' ')) item.remove_suffix(1);
    if (EqualsIgnoringCase(item, token)) return true;
  }
  return false;
}
}  // namespace

std::optional<std::string> Accept(const Handshake& request) {
  if (!ListHas(request.upgrade, "websocket") || !ListHas(request.connection, "upgrade") ||
      request.version != "13")
    return std::nullopt;
  const auto nonce = crypto::Base64Decode(request.key);
  if (request.key.size() != kKeyChars || !nonce || nonce->size() != 16) return std::nullopt;
  return crypto::Base64Encode(crypto::Sha1(std::string(request.key) + std::string(kGuid)));
}
}  // namespace vss::websocket
