#pragma once
#include <boost/asio/io_context.hpp>
#include <string>

#include "base/clock.hpp"
#include "base/random.hpp"
#include "media/callback_list.hpp"
#include "media/datagrams.hpp"
#include "media/engine.hpp"
#include "media/poller.hpp"
#include "media/port_pool.hpp"
#include "media/rtcp_session.hpp"

namespace vss::media {

class RtpStream;

/// Called every 20 ms.
class Ticking {
 public:
  virtual ~Ticking() = default;
  virtual void Tick(Steady now) = 0;
};

/// What the streams, players and bridges of one engine share. Lives as long as any of them.
struct EngineCore {
  EngineCore(boost::asio::io_context& loop_, Settings settings_, const Clock& clock_, Random& random_,
             RecordingWriter* writer_)
      : loop(loop_),
        settings(std::move(settings_)),
        clock(clock_),
        random(random_),
        writer(writer_),
        ntp(clock_),
        poller(loop_),
        ports(settings.bind, settings.first_port, settings.last_port) {}

  boost::asio::io_context& loop;
  const Settings settings;
  const Clock& clock;
  Random& random;
  RecordingWriter* const writer;
  const NtpClock ntp;
  Poller poller;
  PortPool ports;
  ReceiveBatch in;
  SendBatch out;
  int batching = 0;  ///< > 0: whoever set it flushes `out`
  CallbackList<RtpStream> streams;
  CallbackList<Ticking> ticking;
  Engine::Counters counters;
};

/// Collects what is sent while it lives into few system calls.
class Batching {
 public:
  explicit Batching(EngineCore& core) : core_(core) { ++core_.batching; }
  ~Batching() {
    if (--core_.batching == 0) core_.out.Flush();
  }
  Batching(const Batching&) = delete;
  Batching& operator=(const Batching&) = delete;

 private:
  EngineCore& core_;
};
}  // namespace vss::media
