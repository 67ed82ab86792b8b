#pragma once
#include <boost/asio/ip/address.hpp>
#include <functional>
#include <optional>
#include <string>

namespace vss::sip {

/// Resolves the host names that descriptions name. On its shard's thread.
class HostNames {
 public:
  virtual ~HostNames() = default;
  using Done = std::move_only_function<void(std::optional<boost::asio::ip::address>)>;
  /// `done` is called within seconds, perhaps at once: with nullopt when there is no such name, or too many
  /// are asked for.
  virtual void Resolve(const std::string& name, Done done) = 0;
};
}  // namespace vss::sip
