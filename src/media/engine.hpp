#pragma once
#include <filesystem>
#include <functional>
#include <vector>

#include "base/clock.hpp"
#include "base/random.hpp"
#include "media/stream.hpp"

namespace vss::media {

struct Settings {
  boost::asio::ip::address bind;                          ///< local address of RTP sockets
  std::uint16_t first_port = 20'000, last_port = 29'999;  ///< even for RTP, the next odd one for RTCP
  std::chrono::seconds media_timeout{60};                 ///< zero: silence is never told
  std::chrono::seconds rtcp_interval{5};
};

struct RecordingResult {
  std::filesystem::path file;
  std::uint64_t bytes = 0;
  std::chrono::milliseconds duration{0};
  bool truncated = false;  ///< the disk or the queue could not keep up: what is there plays
};

/// Writes stereo G.711 WAV files on a thread of its own, in large writes; never blocks a shard. The file is
/// `<name>.part` until it is finished, then renamed. Shared by all shards (recording_writer.hpp).
class RecordingWriter;

/// Media of one shard: streams, bridges, players, recordings; one 20 ms tick drives what plays. Owns nothing
/// that it hands out. All on its io_context's thread.
class Engine {
 public:
  virtual ~Engine() = default;
  /// Binds a pair of ports; nullptr when the range (or the process's file limit) is exhausted.
  virtual std::unique_ptr<Stream> Open() = 0;

  /// Passes packets (and digits) of each stream to the other, transcoding between the laws where they differ.
  /// Sets itself as their StreamUser. Observers see digits and time-outs.
  class Bridge {
   public:
    virtual ~Bridge() = default;
    /// Left channel: stream `a` (the customer); right: `b` (our side). `done` is called on the shard's thread
    /// when the file is final, also after the bridge is gone.
    virtual void Record(std::filesystem::path file, std::move_only_function<void(RecordingResult)> done) = 0;
    virtual void StopRecording() = 0;
  };
  class BridgeUser {
   public:
    virtual ~BridgeUser() = default;
    virtual void OnBridgeDigit(Stream& from, char digit) = 0;
    virtual void OnBridgeMediaTimeout(Stream& silent) = 0;
  };
  virtual std::unique_ptr<Bridge> Connect(Stream& a, Stream& b, BridgeUser* user) = 0;

  /// Plays to one stream: 8 kHz mono linear samples, tones, or silence; paced at the stream's ptime.
  /// Destroying it stops it.
  class Player {
   public:
    virtual ~Player() = default;
  };
  using Samples = std::shared_ptr<const std::vector<std::int16_t>>;
  enum class Repeat : std::uint8_t { kOnce, kForever };
  virtual std::unique_ptr<Player> Play(Stream& to, Samples samples, Repeat repeat,
                                       std::move_only_function<void()> done) = 0;
  /// Sends back what arrives. The stream's user stays and hears it too.
  virtual std::unique_ptr<Player> Echo(Stream& stream) = 0;

  struct Counters {
    std::size_t streams = 0;
    std::uint64_t packets_in = 0, packets_out = 0, foreign = 0, malformed = 0, recordings_truncated = 0;
  };
  virtual Counters counters() const = 0;
};

/// `writer` may be null when nothing is recorded. The loop, clock, random source and writer outlive the
/// engine and all that it handed out; streams, bridges and players may be destroyed in any order, also from
/// their callbacks, but the engine not from a callback of its own. Throws when no more files may be opened.
std::unique_ptr<Engine> MakeEngine(boost::asio::io_context& loop, Settings settings, const Clock& clock,
                                   Random& random, RecordingWriter* writer);
}  // namespace vss::media
