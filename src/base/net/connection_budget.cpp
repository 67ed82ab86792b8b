#include "base/net/connection_budget.hpp"

#include <algorithm>
#include <boost/asio/ip/address_v6.hpp>

namespace vss {

boost::asio::ip::address SourceOf(const boost::asio::ip::address& address) {
  using boost::asio::ip::make_address_v4;
  using boost::asio::ip::v4_mapped;
  if (address.is_v4()) return address;
  if (address.to_v6().is_v4_mapped()) return make_address_v4(v4_mapped, address.to_v6());
  auto bytes = address.to_v6().to_bytes();
  std::fill(bytes.begin() + 8, bytes.end(), static_cast<unsigned char>(0));
  return boost::asio::ip::address_v6(bytes);
}

std::string SourceName(std::string_view address) {
  boost::system::error_code no_address;
  const auto parsed = boost::asio::ip::make_address(address, no_address);
  return no_address ? std::string(address) : SourceOf(parsed).to_string();
}

bool ConnectionBudget::Take(const boost::asio::ip::address& peer) {
  const std::lock_guard lock(mutex_);
  if (taken_ >= limits_.total) return false;
  const bool trusted = std::ranges::find(limits_.trusted, peer) != limits_.trusted.end();
  std::size_t& of_source = of_source_[SourceOf(peer)];
  if (!trusted && of_source >= limits_.per_source) return false;
  ++of_source;
  ++taken_;
  return true;
}

void ConnectionBudget::Give(const boost::asio::ip::address& peer) {
  const std::lock_guard lock(mutex_);
  const auto found = of_source_.find(SourceOf(peer));
  if (found == of_source_.end()) return;
  --taken_;
  if (--found->second == 0) of_source_.erase(found);
}

std::shared_ptr<void> TakePlace(const std::shared_ptr<ConnectionBudget>& budget,
                                const boost::asio::ip::address& peer) {
  if (!budget->Take(peer)) return nullptr;
  return {budget.get(), [budget, peer](void*) { budget->Give(peer); }};
}
}  // namespace vss
