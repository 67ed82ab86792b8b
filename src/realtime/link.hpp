#pragma once
#include <boost/intrusive/list.hpp>
#include <memory>
#include <string>
#include <string_view>

#include "base/async/wakeup.hpp"
#include "base/clock.hpp"
#include "http/byte_stream.hpp"
#include "protocols/engineio/packet.hpp"
#include "protocols/websocket/message_reader.hpp"
#include "realtime/send_queue.hpp"
#include "realtime/settings.hpp"

namespace vss::realtime {

/// Why a link ended.
enum class LinkEnd {
  kNone,
  kPeer,       ///< the client closed, or its connection broke
  kSilence,    ///< no answer to a ping
  kSlow,       ///< did not read what was sent
  kMalformed,  ///< broke the protocol
  kTooBig,
  kFlood,    ///< too many events, or too many refused connects
  kUnknown,  ///< never said who it is
  kStop      ///< the server stops, or wants the client to come anew
};
std::string_view ToString(LinkEnd end);

class Link;

/// What speaks over a link: Socket.IO.
class LinkUser {
 public:
  virtual ~LinkUser() = default;
  virtual void OnText(std::string_view message) = 0;
  virtual void OnBinary(std::string_view message) = 0;
  /// Nothing follows; the link is gone after the call.
  virtual void OnEnd(LinkEnd end) = 0;
  /// Said who it is: larger messages are taken, and it may stay.
  virtual bool IsKnown() const = 0;
};

/// What a link needs of the server around it.
class LinkHost {
 public:
  virtual ~LinkHost() = default;
  /// Flush() is wanted before the loop's next turn ends.
  virtual void MarkDirty(Link& link) = 0;
  /// The client answered a ping.
  virtual void NoteAnswer(Link& link) = 0;
  virtual Loop& loop() = 0;
  virtual const Settings& settings() const = 0;
  virtual Steady now() const = 0;
};

/// One Engine.IO session: a client over polling, WebSocket, or on its way from one to the other. Sending only
/// queues; the host flushes once a turn. Ending only marks: the host removes it in the same flush, so nothing
/// disappears under a caller. Lives on the HTTP loop; owned by shared_ptr.
class Link final
    : public std::enable_shared_from_this<Link>,
      public boost::intrusive::list_base_hook<boost::intrusive::link_mode<boost::intrusive::auto_unlink>>,
      private http::ByteStream::User,
      private websocket::MessageReader::Sink {
 public:
  Link(LinkHost& host, std::string sid) : host_(host), sid_(std::move(sid)) {}
  ~Link() override;

  const std::string& sid() const { return sid_; }
  LinkUser& user() { return *user_; }
  void set_user(std::unique_ptr<LinkUser> user) { user_ = std::move(user); }
  bool is_websocket() const { return transport_ == Transport::kWebSocket; }
  std::size_t queue_bytes() const { return queue_.bytes(); }
  LinkEnd end() const { return end_; }

  /// To the client, in order. When too much waits already the link ends as kSlow.
  void Send(FramePtr frame);
  void End(LinkEnd end);
  /// Ends when everything is sent; what the client says meanwhile is not heard.
  void EndWhenSent(LinkEnd end);

  enum class As { kFresh, kUpgrade };
  /// A WebSocket session from the start, or a polling one that wants to go over.
  void Attach(std::shared_ptr<http::ByteStream> stream, As as);
  bool CanUpgrade() const { return transport_ == Transport::kPolling && end_ == LinkEnd::kNone; }
  /// A long poll: resolves with the next payload, at the latest with a ping. Throws Error(kInvalidParams)
  /// when the link is no polling one, or polls already (which ends it).
  Task<std::string> Poll();
  /// A body of packets. Throws Error(kInvalidParams) when there is something wrong in it, which ends the
  /// link.
  void Post(std::string_view body);
  std::size_t MessageLimit() const override;

  // For the host.
  /// Writes what waits; false: it has ended, and is to be removed.
  bool Flush();
  void Ping();
  /// Looks at what only time can tell.
  void CheckStall();
  Steady deadline{};      ///< of the next ping, or of the answer to the last
  bool is_dirty = false;  ///< Flush() is scheduled

 private:
  enum class Transport : std::uint8_t { kPolling, kProbing, kWebSocket };

  bool IsListening() const { return end_ == LinkEnd::kNone && end_when_sent_ == LinkEnd::kNone; }
  void OnBytes(std::span<char> bytes) override;
  void OnWritable() override;
  void OnEnd() override { StreamEnded(LinkEnd::kPeer); }
  bool OnMessage(websocket::Opcode opcode, std::string_view data) override;
  void StreamEnded(LinkEnd end);
  void OnProbe(std::string_view text);
  void OnPacket(const engineio::Packet& packet);
  void OnPostedPacket(std::string_view text);
  void Write();
  std::string TakePayload();
  void CloseStream(websocket::CloseCode code);

  LinkHost& host_;
  const std::string sid_;
  std::unique_ptr<LinkUser> user_;
  std::shared_ptr<http::ByteStream> stream_;
  std::unique_ptr<websocket::MessageReader> reader_;
  std::shared_ptr<Wakeup> poll_;  ///< of the request that waits
  SendQueue queue_;
  Steady progress_{};  ///< when something was last taken, or the queue began; of the probe: when it began
  Transport transport_ = Transport::kPolling;
  LinkEnd end_ = LinkEnd::kNone, end_when_sent_ = LinkEnd::kNone;
  bool blocked_ = false;  ///< the stream says when there is room
};
}  // namespace vss::realtime
