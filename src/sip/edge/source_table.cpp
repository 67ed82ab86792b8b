#include "sip/edge/source_table.hpp"

#include <algorithm>

#include "base/net/connection_budget.hpp"

namespace vss::sip {
namespace {

std::array<unsigned char, 16> ToAddressKey(const boost::asio::ip::address& address) {
  using boost::asio::ip::make_address_v6;
  using boost::asio::ip::v4_mapped;
  const auto source = SourceOf(address);
  return (source.is_v4() ? make_address_v6(v4_mapped, source.to_v4()) : source.to_v6()).to_bytes();
}
}  // namespace

SourceTable::Source& SourceTable::At(const boost::asio::ip::address& address, Milliseconds now) {
  return At(address, 0, now);
}

SourceTable::Source& SourceTable::At(const boost::asio::ip::address& address, std::uint16_t port,
                                     Milliseconds now) {
  Key key{};
  std::ranges::copy(ToAddressKey(address), key.begin());
  key[16] = static_cast<unsigned char>(port >> 8);
  key[17] = static_cast<unsigned char>(port & 0xFF);
  const auto found = places_.find(key);
  const std::uint32_t place = found == places_.end() ? Place(key, now) : found->second;
  if (newest_ != place) {
    Unlink(place);
    MakeNewest(place);
  }
  return cells_[place].source;
}

bool SourceTable::TakeToken(Source& source, Milliseconds now) {
  const double seconds = std::chrono::duration<double>(now - source.refilled).count();
  source.tokens = std::min(limits_.burst, source.tokens + seconds * limits_.per_second);
  source.refilled = now;
  if (source.tokens < 1) return false;
  source.tokens -= 1;
  return true;
}

/// A cell for a source that has none: a new one, or the oldest source's. Linked as the newest.
std::uint32_t SourceTable::Place(const Key& key, Milliseconds now) {
  std::uint32_t place = oldest_;
  if (cells_.size() < limits_.max_sources) {
    place = static_cast<std::uint32_t>(cells_.size());
    cells_.emplace_back();
  } else {
    Unlink(place);
    places_.erase(cells_[place].key);
  }
  cells_[place].key = key;
  cells_[place].source = {.tokens = limits_.burst, .refilled = now};
  MakeNewest(place);
  places_.emplace(key, place);
  return place;
}

void SourceTable::Unlink(std::uint32_t place) {
  Cell& cell = cells_[place];
  (cell.newer == kNone ? newest_ : cells_[cell.newer].older) = cell.older;
  (cell.older == kNone ? oldest_ : cells_[cell.older].newer) = cell.newer;
}

void SourceTable::MakeNewest(std::uint32_t place) {
  Cell& cell = cells_[place];
  cell.newer = kNone;
  cell.older = newest_;
  (newest_ == kNone ? oldest_ : cells_[newest_].newer) = place;
  newest_ = place;
}
}  // namespace vss::sip
