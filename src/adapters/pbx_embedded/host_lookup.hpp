#pragma once
#include <map>
#include <memory>

#include "base/clock.hpp"
#include "sip/audio/host_names.hpp"

namespace boost::asio {
class io_context;
}

namespace vss::pbx_embedded {

/// Host names by the system's resolver: each answer, also that there is none, is kept for a minute, and no
/// more than kMaxPending are asked for at once, since it is peers that say what to ask for. On its shard's
/// thread; the look-up itself runs on a thread of Asio's.
class HostLookup final : public sip::HostNames {
 public:
  static constexpr std::size_t kMaxPending = 16, kMaxKnown = 1024;
  static constexpr std::chrono::seconds kKeep{60}, kPatience{5};

  HostLookup(boost::asio::io_context& io, const Clock& clock) : io_(io), clock_(clock) {}
  /// What is asked for by then is never told.
  ~HostLookup() override;

  void Resolve(const std::string& name, Done done) override;

 private:
  struct Query;
  using Address = std::optional<boost::asio::ip::address>;
  struct Known {
    Address address;
    Steady until;
  };
  void Ask(const std::string& name, Done done);
  void Keep(const std::string& name, const Address& address);

  boost::asio::io_context& io_;
  const Clock& clock_;
  std::map<std::string, Known> known_;
  std::map<std::string, std::shared_ptr<Query>> pending_;
};
}  // namespace vss::pbx_embedded
