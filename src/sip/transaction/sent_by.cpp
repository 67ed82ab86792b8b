#include "sip/transaction/sent_by.hpp"

#include <algorithm>

#include "sip/transaction/via.hpp"

namespace vss::sip {
namespace {
bool Is(const Via& via, std::string_view sent_by) {
  const std::string_view port_text = sent_by.substr(std::min(via.host.size(), sent_by.size()));
  if (!sent_by.starts_with(via.host)) return false;
  if (port_text.empty()) return via.port == 0 || via.port == kDefaultPort;
  const auto port = port_text.front() == ':' ? ParseNumber(port_text.substr(1)) : std::nullopt;
  return port && *port == (via.port == 0 ? kDefaultPort : via.port);
}
}  // namespace

const std::string& SentBy::Towards(const boost::asio::ip::address& peer) {
  if (!chooser_) return own_.front();
  const auto known = peers_.find(peer);
  if (known != peers_.end()) return known->second;
  std::string chosen = chooser_(peer);
  if (std::ranges::find(own_, chosen) == own_.end()) {
    // An interface that came and went a while ago makes room; the default stays.
    if (own_.size() >= kMaxOwn) own_.erase(own_.begin() + 1);
    own_.push_back(chosen);
  }
  if (peers_.size() >= kMaxPeers) peers_.clear();
  return peers_.emplace(peer, std::move(chosen)).first->second;
}

bool SentBy::IsOurs(const Via& via) const {
  return std::ranges::any_of(own_, [&via](const std::string& own) { return Is(via, own); });
}

bool SentBy::NamesUs(std::string_view element) const {
  return std::ranges::any_of(own_, [element](const std::string& own) { return element.contains(own); });
}
}  // namespace vss::sip
