#pragma once
#include "base/random.hpp"
#include "protocols/socketio/packet.hpp"
#include "realtime/hub.hpp"
#include "realtime/token_bucket.hpp"

namespace vss::realtime {

/// What clients share. All outlive them.
struct ClientServices {
  Hub& hub;
  Identities& identities;
  Random& random;
  const Settings& settings;
  RealtimeMetrics& metrics;
  /// Told of tokens that were refused; must not block.
  std::function<void(AuditEntry)> on_refused;
};

/// What the handshake's request said.
struct Handshake {
  std::string token;  ///< of its header or cookie; empty: none
  std::string address;
};

/// Socket.IO over one link: the namespace "/", its events and their acknowledgements. Owned by the link.
class Client final : public LinkUser {
 public:
  Client(ClientServices& services, Link& link, Handshake handshake)
      : services_(services), link_(link), handshake_(std::make_unique<Handshake>(std::move(handshake))) {}

  void OnText(std::string_view message) override;
  void OnBinary(std::string_view message) override;
  void OnEnd(LinkEnd end) override;
  bool IsKnown() const override { return member_ != nullptr; }
  const std::shared_ptr<Member>& member() const { return member_; }
  /// Signed out by the server, which says why; the link stays for another connect.
  void SignOut(const Error& reason);

 private:
  /// A binary packet whose attachments are still coming.
  struct Partial {
    std::string text;
    unsigned wanted = 0;
    std::vector<std::string> attachments;
    std::size_t bytes = 0;
  };
  void Handle(const socketio::Packet& packet, const std::vector<std::string>& attachments);
  void Connect(const socketio::Packet& packet);
  std::shared_ptr<const Identity> Identify(const json::object& auth);
  void RefuseConnect(std::string_view space, const Error& error);
  void Admit(std::shared_ptr<const Identity> identity, const json::object& auth);
  void OnEvent(const socketio::Packet& packet, const std::vector<std::string>& attachments);
  void Dispatch(std::string_view name, std::string_view arguments, AckId ack,
                const std::vector<std::string>& attachments);
  void Echo(std::string_view arguments, AckId ack, const std::vector<std::string>& attachments);
  void ChangeSubscription(std::string_view name, AckId ack);
  bool MaySpend(AckId ack);
  void Answer(AckId ack, const json::object& answer);

  ClientServices& services_;
  Link& link_;
  std::unique_ptr<Handshake> handshake_;
  std::shared_ptr<Member> member_;
  std::unique_ptr<Partial> partial_;
  TokenBucket bucket_;
  int refused_ = 0;
};
}  // namespace vss::realtime
